import { expect, it } from 'vitest';
import { searchModels } from '../../../../src-renderer/views/library/search-models';
import { fakeModel } from '../../fakes/fake-api';

const models = [
  fakeModel('a', 'Ägäis scan'),
  fakeModel('b', 'Night', { camera: { make: 'One', model: 'D5', iso: 3200 } }),
];
const found = (query: string) => searchModels(models, query, () => 'Deblurring RNN').map(({ id }) => id);

it('finds every word anywhere, in any case, without accents', () => {
  expect(found('')).toEqual(['a', 'b']);
  expect(found('agais SCAN')).toEqual(['a']);
  expect(found('iso 3200')).toEqual(['b']);
  expect(found('rnn night')).toEqual(['b']);
  expect(found('night nothing')).toEqual([]);
});

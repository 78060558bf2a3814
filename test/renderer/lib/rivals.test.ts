import { expect, it } from 'vitest';
import { isAlike, standing } from '../../../src-renderer/lib/rivals';
import { fakeModel } from '../fakes/fake-api';

const model = (name: string, validationPsnr: number | null, facts = {}) => {
  const known = fakeModel(name, name);
  return {
    ...known,
    card: { ...known.card, facts: { ...known.card.facts, inputPsnr: 26.5, validationPsnr, ...facts } },
  };
};
const rnn = model('rnn', 30.66);
const gan = model('gan', 30.63);
const unet = model('unet', 32.21);
const all = [rnn, gan, unet];

it('ranks the models that were measured on the same squares, the best rival first', () => {
  expect(standing(unet, all)).toMatchObject({ place: 1, of: 3, rival: { id: 'rnn' } });
  expect(standing(unet, all)!.ahead).toBeCloseTo(1.55, 6);
  expect(standing(rnn, all)).toMatchObject({ place: 2, rival: { id: 'unet' } });
  // What nobody can see is no difference.
  expect(standing(gan, all)).toMatchObject({ place: 2, of: 3 });
  expect(isAlike(standing(gan, [rnn, gan])!)).toBe(true);
});

it('ranks nothing that was measured elsewhere, or not at all', () => {
  const others = [
    model('unmeasured', null),
    model('other pair', 33, { pairName: 'other' }),
    model('other squares', 33, { heldOutSquares: 1 }),
    model('prepared otherwise', 33, { inputPsnr: 26.6 }),
  ];
  expect(standing(rnn, [rnn, ...others])).toBeNull();
  for (const one of others) expect(standing(one, [rnn, ...others])).toBeNull();
});

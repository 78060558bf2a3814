import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@contract/result';
import { plain } from '../../../said';
import { newCompare } from '../../fakes/new-compare';

const SIZE = { width: 4000, height: 3000 };
let { api, compare, photo, result } = newCompare(SIZE);

beforeEach(async () => {
  ({ api, compare, photo, result } = newCompare(SIZE));
  api.handlers['compare.uncertainty'] = ({ rect }) => ({
    map: api.addPhoto('uncertainty.png'),
    rect: { ...rect, width: 100 },
    mostLevels: 3.5,
  });
  compare.stage = { width: 800, height: 600 };
  await result('rnn');
});

describe('uncertainty', () => {
  it('is asked for once, for what is on the stage, of the model that made the result', async () => {
    compare.view.zoom(1);
    await compare.uncertainty.show('heat');
    await compare.uncertainty.show('fade');
    expect(api.asked('compare.uncertainty')).toEqual([
      { model: 'rnn', photo: photo.id, rect: { x: 1600, y: 1200, width: 800, height: 600 } },
    ]);
    expect(compare.uncertainty.shown).toMatchObject({ mode: 'fade', rect: { x: 1600, width: 100 } });
    expect(compare.uncertainty.known?.mostLevels).toBe(3.5);
  });

  it('is shown over its own result only, and not at all when hidden', async () => {
    await compare.uncertainty.show('heat');
    compare.put('right', 'degraded');
    expect(compare.uncertainty.shown).toBeNull();
    compare.choose(1);
    expect(compare.uncertainty.shown).not.toBeNull();
    await compare.uncertainty.show('off');
    expect(compare.uncertainty.shown).toBeNull();
  });

  it('that cannot be had says why, and an older answer keeps quiet', async () => {
    api.handlers['compare.uncertainty'] = () => {
      throw new AppError('not-found', plain('There is no such model any more.'));
    };
    await compare.uncertainty.show('heat');
    expect(compare.uncertainty.problem).toEqual(plain('There is no such model any more.'));
    expect(compare.uncertainty.busy).toBe(false);
  });
});

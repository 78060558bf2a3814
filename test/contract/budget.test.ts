import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '@contract/model-spec';
import { resolveSettings } from '@contract/model-spec';
import { fitPreset, fitToBudget } from '@contract/budget';

/** Two seconds to begin with, then ten an epoch of preset best and one an epoch of preset fast, twice as much in stage 2. */
const estimate = ({ preset, stageEpochs: [first, second] }: TrainSettings) =>
  Promise.resolve(2 + (first + 2 * second) * (preset === 'best' ? 10 : 1));
const usual = resolveSettings({ method: 'rnn', preset: 'best' }).epochs;

describe('a time budget', () => {
  it('is filled by the better preset while that is worth it', async () => {
    expect(await fitToBudget(202, { method: 'rnn' }, estimate)).toMatchObject({ preset: 'best', stageEpochs: [20, 0] });
    expect(await fitToBudget(2 + usual * 10, { method: 'rnn' }, estimate)).toMatchObject({ stageEpochs: [usual, 0] });
  });

  it('too short for it is filled by the small one', async () => {
    expect(await fitToBudget(20, { method: 'rnn' }, estimate)).toMatchObject({ preset: 'fast', stageEpochs: [18, 0] });
  });

  it('never ends before it began, nor trains for ever', async () => {
    expect((await fitToBudget(1, { method: 'rnn' }, estimate)).stageEpochs).toEqual([1, 0]);
    expect((await fitToBudget(1e9, { method: 'rnn' }, estimate)).stageEpochs).toEqual([4 * usual, 0]);
  });

  it('goes to stage 1 first, and to stage 2 where a third of it fits', async () => {
    const fast = async (budgetS: number) =>
      (await fitPreset('fast', budgetS, { method: 'unet-gan' }, estimate)).stageEpochs;
    const [first, second] = resolveSettings({ method: 'unet-gan', preset: 'fast' }).stageEpochs;
    const [start, stage1, stage2] = [2, first, 2 * second];
    expect(await fast(start + stage1 - 1)).toEqual([first - 1, 0]);
    expect(await fast(start + stage1 + stage2 / 4)).toEqual([first + Math.floor(stage2 / 4), 0]);
    expect(await fast(start + stage1 + stage2 / 2)).toEqual([first, second / 2]);
    expect(await fast(start + stage1 + stage2)).toEqual([first, second]);
    expect(await fast(start + 2 * (stage1 + stage2))).toEqual([2 * first, 2 * second]);
  });
});

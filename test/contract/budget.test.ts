import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '@contract/model-spec';
import { resolveSettings } from '@contract/model-spec';
import { fitToBudget } from '@contract/budget';

/** Two seconds to begin with, then ten an epoch of preset best and one an epoch of preset fast. */
const estimate = ({ preset, epochs }: TrainSettings) => Promise.resolve(2 + epochs * (preset === 'best' ? 10 : 1));
const usual = resolveSettings({ method: 'rnn', preset: 'best' }).epochs;

describe('a time budget', () => {
  it('is filled by the better preset while that is worth it', async () => {
    expect(await fitToBudget(202, { method: 'rnn' }, estimate)).toMatchObject({ preset: 'best', epochs: 20 });
    expect(await fitToBudget(2 + usual * 10, { method: 'rnn' }, estimate)).toMatchObject({ epochs: usual });
  });

  it('too short for it is filled by the small one', async () => {
    expect(await fitToBudget(20, { method: 'rnn' }, estimate)).toMatchObject({ preset: 'fast', epochs: 18 });
  });

  it('never leaves a stage without an epoch, nor trains for ever', async () => {
    const none = await fitToBudget(1, { method: 'rnn-gan' }, estimate);
    expect(resolveSettings({ method: 'rnn-gan', ...none }).stageEpochs).toEqual([1, 1]);
    expect((await fitToBudget(1e9, { method: 'rnn' }, estimate)).epochs).toBe(4 * usual);
  });
});

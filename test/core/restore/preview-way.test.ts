import { describe, expect, it } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import { EXACT, quickWay, type PreviewWay } from '../../../src-main/core/restore/preview-way';

describe('the way of a quick preview', () => {
  /** Eight times the work with selfEnsemble; work falls with the square of the stride. */
  const costOf =
    (own: number) =>
    ({ selfEnsemble, stride = own }: PreviewWay) =>
      (selfEnsemble ? 8 : 1) / (stride / own) ** 2;

  it('is the exact one where there is time, else the finest that there is time for', () => {
    const rnn = resolveSettings({ method: 'rnn', preset: 'best' });
    const cost = costOf(5);
    expect(quickWay(rnn, 5, 8, cost)).toEqual(EXACT);
    expect(quickWay(rnn, 5, 1, cost)).toEqual({ selfEnsemble: false });
    expect(quickWay(rnn, 5, 0.5, cost)).toEqual({ selfEnsemble: false, stride: 8 });
    expect(quickWay(rnn, 5, 0, cost)).toEqual({ selfEnsemble: false, stride: 9 });
  });

  it('begins with the strides above the one of a model whose patches lie closer', () => {
    const rnn = resolveSettings({ method: 'rnn', preset: 'best' });
    expect(quickWay(rnn, 2, 0.5, costOf(2))).toEqual({ selfEnsemble: false, stride: 3 });
  });

  it('leaves no patch apart from the next, and has no strides where there are no patches to move', () => {
    const coarsest = (choices: Parameters<typeof resolveSettings>[0]) =>
      quickWay(resolveSettings(choices), 1, 0, costOf(1));
    expect(coarsest({ method: 'rnn', preset: 'paper' })).toEqual({ selfEnsemble: false, stride: 9 });
    expect(coarsest({ method: 'unet-gan', preset: 'paper' })).toEqual({ selfEnsemble: false, stride: 16 });
    expect(coarsest({ method: 'rnn', preset: 'paper', mode: 'patch2pixel' })).toEqual({ selfEnsemble: false });
    expect(coarsest({ method: 'unet-gan', preset: 'best' })).toEqual({ selfEnsemble: false });
    expect(coarsest({ method: 'linear' })).toEqual({ selfEnsemble: false });
  });
});

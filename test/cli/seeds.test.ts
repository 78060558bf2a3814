import { describe, expect, it } from 'vitest';
import { seedsOf, seedsOfRuns } from '../../src-main/cli/evaluation/seeds';

describe('--seeds', () => {
  it('takes ranges and lists, each seed once', () => {
    expect(seedsOf('0-2,2,7')).toEqual([0, 1, 2, 7]);
    for (const wrong of ['', 'a', '3-1', '0-1000', '-1']) expect(() => seedsOf(wrong)).toThrow('--seeds is');
  });

  it('moves what --vary names, together, and nothing else', () => {
    expect(seedsOfRuns(5, {})).toEqual([{ drawing: 0, weights: 5, noise: 5 }]);
    expect(seedsOfRuns(0, { seeds: '1-2', vary: 'noise' })).toEqual([
      { drawing: 0, weights: 0, noise: 1 },
      { drawing: 0, weights: 0, noise: 2 },
    ]);
    expect(seedsOfRuns(0, { seeds: '3' })).toEqual([{ drawing: 3, weights: 3, noise: 3 }]);
    expect(() => seedsOfRuns(0, { seeds: '3', vary: 'paint' })).toThrow('--vary is "paint"');
    expect(() => seedsOfRuns(0, { vary: 'noise' })).toThrow('--vary is for --seeds');
  });
});

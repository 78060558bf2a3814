import { expect, it } from 'vitest';
import { seriesTokens } from '../../../../src-renderer/views/lab/study-chart';
import { studyNumber } from '../../../../src-renderer/views/lab/study-format';

it('gives results the series colours in turn, and what they are compared with a grey', () => {
  const series = [
    { name: 'degraded', points: [], reference: true },
    ...['a', 'b'].map((name) => ({ name, points: [] })),
  ];
  expect(seriesTokens(series)).toEqual(['--text-soft', '--accent', '--series-loss']);
});

it('writes numbers no more exactly than they deserve', () => {
  expect([28.591, 16384, 0.00123, 1.4142, 512.7, 0, -0.5].map(studyNumber)).toEqual([
    '28.59',
    '16,384',
    '0.0012',
    '1.41',
    '513',
    '0',
    '-0.5',
  ]);
});

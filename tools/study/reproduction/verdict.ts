import type { Interval } from '@contract/interval';

/** What a row of the reproduction says in the end. */
export const VERDICTS = ['reproduced', 'not reproduced', 'contradicted', 'cannot be told', 'not yet run'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Two figures of the same pictures agree within so much: about what another seed or another drawing of the noise moves them. */
export const TOLERANCE = { psnr: 0.3, ssim: 0.01 } as const;

/** Studio-range luminance (16–235 of 255) reads so much higher, whatever the picture. */
export const STUDIO_DB = 20 * Math.log10(255 / 219);

export interface Judged {
  verdict: Verdict;
  note: string;
}

/** A figure on the same pictures: it agrees, or it does not. */
export function ofFigure(paper: number, ours: number, tolerance: number): Judged {
  const gap = ours - paper;
  if (Math.abs(gap) <= tolerance) return { verdict: 'reproduced', note: '' };
  return { verdict: 'not reproduced', note: apart(gap, tolerance < 0.05 ? 3 : 2) };
}

const apart = (gap: number, digits: number) =>
  `ours is ${Math.abs(gap).toFixed(digits)} ${gap > 0 ? 'higher' : 'lower'}`;

/** A mean over 500 pictures against one over some of them: an interval that holds it leaves the question open. */
export function ofSample(paper: number, { low, mean, high }: Interval): Judged {
  if (low <= paper && paper <= high)
    return { verdict: 'cannot be told', note: 'other pictures; the interval holds the printed figure' };
  return { verdict: 'not reproduced', note: apart(mean - paper, 2) };
}

/** 'The first is above the second', by the interval of the differences on the same pictures. */
export function ofOrder(difference: Interval): Verdict {
  if (difference.low > 0) return 'reproduced';
  return difference.high < 0 ? 'contradicted' : 'cannot be told';
}

/** 'They hardly differ', by how much counts as alike. */
export function ofAlike({ low, high }: Interval, within: number): Verdict {
  if (-within <= low && high <= within) return 'reproduced';
  return low > within || high < -within ? 'contradicted' : 'cannot be told';
}

import type { Borders, EvaluationRun, LuminanceRange, PictureScore } from '@contract/evaluate';
import { bootstrapMean, type Interval } from '@contract/interval';
import type { Results } from './results';

/** What is looked for; whatever is absent may be anything. */
export interface Wanted {
  task: 'deblur' | 'sr';
  method: string;
  preset: string;
  trainedOn: string;
  borders?: Borders;
  luminance?: LuminanceRange;
}

/** A mean over the pictures of a set. */
export interface SetMean {
  psnr: number;
  ssim: number;
  /** Over pictures; null where the rows of pictures were not kept. */
  interval: Interval | null;
  gradientDistance: number;
  trainSeconds: number | null;
  /** The engine's hash, or the commit of before. */
  engine: string;
  kept: 'pictures' | 'means';
  stride: number | null;
}

const plain = (name: string) => name.replace(/\.\w+$/, '');

/** The latest run of that kind that holds such a set. */
export function runOf(results: Results, wanted: Wanted, set: string): EvaluationRun | null {
  const { borders = 'symmetric', luminance = 'full' } = wanted;
  const found = results.runs.filter(
    ({ protocol, settings, trainedOn, scores }) =>
      protocol.task === wanted.task &&
      protocol.borders === borders &&
      protocol.luminance === luminance &&
      settings.method === wanted.method &&
      settings.preset === wanted.preset &&
      plain(trainedOn) === wanted.trainedOn &&
      scores.some((score) => score.set === set),
  );
  return found.at(-1) ?? null;
}

/** The rows of one set. */
export const rowsOf = (run: EvaluationRun, set: string): PictureScore[] =>
  run.scores.filter((score) => score.set === set);

/** One picture's row by its name without ending. */
export function pictureOf(results: Results, wanted: Wanted, set: string, picture: string): PictureScore | null {
  const run = runOf(results, wanted, set);
  return run?.scores.find((score) => score.set === set && plain(score.picture) === picture) ?? null;
}

/** The mean of a set: of the latest run, or from before rows were kept. */
export function meanOf(results: Results, wanted: Wanted, set: string): SetMean | null {
  const run = runOf(results, wanted, set);
  if (run) return ofRun(run, set);
  const { borders = 'symmetric', luminance = 'full' } = wanted;
  const old = results.earlier.find(
    (row) =>
      row.task === wanted.task &&
      row.method === wanted.method &&
      row.preset === wanted.preset &&
      plain(row.trainedOn) === wanted.trainedOn &&
      row.borders === borders &&
      row.luminance === luminance &&
      row.set === set,
  );
  return old === undefined ? null : { ...old, interval: null, engine: old.commit, kept: 'means' };
}

function ofRun(run: EvaluationRun, set: string): SetMean {
  const rows = rowsOf(run, set);
  const average = (of: (score: PictureScore) => number) =>
    rows.reduce((sum, score) => sum + of(score), 0) / rows.length;
  return {
    psnr: average(psnrOf),
    ssim: average(({ ssim }) => ssim),
    interval: bootstrapMean(rows.map(psnrOf)),
    gradientDistance: average(({ gradientDistance }) => gradientDistance),
    trainSeconds: run.trainMs === null ? null : run.trainMs / 1000,
    engine: run.engine ?? run.versions.onepair,
    kept: 'pictures',
    stride: run.protocol.stride ?? null,
  };
}

/** By how much the first is above the second on the same pictures; null where one was not run with rows. */
export function differenceOf(results: Results, first: Wanted, second: Wanted, set: string): Interval | null {
  const [one, other] = [runOf(results, first, set), runOf(results, second, set)];
  if (!one || !other) return null;
  const others = new Map(rowsOf(other, set).map((row) => [row.picture, psnrOf(row)]));
  const both = rowsOf(one, set).flatMap((row) => {
    const value = others.get(row.picture);
    return value === undefined ? [] : [psnrOf(row) - value];
  });
  return both.length === 0 ? null : bootstrapMean(both);
}

/** Identical pictures count as 100 dB, as everywhere. */
export const psnrOf = ({ psnr }: Pick<PictureScore, 'psnr'>): number => psnr ?? 100;

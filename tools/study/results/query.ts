import type { Borders, EvaluationRun, LuminanceRange, PictureScore } from '@contract/evaluate';
import { bootstrapMean, type Interval } from '@contract/interval';
import { PAPER_DEGRADATION, resolveSettings, type TrainChoices, type TrainSettings } from '@contract/model-spec';
import type { Results } from './results';

/** What is looked for; whatever is absent may be anything, but for what was set by hand: then nothing was. */
export interface Wanted {
  task: 'deblur' | 'sr';
  method: string;
  preset: string;
  trainedOn: string;
  borders?: Borders;
  luminance?: LuminanceRange;
  /** Noise of training and test in levels of 255; absent: the paper's √2. */
  noise?: number;
  /** Pixels between patches; absent: the least that was run. */
  stride?: number;
  /** What the preset does not say. */
  choices?: TrainChoices;
}

/** A mean over the pictures of a set, each averaged over the seeds that were run. */
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
  /** How many seeds. */
  seeds: number;
}

const plain = (name: string) => name.replace(/\.\w+$/, '');

/** Whether a setting makes another training of the same preset. What else is looked at or told apart elsewhere does not. */
const DECIDES: Record<keyof Required<TrainSettings>, boolean> = {
  ...{ patch: true, columns: true, stepRows: true, units: true, stageEpochs: true, lambda: true, batch: true },
  ...{ patchesPerEpoch: true, rate: true, mode: true, loss: true, ingredients: true },
  ...{ method: false, preset: false, task: false, epochs: false, seed: false, scale: false, region: false },
  ...{ restoreStride: false, channels: false, holdOut: false, discriminator: false, stage2Rate: false },
};
const DECIDING = (Object.keys(DECIDES) as (keyof TrainSettings)[]).filter((name) => DECIDES[name]);

/** Pixels between patches, as they were asked for or by the preset. */
const strideOf = ({ protocol, settings }: EvaluationRun) => protocol.stride ?? settings.restoreStride;

function isWanted(run: EvaluationRun, wanted: Wanted): boolean {
  const { protocol, settings, trainedOn } = run;
  const { borders = 'symmetric', luminance = 'full', noise = PAPER_DEGRADATION.noise, stride } = wanted;
  const asked =
    protocol.task === wanted.task &&
    protocol.borders === borders &&
    protocol.luminance === luminance &&
    Math.abs(protocol.noise - noise) < 1e-3 &&
    protocol.blurSigma === PAPER_DEGRADATION.blurSigma &&
    settings.method === wanted.method &&
    settings.preset === wanted.preset &&
    plain(trainedOn) === wanted.trainedOn &&
    (stride === undefined || strideOf(run) === stride);
  if (!asked) return false;
  const { method, preset, task, scale } = settings;
  const own = resolveSettings({ ...wanted.choices, method, preset, task, scale });
  return DECIDING.every((name) => JSON.stringify(settings[name]) === JSON.stringify(own[name]));
}

/** The latest run of that kind with each of its seeds: those of the same engine and the least stride that hold such a set. */
function runsOf(results: Results, wanted: Wanted, set: string): EvaluationRun[] {
  const found = results.runs.filter((run) => isWanted(run, wanted) && run.scores.some((score) => score.set === set));
  const least = Math.min(...found.map(strideOf));
  const near = found.filter((run) => strideOf(run) === least);
  const engine = near.at(-1)?.engine;
  const bySeeds = near
    .filter((run) => run.engine === engine)
    .map((run) => [[run.settings.seed, run.drawingSeed ?? 0, run.protocol.seed].join(' '), run] as const);
  return [...new Map(bySeeds).values()];
}

/** That of the first seed. */
export const runOf = (results: Results, wanted: Wanted, set: string): EvaluationRun | null =>
  runsOf(results, wanted, set)[0] ?? null;

/** The rows of one set. */
export const rowsOf = (run: EvaluationRun, set: string): PictureScore[] =>
  run.scores.filter((score) => score.set === set);

/** One picture's row by its name without ending. */
export function pictureOf(results: Results, wanted: Wanted, set: string, picture: string): PictureScore | null {
  const run = runOf(results, wanted, set);
  return run?.scores.find((score) => score.set === set && plain(score.picture) === picture) ?? null;
}

/** The mean of a set: of the latest runs, or from before rows were kept. */
export function meanOf(results: Results, wanted: Wanted, set: string): SetMean | null {
  const runs = runsOf(results, wanted, set);
  if (runs.length > 0) return ofRuns(runs, set);
  if (wanted.choices || wanted.noise !== undefined) return null;
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
  return old === undefined ? null : { ...old, interval: null, engine: old.commit, kept: 'means', seeds: 1 };
}

function ofRuns(runs: EvaluationRun[], set: string): SetMean {
  const [first] = runs;
  const rows = runs.flatMap((run) => rowsOf(run, set));
  const average = (of: (score: PictureScore) => number) =>
    rows.reduce((sum, score) => sum + of(score), 0) / rows.length;
  return {
    psnr: average(psnrOf),
    ssim: average(({ ssim }) => ssim),
    interval: bootstrapMean([...picturesOf(runs, set, psnrOf).values()]),
    gradientDistance: average(({ gradientDistance }) => gradientDistance),
    trainSeconds: first!.trainMs === null ? null : first!.trainMs / 1000,
    engine: first!.engine ?? first!.versions.onepair,
    kept: 'pictures',
    stride: first!.protocol.stride ?? null,
    seeds: runs.length,
  };
}

/** A value of each picture, averaged over runs. */
function picturesOf(runs: EvaluationRun[], set: string, value: (score: PictureScore) => number): Map<string, number> {
  const all = new Map<string, number[]>();
  for (const run of runs)
    for (const row of rowsOf(run, set)) all.set(row.picture, [...(all.get(row.picture) ?? []), value(row)]);
  return new Map([...all].map(([name, values]) => [name, values.reduce((sum, one) => sum + one, 0) / values.length]));
}

/** By how much a picture gains over the degraded one, with its interval; null where rows were not kept. */
export function gainOf(results: Results, wanted: Wanted, set: string): Interval | null {
  const gains = picturesOf(runsOf(results, wanted, set), set, (row) => psnrOf(row) - (row.inputPsnr ?? IDENTICAL_DB));
  return gains.size === 0 ? null : bootstrapMean([...gains.values()]);
}

/** By how much the first is above the second on the same pictures; null where one was not run with rows. */
export function differenceOf(results: Results, first: Wanted, second: Wanted, set: string): Interval | null {
  const [one, other] = [first, second].map((wanted) => picturesOf(runsOf(results, wanted, set), set, psnrOf));
  const both = [...one!].flatMap(([picture, psnr]) => {
    const value = other!.get(picture);
    return value === undefined ? [] : [psnr - value];
  });
  return both.length === 0 ? null : bootstrapMean(both);
}

/** Identical pictures count as so much, as everywhere. */
const IDENTICAL_DB = 100;
const psnrOf = ({ psnr }: Pick<PictureScore, 'psnr'>): number => psnr ?? IDENTICAL_DB;

import { readFile, writeFile } from 'node:fs/promises';
import type { EvaluationRun, PictureScore } from '@contract/evaluate';
import type { StudyResult } from '@contract/study';
import { inWords } from '@contract/said';
import type { CaseRow } from '../cases/case-row';

/**
 * docs/results.json: every number of the pages. Each study adds what is missing; the pages are made from nothing else.
 * Every run names its engine, and holds a row for each picture.
 */
export interface Results {
  runs: EvaluationRun[];
  /** The latest result of each experiment; those of before this file have tables and no charts. */
  experiments: KeptExperiment[];
  /** Set means from before this file: of an older program, and without rows for each picture. */
  earlier: EarlierMean[];
  /** Methods that learn nothing (`npm run study -- peers`), under our protocol. */
  peers: PeerScore[];
  /** Pairs of one's own: `npm run study -- cases` and `-- realcam`. */
  cases: CaseRow[];
}

export interface PeerScore {
  method: string;
  /** What it was set to, by the tuning pictures. */
  strength: number;
  task: 'deblur';
  scores: (Pick<PictureScore, 'set' | 'picture' | 'ssim' | 'restoreMs'> & { psnr: number })[];
}

export type KeptExperiment = Pick<StudyResult, 'study' | 'charts' | 'tables' | 'trainedOn' | 'testedOn' | 'request'> & {
  /** The hash of the engine, or the commit where that was not kept yet. */
  engine: string;
};

interface EarlierMean {
  commit: string;
  task: 'deblur' | 'sr';
  borders: 'symmetric' | 'circular';
  luminance: 'full' | 'studio';
  /** Pixels between patches where it is not the method's own. */
  stride: number | null;
  set: string;
  method: string;
  preset: string;
  trainedOn: string;
  psnr: number;
  ssim: number;
  gradientDistance: number;
  trainSeconds: number;
}

export const NO_RESULTS: Results = { runs: [], experiments: [], earlier: [], peers: [], cases: [] };

/** The results in a file; none where there is no file. Throws where it holds something else. */
export async function readResults(path: string): Promise<Results> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return NO_RESULTS;
  const found = JSON.parse(text) as Partial<Results>;
  if (!Array.isArray(found.runs)) throw new Error(`${path} holds no results.`);
  return { ...NO_RESULTS, ...found };
}

export async function writeResults(path: string, results: Results): Promise<void> {
  await writeFile(path, resultsText(results));
}

/** With these runs: one of the same key takes its place, with the pictures of both. */
export function withRuns(results: Results, runs: EvaluationRun[]): Results {
  const all = new Map(results.runs.map((run) => [run.key, run]));
  for (const run of runs) {
    const known = all.get(run.key);
    const rows = new Map([...(known?.scores ?? []), ...run.scores].map((score) => [rowOf(score), rounded(score)]));
    all.set(run.key, { ...run, scores: [...rows.values()] });
  }
  return { ...results, runs: [...all.values()] };
}

/** With this experiment in the place of the earlier one of its name. */
export function withExperiment(results: Results, experiment: KeptExperiment): Results {
  return {
    ...results,
    experiments: [...results.experiments.filter(({ study }) => study !== experiment.study), experiment],
  };
}

/** With these peers in the place of those of before. */
export const withPeers = (results: Results, peers: PeerScore[]): Results => ({
  ...results,
  peers: peers.map((peer) => ({ ...peer, scores: peer.scores.map((score) => rounded(score)) })),
});

/** With these rows: one of the same pair, system, set and seed takes its place. */
export function withCases(results: Results, cases: CaseRow[]): Results {
  const all = new Map(
    [...results.cases, ...cases].map((row) => [caseKey(row), { ...row, scores: row.scores.map(roundedCase) }]),
  );
  return { ...results, cases: [...all.values()] };
}

const caseKey = ({ case: name, learnedFrom, system, set, seed, part = '' }: CaseRow) =>
  [name, learnedFrom, system, set, seed, part].join(' | ');

const roundedCase = ({ picture, input, restored }: CaseRow['scores'][number]) => ({
  picture,
  input: rounded(input),
  restored: rounded(restored),
});

const rowOf = ({ set, picture }: PictureScore) => `${set}/${picture}`;

/** Values to a ten-thousandth: what is below is no more than the machine's. */
function rounded<Score extends object>(score: Score): Score {
  return Object.fromEntries(
    Object.entries(score).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value,
    ]),
  ) as Score;
}

/** One line for each picture and mean, so that changes can be read. */
export function resultsText({ runs, experiments, earlier, peers, cases }: Results): string {
  const json = (value: unknown) => JSON.stringify(value, inWords);
  const lines = (items: string[]) => (items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n]`);
  const run = ({ scores, ...facts }: EvaluationRun) =>
    `${json(facts).slice(0, -1)},"scores":${lines(scores.map(json))}}`;
  return `{"runs":${lines(runs.map(run))},\n"experiments":${lines(experiments.map(json))},\n"earlier":${lines(earlier.map(json))},\n"peers":${lines(peers.map(json))},\n"cases":${lines(cases.map(json))}}\n`;
}

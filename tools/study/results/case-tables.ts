import { bootstrapMean } from '@contract/interval';
import { markdownTable, shownInterval } from '../../../src-main/cli/evaluation/report';
import type { CaseRow, CaseScore } from '../cases/case-row';
import { ABOUT } from '../cases/about';
import type { Results } from './results';

const REAL = 'realcam';

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const of = ({ scores }: CaseRow, side: 'input' | 'restored', read: (score: CaseScore) => number) =>
  mean(scores.map((score) => read(score[side])));
const db = (value: number) => value.toFixed(2);
const ssim = (value: number) => value.toFixed(3).replace(/^0/, '');
const psnrOf = (row: CaseRow, side: 'input' | 'restored') => of(row, side, ({ psnr }) => psnr);
const seconds = ({ trainCpuSeconds }: CaseRow) => (trainCpuSeconds === null ? '' : String(trainCpuSeconds));
const sorted = <T>(items: T[], by: (item: T) => string) => items.toSorted((a, b) => by(a).localeCompare(by(b)));
const distinct = <T>(items: T[]) => [...new Set(items)];

/** docs/study.md: pairs of one's own of which it is known what should come out. */
export function caseTables({ cases }: Results): string {
  const parts = Object.entries(ABOUT).map(([name, about]) => {
    const own = sorted(
      cases.filter((row) => row.case === name),
      ({ set, learnedFrom }) => `${set} ${learnedFrom}`,
    );
    return own.length === 0 ? [] : [`### ${about}\n\n${caseTable(own)}`];
  });
  const all = parts.flat();
  return all.length === 0 ? 'Not run yet.' : all.join('\n\n');
}

function caseTable(rows: CaseRow[]): string {
  const columns = [
    'set',
    'learned from',
    'system',
    'doing nothing (dB)',
    'PSNR (dB)',
    'SSIM',
    'learning (s of processor time)',
  ];
  return markdownTable(
    columns,
    rows.map((row) => [
      row.set,
      row.learnedFrom,
      named(row),
      db(psnrOf(row, 'input')),
      db(psnrOf(row, 'restored')),
      ssim(of(row, 'restored', (score) => score.ssim)),
      seconds(row),
    ]),
  );
}

/** With the seed where it is not the first. */
const named = ({ system, seed, part }: CaseRow) =>
  [system, ...(seed === 0 ? [] : [`seed ${seed}`]), ...(part === undefined ? [] : [part])].join(', ');

const matchedOf = (row: CaseRow, side: 'input' | 'restored') => of(row, side, ({ matched }) => matched ?? NaN);

const triple = (row: CaseRow, side: 'input' | 'restored') =>
  [db(psnrOf(row, side)), db(matchedOf(row, side)), ssim(of(row, side, (score) => score.ssim))].join(' / ');

const worse = ({ scores }: CaseRow) =>
  scores.filter(({ input, restored }) => (restored.matched ?? 0) < (input.matched ?? 0)).length;

/** docs/real-pairs.md: whole pictures of real cameras. */
export function realTable({ cases }: Results): string {
  const whole = cases.filter((row) => row.case === REAL && row.part === undefined);
  if (whole.length === 0) return 'Not run yet.';
  const pairs = distinct(sorted(whole, ({ set }) => set).map(({ set, learnedFrom }) => `${set} (${learnedFrom})`));
  const rows = pairs.flatMap((pair) => {
    const own = whole.filter(({ set, learnedFrom }) => `${set} (${learnedFrom})` === pair);
    const nothing = [`${pair}, ${own[0]!.scores.length}`, 'doing nothing', triple(own[0]!, 'input'), '', ''];
    return [nothing, ...own.map((row) => ['', named(row), triple(row, 'restored'), worse(row), seconds(row)])];
  });
  const sets = distinct(whole.map(({ set }) => set));
  const systems = distinct(whole.map(({ system }) => system)).filter((system) =>
    sets.every((set) => whole.some((row) => row.set === set && row.system === system)),
  );
  const overSets = (system: string, side: 'input' | 'restored') =>
    mean(
      sets.map((set) =>
        mean(whole.filter((row) => row.set === set && row.system === system).map((row) => matchedOf(row, side))),
      ),
    );
  const means = systems.flatMap((system, index) => [
    ...(index === 0 ? [['mean of the cameras, matched', 'doing nothing', db(overSets(system, 'input')), '', '']] : []),
    ['', system, db(overSets(system, 'restored')), '', ''],
  ]);
  const columns = [
    'camera (learned from), pictures',
    'system',
    'raw / matched dB / SSIM',
    'worse',
    'learning (s of processor time)',
  ];
  return markdownTable(columns, [...rows, ...means]);
}

/** The preset that a row leaves something out of, or adds to. */
const presetOf = ({ system }: CaseRow) => system.split(/ [+−] /)[0]!;

/** docs/study.md: what each ingredient is worth on parts of pictures of real cameras, against the whole preset. */
export function realAblation({ cases }: Results): string {
  const parts = cases.filter((row) => row.case === REAL && row.part !== undefined);
  if (parts.length === 0) return 'Not run yet.';
  const sets = distinct(parts.map(({ set }) => set)).toSorted();
  const systems = distinct(sorted(parts, presetOf).map(named));
  const rows = systems.map((system) => {
    const own = parts.filter((row) => named(row) === system);
    const cells = sets.map((set) => {
      const row = own.find((one) => one.set === set);
      return row === undefined ? '' : `${db(matchedOf(row, 'input'))} → ${db(matchedOf(row, 'restored'))}`;
    });
    return [system, ...cells, againstPreset(own, parts)];
  });
  return markdownTable(['system', ...sets.map((set) => `${set}, matched dB`), 'against the preset (dB)'], rows);
}

/** The mean difference of pictures to what the whole preset makes of them, with its interval; of all cameras together. */
function againstPreset(own: CaseRow[], all: CaseRow[]): string {
  const differences = own.flatMap((row) => {
    const whole = all.find(
      (one) =>
        one.system === presetOf(row) &&
        one.set === row.set &&
        one.learnedFrom === row.learnedFrom &&
        one.part === row.part &&
        one.seed === row.seed,
    );
    if (whole === undefined || whole === row) return [];
    return row.scores.flatMap(({ picture, restored }) => {
      const other = whole.scores.find((score) => score.picture === picture);
      return other === undefined ? [] : [(restored.matched ?? NaN) - (other.restored.matched ?? NaN)];
    });
  });
  return differences.length === 0 ? '' : shownInterval(bootstrapMean(differences));
}

import { markdownTable } from '../../../src-main/cli/evaluation/report';
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

/** The same of parts of pictures: what each ingredient is worth. */
export function realAblation({ cases }: Results): string {
  const parts = cases.filter((row) => row.case === REAL && row.part !== undefined);
  if (parts.length === 0) return 'Not run yet.';
  const sets = distinct(parts.map(({ set }) => set)).toSorted();
  const matched = (row: CaseRow | undefined, side: 'input' | 'restored') =>
    row === undefined ? '' : db(matchedOf(row, side));
  const systems = distinct(parts.map(({ system, part }) => `${system}|${part!}`));
  const find = (key: string, set: string) =>
    parts.find(({ system, part, set: of }) => `${system}|${part!}` === key && of === set);
  const nothing = [
    'doing nothing',
    '',
    ...sets.map((set) =>
      matched(
        parts.find((row) => row.set === set),
        'input',
      ),
    ),
  ];
  const rows = systems.map((key) => [...key.split('|'), ...sets.map((set) => matched(find(key, set), 'restored'))]);
  return markdownTable(['system', 'measured on', ...sets.map((set) => `${set}, matched dB`)], [nothing, ...rows]);
}

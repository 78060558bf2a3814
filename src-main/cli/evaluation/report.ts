import { PUBLISHED, setScores, type EvaluationRun, type Protocol, type PublishedScore } from '@contract/evaluate';
import { csvField } from '@contract/csv-cell';
import { inEnglish } from '@contract/in-language';
import { bootstrapMean, type Interval } from '@contract/interval';

/** All runs of one command, as `--out` holds them. */
export interface EvaluationReport {
  runs: EvaluationRun[];
  published: readonly PublishedScore[];
}

export function reportOf(runs: EvaluationRun[]): EvaluationReport {
  const tasks = new Set(runs.map(({ protocol }) => protocol.task));
  return { runs, published: PUBLISHED.filter(({ task }) => tasks.has(task)) };
}

/** The text of a report in the format of the file's name. */
export function reportText(report: EvaluationReport, path: string): string {
  if (path.endsWith('.csv')) return csvOf(report.runs);
  if (path.endsWith('.md')) return markdownOf(report);
  return `${JSON.stringify(report, null, 1)}\n`;
}

export const REPORT_ENDINGS = ['.json', '.csv', '.md'];

type Cell = string | number | null;

const COLUMNS = [
  'system',
  'learned from',
  'PSNR (dB)',
  'SSIM',
  'unseen (dB)',
  'GMSD',
  'W1 gradients',
  'training (s)',
  'restoring (s)',
  'peak memory (MB)',
];

/** One table for each protocol and test set: doing nothing, our runs, and what others have printed. */
export function markdownOf({ runs, published }: EvaluationReport): string {
  const protocols = groupBy(runs, ({ protocol }) => JSON.stringify(protocol));
  const parts = [...protocols.values()].flatMap((ofProtocol) => {
    const { protocol } = ofProtocol[0]!;
    const sets = [...new Set(ofProtocol.flatMap(({ scores }) => scores.map(({ set }) => set)))];
    return sets.map((set) => setTable(protocol, set, ofProtocol, published));
  });
  return `${[...parts, ...seedTables(runs)].join('\n\n')}\n\n${explain(runs)}\n`;
}

function setTable(
  protocol: Protocol,
  set: string,
  runs: EvaluationRun[],
  published: readonly PublishedScore[],
): string {
  const ours = runs.flatMap((run) => {
    const score = setScores(run.scores).find((found) => found.set === set);
    return score ? [{ run, score }] : [];
  });
  const first = ours[0]!.score;
  const rows: Cell[][] = [
    ['doing nothing', '', db(first.inputPsnr), ssim(first.inputSsim), '', '', three(first.inputGradientDistance)],
    ...(first.alignedPsnr === null
      ? []
      : [['bicubic, aligned', '', db(first.alignedPsnr), ssim(first.alignedSsim ?? 0)]]),
    ...ours.map(({ run, score }) => [
      `**${run.settings.method} ${run.settings.preset}**`,
      run.trainedOn,
      db(score.psnr),
      ssim(score.ssim),
      score.unseenPsnr === null ? '' : db(score.unseenPsnr),
      three(score.gmsd),
      three(score.gradientDistance),
      run.trainMs === null ? '' : (run.trainMs / 1000).toFixed(1),
      (score.restoreMs / 1000).toFixed(2),
      run.peakMemoryBytes === null ? '' : Math.round(run.peakMemoryBytes / 1e6),
    ]),
    ...published
      .filter((score) => score.task === protocol.task && alike(score.set, set))
      .map((score) => [`${score.system} (published, ${score.set})`, '', db(score.psnr), score.ssim.toFixed(2)]),
  ];
  return `### ${titleOf(protocol)}: ${set}, ${first.pictures} ${first.pictures === 1 ? 'picture' : 'pictures'}\n\n${markdownTable(COLUMNS, rows)}`;
}

const SYSTEM = ({ settings, trainedOn }: EvaluationRun) => `${settings.method} ${settings.preset} on ${trainedOn}`;

/** Runs that differ in their seeds alone: the mean over seeds of each picture, then over pictures with its 95 % interval. */
function seedTables(runs: EvaluationRun[]): string[] {
  const systems = [...groupBy(runs, (run) => `${titleOf(run.protocol)}: ${SYSTEM(run)}`)];
  const rows = systems
    .filter(([, group]) => group.length > 1)
    .flatMap(([name, group]) => [...picturesOver(group)].map(([set, values]) => ({ name, group, set, values })))
    .map(({ name, group, set, values }) => {
      const gain = bootstrapMean(values.map(({ psnr, input }) => psnr - input));
      return [
        name,
        set,
        group.length,
        shownInterval(bootstrapMean(values.map(({ psnr }) => psnr))),
        shownInterval(gain),
        db(Math.max(...values.map(({ spread }) => spread))),
      ];
    });
  if (rows.length === 0) return [];
  const columns = ['system', 'set', 'seeds', 'PSNR (dB)', 'over doing nothing (dB)', 'widest range of a picture (dB)'];
  return [`### Over seeds, with 95 % intervals (bootstrap over pictures)\n\n${markdownTable(columns, rows)}`];
}

/** Each picture's values, averaged over runs, by set. */
function picturesOver(runs: EvaluationRun[]) {
  const pictures = groupBy(
    runs.flatMap(({ scores }) => scores).filter(({ psnr, inputPsnr }) => psnr !== null && inputPsnr !== null),
    ({ set, picture }) => `${set}/${picture}`,
  );
  const means = [...pictures.values()].map((scores) => {
    const all = scores.map(({ psnr }) => psnr ?? 0);
    const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      set: scores[0]!.set,
      psnr: average(all),
      input: average(scores.map(({ inputPsnr }) => inputPsnr ?? 0)),
      spread: Math.max(...all) - Math.min(...all),
    };
  });
  return groupBy(means, ({ set }) => set);
}

/** '28.59 [28.10, 29.02]'. */
export const shownInterval = ({ mean, low, high }: Interval): string =>
  `${mean.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

/** 'Set11' is what a folder called set11 holds; 'BSD500' stands beside any folder of Berkeley's pictures. */
function alike(published: string, folder: string): boolean {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  return letters(folder).startsWith(letters(published));
}

function titleOf({ task, scale, blurSigma, noise, borders, luminance, stride }: Protocol): string {
  const what = { deblur: 'Deblurring', sr: `Super resolution ×${scale}`, denoise: 'Denoising', custom: 'Custom' }[task];
  const blur = task === 'denoise' ? '' : `blur ${blurSigma}, `;
  const apart = stride === undefined ? '' : `, patches ${stride} px apart`;
  return `${what} (${blur}noise ${noise.toFixed(2)}, ${borders} borders, ${luminance}-range luminance${apart})`;
}

function explain(runs: EvaluationRun[]): string {
  const machines = [
    ...new Set(
      runs.map(
        ({ device, versions: { onepair, tensorflow } }) =>
          `Onepair ${onepair}, TensorFlow ${tensorflow}, ${inEnglish(device)}`,
      ),
    ),
  ];
  const seeds = [...new Set(runs.map(({ protocol }) => protocol.seed))];
  return (
    'PSNR and SSIM on luminance, means of per-picture values; “unseen” leaves out the picture that was learned from. ' +
    'GMSD: Xue et al. 2014. W1: Wasserstein-1 distance between the gradient magnitudes of restored and clean, in grey ' +
    'levels. Published figures: D. Pereg, One-Shot Image Restoration, Tables 1 and 2; BSD500 is the mean of 500 ' +
    `pictures. Seed of the noise ${seeds.join(', ')}. ${machines.join('; ')}.`
  );
}

/** A row for each picture of each run. */
export function csvOf(runs: EvaluationRun[]): string {
  const rows = runs.flatMap((run) =>
    run.scores.map((score) => ({
      method: run.settings.method,
      preset: run.settings.preset,
      ingredients: run.settings.ingredients.join(' '),
      learnedFrom: run.trainedOn,
      ...run.protocol,
      stride: run.protocol.stride ?? null,
      ...score,
      restored: score.restored ?? null,
      engine: run.engine ?? null,
      weightsSeed: run.settings.seed,
      drawingSeed: run.drawingSeed ?? null,
      trainMs: run.trainMs,
      peakMemoryBytes: run.peakMemoryBytes,
      device: inEnglish(run.device),
      ...run.versions,
    })),
  );
  const columns = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
  const lines = rows.map((row) => columns.map((column) => csvField(row[column])).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** A Markdown table; shorter rows are filled up. */
export function markdownTable(columns: string[], rows: Cell[][]): string {
  const line = (cells: Cell[]) => `| ${columns.map((_, index) => String(cells[index] ?? '')).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const db = (psnr: number | null) => (psnr === null ? 'identical' : psnr.toFixed(2));
const ssim = (value: number) => value.toFixed(3);
const three = (value: number) => value.toFixed(3);

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

import type { EvaluationRun } from '@contract/evaluate';
import type { Ingredient } from '@contract/model-spec';
import type { StudyChart, StudyResult } from '@contract/study';
import { inEnglish } from '@contract/in-language';
import { markdownOf, reportOf } from '../../src-main/cli/evaluation/report';
import { ABLATION_PICTURES } from './plan';
import { begins, ENDS } from './results/blocks';
import { experimentTables, keptOf, table } from './results/experiment';
import type { AblationRow, StudyRecord } from './study-record';

const REAL_ABLATION =
  'What each ingredient is worth on pairs of real cameras: matched PSNR, input → restored; differences paired by pictures, ' +
  'with 95 % intervals (bootstrap)';

/** Where a plot lies, below the folder of the page. */
const plotName = (result: StudyResult, index: number) => `study/${result.study}-${index + 1}.png`;

/** docs/study.md: every number is the record's. */
export function pageOf(record: StudyRecord): string {
  return [
    head(record),
    ...section('Pictures that were measured on', measuredOn(record), list),
    ...section('Tables', record.runs, tables),
    ...section('Ablation', record.ablations, ablation),
    `## Pairs of one’s own\n\n${begins('cases')}\n\n${ENDS}`,
    `### ${REAL_ABLATION}\n\n${begins('real ablation')}\n\n${ENDS}`,
    ...section('Experiments', record.experiments, (results) => results.map(experiment).join('\n\n')),
    ...section('What failed', record.failures, list),
    ...section('What was left out', record.leftOut, leftOut),
    howTo,
  ].join('\n\n');
}

/** A heading and what stands below it; nothing where there is nothing to say. */
function section<T>(title: string, items: T[], text: (items: T[]) => string): string[] {
  return items.length === 0 ? [] : [`## ${title}`, text(items)];
}

function head({ quick, flags, commit, finishedAt, workMs }: StudyRecord): string {
  const from = commit === null ? 'outside a checkout' : `from commit \`${commit}\``;
  return (
    '# Study\n\n' +
    `Written by \`${['npm run study', ...(flags.length === 0 ? [] : ['--', ...flags])].join(' ')}\` ${from} on ` +
    `${finishedAt.slice(0, 10)} after ${(workMs / 3.6e6).toFixed(2)} hours of training and restoring. ` +
    'No number here was typed by hand.' +
    (quick
      ? '\n\nThis is the quick form: preset `fast`, one training picture, few test pictures, small experiments. ' +
        'Published figures are of whole sets.'
      : '')
  );
}

/** The sets, unless only ablations or experiments were done, which name their own pictures. */
function measuredOn({ sets, runs }: StudyRecord): string[] {
  if (runs.length === 0) return [];
  return sets.map(
    ({ name, pictures }) => `**${name}**, ${pictures.length} pictures: ${pictures.map(plainName).join(', ')}`,
  );
}

const plainName = (file: string) => file.replace(/\.\w+$/, '');

/** The same models under both protocols: each table says which. On the committed page, those of results.json take their place. */
function tables(runs: EvaluationRun[]): string {
  return `${begins('tables')}\n\n${markdownOf(reportOf(runs)).trim()}\n\n${ENDS}`;
}

function experiment(result: StudyResult): string {
  const plots = result.charts.map((chart, index) => `![${alternative(chart)}](${plotName(result, index)})`);
  return [
    `### ${inEnglish(result.title)}`,
    inEnglish(result.about),
    ...plots,
    `${begins(`experiment ${result.study}`)}\n\n${experimentTables(keptOf(result))}\n\n${ENDS}`,
    ...result.notes.map(inEnglish),
  ].join('\n\n');
}

const alternative = ({ title, x, y }: StudyChart) =>
  `${inEnglish(title)}: ${inEnglish(y.label)} over ${inEnglish(x.label)}`;

/** As many of those that `--only` did not choose as can be read at a glance. */
const leftOut = (names: string[]) =>
  `Not chosen by \`--only\`: ${names.length > 12 ? `${names.length} other parts of the study.` : `\n\n${list(names)}`}`;

/** A difference in dB: '+0.02', '−1.05', '0.00'. */
function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === '0.00') return text;
  return (value < 0 ? '−' : '+') + text;
}

const list = (lines: string[]) => lines.map((line) => `- ${line}`).join('\n');

const INGREDIENT_WORDS: Record<Ingredient, string> = {
  residual: 'residual learning',
  'linear-start': 'the linear filter as a start',
  'filtered-input': 'reading what the linear filter leaves',
  'crisp-dial': 'a crisp end beside the faithful one',
  'weighted-overlap': 'weights of patch positions',
  augmentation: 'mirror images and transposes in training',
  'weight-average': 'averaged weights',
  muon: 'Muon beside Adam',
  'self-ensemble': 'mirror images and transposes when restoring',
  'gradient-gain': 'changes amplified to match gradients',
  'match-tone': 'exposure matched first',
  'joint-colour': 'R, G and B read and written together',
  'drawn-alike': 'learned from pictures degraded like the pair',
};

function ablation(rows: AblationRow[]): string {
  const whole = ({ method, set }: AblationRow) =>
    rows.find((row) => row.method === method && row.set === set && row.without === null)?.psnr;
  return [
    'Deblurring, one drawn picture to learn from, preset `best` shortened to a few epochs, one ingredient left out at a time ' +
      '(`--without`). Measured on ' +
      `at most ${ABLATION_PICTURES} of the pictures that settings are tuned on, not on those of the tables.`,
    table({
      title: 'What each ingredient is worth',
      columns: ['method', 'epochs', 'without', 'set', 'PSNR (dB)', 'SSIM', 'W1 gradients', 'against all (dB)'],
      rows: rows.map((row) => {
        const all = whole(row);
        const difference = row.without === null || all === undefined ? null : signed(row.psnr - all);
        const left = row.without === null ? '(nothing)' : `${INGREDIENT_WORDS[row.without]} (\`${row.without}\`)`;
        return [row.method, row.epochs, left, row.set, row.psnr, row.ssim, row.gradientDistance, difference];
      }),
    }),
  ].join('\n\n');
}

const howTo = `## How to run it

\`\`\`
npm run study -- --quick                  at most a quarter of an hour on two cores
npm run study                             hours; it says how many before it starts
npm run study -- --data FOLDER --out DIR  image folders elsewhere, the page elsewhere
npm run study -- --quick --epochs 1       to see whether it runs
npm run study -- --only 'deblur.*paper' --page NAME.md   only what is called so, on a page of its own
npm run study -- --stride 3               preset paper of the RNNs by patches 3 px apart: 0.04 dB less, a fraction of the time
\`\`\`

Ended runs go on where they were: models and scores are kept in \`out/study\`. Delete that folder to start afresh.

The image folders are looked for in \`../shared/data\`, or where \`--data\` says: \`set11\` and \`bsd\` to measure on,
\`train\` with \`lena.png\`, \`peppers.png\` and \`boats.png\` to learn from. Without them everything runs on drawn pictures.

- **Set11** are the eleven colour pictures of 256 × 256 px on which deblurring and super resolution are compared in the
  papers on NCSR (Dong et al. 2013) and RED (Romano, Elad & Milanfar 2017): bike, butterfly, flower, girl, hat, leaves,
  parrots, parthenon, plants, raccoon, starfish. They come with the NCSR program; the README of the RED program,
  https://github.com/google/RED, says where they can be had.
- **BSD500** is the Berkeley Segmentation Data Set (Arbeláez et al. 2011), 500 photos of 481 × 321 px from
  https://www2.eecs.berkeley.edu/Research/Projects/CS/vision/grouping/resources.html. The paper prints the mean of all 500; the names of those measured here stand above, so the
  two are neighbours and not equals. Any of its photos may lie in \`bsd\`.

These pictures belong to others and are not part of this project.
`;

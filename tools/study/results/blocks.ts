import { PUBLISHED } from '@contract/evaluate';
import { METHODS, PRESETS } from '@contract/model-spec';
import { bootstrapMean } from '@contract/interval';
import { STUDIES, type StudyName } from '@contract/study';
import { markdownTable, shownInterval } from '../../../src-main/cli/evaluation/report';
import { caseTables, realAblation, realTable } from './case-tables';
import { experimentTables } from './experiment';
import { gainOf, meanOf, type SetMean, type Wanted } from './query';
import type { Results } from './results';

/** The tables that pages share: each is made from the results, and stands between marks on its page. */
const BLOCKS: Record<string, (results: Results) => string> = {
  quality: qualityTable,
  deblurring: (results) => presetTable(results, 'deblur'),
  'super resolution': (results) => presetTable(results, 'sr'),
  tables: allTables,
  peers: peerTable,
  cases: caseTables,
  'real cameras': realTable,
  'real ablation': realAblation,
  ...Object.fromEntries(STUDIES.map((study) => [`experiment ${study}`, experimentOf(study)])),
};

function experimentOf(study: StudyName) {
  return ({ experiments }: Results): string => {
    const found = experiments.find((kept) => kept.study === study);
    return found ? experimentTables(found) : 'Not run yet.';
  };
}

/** On which page a block stands. */
export const PAGES = ['README.md', 'docs/performance.md', 'docs/study.md', 'docs/real-pairs.md'];

/** The marks that a block stands between. */
export const begins = (name: string) => `<!-- results: ${name} -->`;
export const ENDS = '<!-- /results -->';

/** The page with its blocks made again. Throws where a mark has no end or names nothing. */
export function withBlocks(page: string, results: Results): string {
  return page.replaceAll(
    /<!-- results: ([\w ]+) -->\n[\s\S]*?<!-- \/results -->/g,
    (_, name: string) => `${begins(name)}\n\n${blockOf(name)(results)}\n\n${ENDS}`,
  );
}

function blockOf(name: string): (results: Results) => string {
  const block = BLOCKS[name];
  if (!block) throw new Error(`There is no block "${name}" of results.`);
  return block;
}

const SETS = ['set11', 'bsd'] as const;
const TASKS = ['deblur', 'sr'] as const;
/** What an older program measured, whose means were kept and no more. */
const OLDER = '°';

const drawn = (task: Wanted['task'], method: string, preset: string): Wanted => ({
  task,
  method,
  preset,
  trainedOn: 'sample',
});

const mark = (found: SetMean) => (found.kept === 'means' ? OLDER : '');
const shown = (found: SetMean | null) =>
  found === null ? '' : `${found.psnr.toFixed(2)} / ${ssim(found.ssim)}${mark(found)}`;
const ssim = (value: number) => value.toFixed(3).replace(/^0/, '');

function printed(system: string, task: Wanted['task'], set: 'Set11' | 'BSD500'): string {
  const score = PUBLISHED.find((one) => one.system === system && one.task === task && one.set === set);
  return score ? `${score.psnr.toFixed(2)} / ${score.ssim.toFixed(2).replace(/^0/, '')}` : '';
}

/** README: the systems of the app, learned from the drawn picture. */
function qualityTable(results: Results): string {
  const system = (method: string, preset: string) => {
    const means = TASKS.flatMap((task) => SETS.map((set) => meanOf(results, drawn(task, method, preset), set)));
    const seconds = means[0]?.trainSeconds;
    return [
      `\`${method}\`, preset \`${preset}\``,
      ...means.map(shown),
      seconds == null ? '' : `${seconds.toFixed(0)} s`,
    ];
  };
  const published = (name: string) => [
    `${name} (published)`,
    ...TASKS.flatMap((task) => [printed(name, task, 'Set11'), printed(name, task, 'BSD500')]),
  ];
  const columns = [
    'learned from one picture',
    'deblurring, Set11',
    'deblurring, Berkeley',
    'super resolution ×3, Set11',
    'super resolution ×3, Berkeley',
    'training',
  ];
  const rows = [
    system('linear', 'best'),
    system('rnn', 'paper'),
    system('rnn', 'best'),
    system('rnn-gan', 'best'),
    system('unet-gan', 'fast'),
    system('unet-gan', 'best'),
    ...['RNN', 'RNN-GAN', 'UNET-GAN'].map(published),
  ];
  return `${markdownTable(columns, rows)}\n\n${olderNote(results)}`;
}

function presetTable(results: Results, task: Wanted['task']): string {
  const cell = (method: string, preset: string) =>
    SETS.map((set) => shown(meanOf(results, drawn(task, method, preset), set))).join(' · ');
  const rows = ['linear', 'rnn', 'rnn-gan', 'unet-gan'].map((method) => {
    const system = method.toUpperCase();
    const published = [printed(system, task, 'Set11'), printed(system, task, 'BSD500')].filter((text) => text !== '');
    return [`\`${method}\``, ...PRESETS.map((preset) => cell(method, preset)), published.join(' · ')];
  });
  const heading = task === 'deblur' ? 'deblurring' : 'super resolution ×3';
  return `${markdownTable([heading, ...PRESETS.map((preset) => `\`${preset}\``), 'published'], rows)}\n\n${olderNote(results)}`;
}

function olderNote({ earlier }: Results): string {
  const commits = [...new Set(earlier.map(({ commit }) => commit))].map((commit) => `\`${commit}\``);
  if (commits.length === 0) return '';
  return (
    `${OLDER} measured by an older program (commit ${commits.join(', ')}), of which only means were kept; stage 2 of the GANs has ` +
    'changed since. One drawing, one seed. RNNs of preset `paper`: patches 3 px apart.'
  );
}

/** docs/performance.md: methods that learn nothing, deblurring the same pictures. */
function peerTable({ peers }: Results): string {
  if (peers.length === 0) return 'Not run yet.';
  const rows = [...new Set(peers.map(({ method }) => method))].map((method) => {
    const own = peers.filter((peer) => peer.method === method);
    const cells = SETS.map((set) => {
      const scores = own.flatMap((peer) => peer.scores).filter((score) => score.set === set);
      const average = (of: (score: (typeof scores)[number]) => number) =>
        scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
      return scores.length === 0
        ? ['', '']
        : [shownInterval(bootstrapMean(scores.map(({ psnr }) => psnr))), ssim(average((score) => score.ssim))];
    });
    return [method, own[0]!.strength, ...cells.flat()];
  });
  return markdownTable(['deblurring', 'strength', 'Set11 (dB)', 'SSIM', 'Berkeley (dB)', 'SSIM'], rows);
}

/** docs/study.md: every system under every protocol, with an interval where rows of pictures are kept. */
function allTables(results: Results): string {
  const parts = TASKS.flatMap((task) =>
    (['symmetric', 'circular'] as const).flatMap((borders) =>
      (['full', 'studio'] as const).flatMap((luminance) =>
        SETS.flatMap((set) => oneTable(results, { task, borders, luminance }, set)),
      ),
    ),
  );
  return `${parts.join('\n\n')}\n\n${olderNote(results)}`;
}

type ProtocolOf = Required<Pick<Wanted, 'task' | 'borders' | 'luminance'>>;

function oneTable(results: Results, protocol: ProtocolOf, set: string): string[] {
  const trainedOn = [
    ...new Set([...results.runs, ...results.earlier].map((one) => one.trainedOn.replace(/\.\w+$/, ''))),
  ];
  const found = PRESETS.flatMap((preset) =>
    trainedOn.flatMap((picture) =>
      METHODS.flatMap((method) => {
        const wanted = { ...protocol, method, preset, trainedOn: picture };
        const mean = meanOf(results, wanted, set);
        return mean ? [{ wanted, mean }] : [];
      }),
    ),
  );
  if (found.length === 0) return [];
  const rows = found.map(({ wanted, mean }) => [
    `${wanted.method} ${wanted.preset}${mean.stride === null ? '' : `, patches ${mean.stride} px apart`}`,
    wanted.trainedOn,
    mean.interval ? shownInterval(mean.interval) : `${mean.psnr.toFixed(2)}${OLDER}`,
    overInput(results, wanted, set),
    mean.ssim.toFixed(3),
    mean.gradientDistance.toFixed(3),
    mean.trainSeconds === null ? '' : mean.trainSeconds.toFixed(1),
  ]);
  const what = protocol.task === 'deblur' ? 'Deblurring' : 'Super resolution ×3';
  const title = `### ${what}, ${protocol.borders} borders, ${protocol.luminance}-range luminance: ${set}`;
  const columns = ['system', 'learned from', 'PSNR (dB)', 'over doing nothing', 'SSIM', 'W1 gradients', 'training (s)'];
  return [`${title}\n\n${markdownTable(columns, rows)}`];
}

/** The gain over the degraded picture, paired by pictures. */
function overInput(results: Results, wanted: Wanted, set: string): string {
  const gain = gainOf(results, wanted, set);
  return gain ? shownInterval(gain) : '';
}

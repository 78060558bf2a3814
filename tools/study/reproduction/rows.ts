import type { Interval } from '@contract/interval';
import { shownInterval } from '../../../src-main/cli/evaluation/report';
import { differenceOf, meanOf, pictureOf, runOf, type Wanted } from '../results/query';
import type { Results } from '../results/results';
import { ofFigure, ofOrder, ofSample, STUDIO_DB, TOLERANCE, type Verdict } from './verdict';

/** One claim or figure of the paper beside what was measured here. */
export interface Row {
  where: string;
  claim: string;
  paper: string;
  ours: string;
  protocol: string;
  verdict: Verdict;
  note: string;
  /** What the verdict on a restored picture's PSNR would be under studio-range luminance. */
  studio?: Verdict;
}
export type Head = Pick<Row, 'where' | 'claim' | 'paper'>;

export type Task = 'deblur' | 'sr';
export type System = 'RNN' | 'RNN-GAN' | 'UNET-GAN';

const METHODS = { RNN: 'rnn', 'RNN-GAN': 'rnn-gan', 'UNET-GAN': 'unet-gan' } as const;
/** Sec. 5: the RNN learned from Peppers, both GANs from Lena. */
const OWN_PICTURE = { RNN: 'peppers', 'RNN-GAN': 'lena', 'UNET-GAN': 'lena' } as const;

/** Preset `paper`, learned from the paper's own picture. */
export const ownOf = (task: Task, system: System): Wanted => ({
  task,
  method: METHODS[system],
  preset: 'paper',
  trainedOn: OWN_PICTURE[system],
});

export const notRun = (row: Head): Row => ({ ...row, ours: '', protocol: '', verdict: 'not yet run', note: '' });

export const db = (value: number) => value.toFixed(2);

export const protocolWords = (wanted: Wanted, stride: number | null) => {
  const apart = stride === null || stride === 1 ? '' : `, patches ${stride} px apart`;
  return `\`paper\` on ${wanted.trainedOn}${apart}`;
};

/** A cell of Tables 1 and 2: PSNR, then SSIM. */
export function tableRows(
  results: Results,
  at: { task: Task; system: System; set: 'set11' | 'bsd'; psnr: number; ssim: number },
): Row[] {
  const wanted = ownOf(at.task, at.system);
  const where = at.task === 'deblur' ? 'Table 1' : 'Table 2';
  const pictures = at.set === 'set11' ? 'Set11' : 'BSD500';
  const claim = (unit: string) =>
    `${at.system}, ${at.task === 'deblur' ? 'deblurring' : 'super resolution'}, ${pictures}, ${unit}`;
  const first = { where, claim: claim('PSNR (dB)'), paper: at.psnr.toFixed(2) };
  const second = { where, claim: claim('SSIM'), paper: at.ssim.toFixed(2) };
  const found = meanOf(results, wanted, at.set);
  if (!found) return [notRun(first), notRun(second)];
  const protocol = protocolWords(wanted, found.stride);
  const { interval } = found;
  const judged = (added: number) =>
    at.set === 'set11' || !interval
      ? ofFigure(at.psnr, found.psnr + added, TOLERANCE.psnr)
      : ofSample(at.psnr, moved(interval, added));
  const ssim =
    at.set === 'set11'
      ? ofFigure(at.ssim, found.ssim, TOLERANCE.ssim)
      : { verdict: 'cannot be told' as const, note: '24 of the 500 pictures' };
  const ours = interval ? shownInterval(interval) : db(found.psnr);
  return [
    { ...first, ours, protocol, ...judged(0), studio: judged(STUDIO_DB).verdict },
    { ...second, ours: found.ssim.toFixed(3), protocol, ...ssim },
  ];
}

const moved = ({ mean, low, high }: Interval, by: number): Interval => ({
  mean: mean + by,
  low: low + by,
  high: high + by,
});

/** One picture's PSNR, as printed below Figs. 2, 3 and 5. */
export function pictureRow(
  results: Results,
  at: { where: string; task: Task; system: System | 'input'; picture: string; psnr: number },
): Row {
  const wanted = ownOf(at.task, at.system === 'input' ? 'RNN' : at.system);
  const claim = `${at.picture}, ${at.task === 'deblur' ? 'deblurring' : 'super resolution'}, ${at.system} (dB)`;
  const head = { where: at.where, claim, paper: at.psnr.toFixed(2) };
  if (at.system === 'input') return inputRow(results, head, at);
  const score = pictureOf(results, wanted, 'set11', at.picture);
  if (!score) return notRun(head);
  const protocol = protocolWords(wanted, runOf(results, wanted, 'set11')?.protocol.stride ?? null);
  return { ...head, protocol, ...restoredFigure(at.psnr, score.psnr ?? 100) };
}

/** The PSNR of a restored picture beside the printed one. */
export const restoredFigure = (paper: number, ours: number): Pick<Row, 'ours' | 'verdict' | 'note' | 'studio'> => ({
  ours: db(ours),
  ...ofFigure(paper, ours, TOLERANCE.psnr),
  studio: ofFigure(paper, ours + STUDIO_DB, TOLERANCE.psnr).verdict,
});

/** The degraded picture's own PSNR by our protocol, which decides; beside it what others would give. */
function inputRow(results: Results, head: Head, { task, picture, psnr }: Parameters<typeof pictureRow>[1]): Row {
  const scoreBy = (borders: 'symmetric' | 'circular', luminance: 'full' | 'studio') =>
    results.runs
      .find(
        ({ protocol }) =>
          protocol.task === task &&
          protocol.borders === borders &&
          protocol.luminance === luminance &&
          protocol.blurSigma === 1.6 &&
          protocol.noise < 2,
      )
      ?.scores.find((one) => one.picture.startsWith(`${picture}.`));
  const own = scoreBy('symmetric', 'full');
  if (!own) return notRun(head);
  const value = own.inputPsnr ?? 100;
  const others = [
    ['R, G and B alike', own.inputPsnrRgb],
    [
      'R, G and B alike, circular borders',
      (scoreBy('circular', 'full') ?? scoreBy('circular', 'studio'))?.inputPsnrRgb,
    ],
  ] as const;
  const beside = others.filter(([, found]) => found != null).map(([words, found]) => `${words}: ${db(found!)}`);
  const { verdict, note } = ofFigure(psnr, value, INPUT_TOLERANCE);
  return {
    ...head,
    ours: db(value),
    protocol: 'no model',
    verdict,
    note: [note, beside.join(', ')].filter((part) => part !== '').join('; '),
  };
}

/** Nothing is learned here: only the drawing of the noise and what was rounded in print differ. */
export const INPUT_TOLERANCE = 0.06;

/** 'One system is above another', by the same pictures. */
export function orderRow(results: Results, at: Head & { task: Task; first: System; second: System }): Row {
  const head = { where: at.where, claim: at.claim, paper: at.paper };
  const [first, second] = [ownOf(at.task, at.first), ownOf(at.task, at.second)];
  const difference = differenceOf(results, first, second, 'set11');
  if (!difference) return notRun(head);
  const ours = `${at.first} − ${at.second} on Set11: ${shownInterval(difference)} dB`;
  return { ...head, ours, protocol: '`paper` on the own pictures', verdict: ofOrder(difference), note: '' };
}

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
}

type Task = 'deblur' | 'sr';
type System = 'RNN' | 'RNN-GAN' | 'UNET-GAN';

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

const notRun = (row: Pick<Row, 'where' | 'claim' | 'paper'>): Row => ({
  ...row,
  ours: '',
  protocol: '',
  verdict: 'not yet run',
  note: '',
});

const protocolWords = (wanted: Wanted, stride: number | null) => {
  const apart = stride === null ? '' : `, patches ${stride} px apart`;
  return `\`paper\` on ${wanted.trainedOn}, ${wanted.borders ?? 'symmetric'} borders${apart}`;
};

/** Both readings of one PSNR: full-range luminance, and studio range. */
const bothReadings = (psnr: number) => [psnr, psnr + STUDIO_DB];
const shownReadings = (psnr: number) => `${psnr.toFixed(2)} (studio ${(psnr + STUDIO_DB).toFixed(2)})`;

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
  const whole = at.set === 'set11';
  const db =
    whole || !found.interval
      ? ofFigure(at.psnr, bothReadings(found.psnr), TOLERANCE.psnr)
      : ofSample(at.psnr, found.interval);
  const shown = found.interval ? shownInterval(found.interval) : found.psnr.toFixed(2);
  const ssim = whole
    ? ofFigure(at.ssim, [found.ssim], TOLERANCE.ssim)
    : { verdict: 'cannot be told' as const, note: '24 of the 500 pictures' };
  return [
    { ...first, ours: `${shown}; studio ${(found.psnr + STUDIO_DB).toFixed(2)}`, protocol, ...db },
    { ...second, ours: found.ssim.toFixed(3), protocol, ...ssim },
  ];
}

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
  const psnr = score.psnr ?? 100;
  const protocol = protocolWords(wanted, runOf(results, wanted, 'set11')?.protocol.stride ?? null);
  return { ...head, ours: shownReadings(psnr), protocol, ...ofFigure(at.psnr, bothReadings(psnr), TOLERANCE.psnr) };
}

/** The degraded picture's own PSNR, under each protocol that was run: no model decides it. */
function inputRow(
  results: Results,
  head: Pick<Row, 'where' | 'claim' | 'paper'>,
  { task, picture, psnr }: Parameters<typeof pictureRow>[1],
): Row {
  const readings = (['symmetric', 'circular'] as const).flatMap((borders) => {
    const run = results.runs.find(
      ({ protocol }) => protocol.task === task && protocol.borders === borders && protocol.blurSigma === 1.6,
    );
    const score = run?.scores.find((one) => one.picture.startsWith(`${picture}.`));
    return score
      ? [
          { words: `${borders}, R, G and B alike`, value: score.inputPsnrRgb ?? 100 },
          ...(run!.protocol.luminance === 'full'
            ? [{ words: `${borders}, luminance`, value: score.inputPsnr ?? 100 }]
            : []),
        ]
      : [];
  });
  const ours = readings.map(({ words, value }) => `${value.toFixed(2)} (${words})`).join(', ');
  const found = ofFigure(
    psnr,
    readings.map(({ value }) => value),
    INPUT_TOLERANCE,
  );
  return { ...head, ours, protocol: '', ...found };
}

/** Nothing is learned here: only the drawing of the noise and what was rounded in print differ. */
const INPUT_TOLERANCE = 0.06;

/** 'One system is above another', by the same pictures. */
export function orderRow(
  results: Results,
  at: { where: string; claim: string; paper: string; task: Task; first: System; second: System },
): Row {
  const head = { where: at.where, claim: at.claim, paper: at.paper };
  const difference = differenceOf(results, ownOf(at.task, at.first), ownOf(at.task, at.second), 'set11');
  if (difference) {
    const ours = `${at.first} − ${at.second} on Set11: ${shownInterval(difference)} dB`;
    return { ...head, ours, protocol: '`paper` on the own pictures', verdict: ofOrder(difference), note: '' };
  }
  return drawnOrder(results, at) ?? notRun(head);
}

/** The same from the means of models that learned from the drawn picture: no interval, one seed. */
function drawnOrder(results: Results, at: Parameters<typeof orderRow>[1]): Row | null {
  const drawn = (system: System) =>
    meanOf(results, { task: at.task, method: METHODS[system], preset: 'paper', trainedOn: 'sample' }, 'set11');
  const [first, second] = [drawn(at.first), drawn(at.second)];
  if (!first || !second) return null;
  const gap = first.psnr - second.psnr;
  return {
    where: at.where,
    claim: at.claim,
    paper: at.paper,
    ours: `${at.first} − ${at.second} on Set11: ${gap.toFixed(2)} dB`,
    protocol: '`paper` on the drawn picture, one seed, no interval',
    verdict: gap < -TOLERANCE.psnr ? 'contradicted' : 'cannot be told',
    note: 'not the paper’s own training picture',
  };
}

export { notRun };

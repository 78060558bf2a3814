import type { TrainChoices } from '@contract/model-spec';
import { shownInterval } from '../../../src-main/cli/evaluation/report';
import { differenceOf, meanOf, pictureOf, type Wanted } from '../results/query';
import type { Results } from '../results/results';
import { db, notRun, ownOf, protocolWords, type Head, type Row } from './rows';
import { ofAlike, ofOrder, type Verdict } from './verdict';

/** Variants are compared after so many epochs of the RNN's 45. */
export const SHORT = { epochs: 15 } as const;
/** Units of the RNN where patch sizes are compared: so that every pixel can begin a patch. */
const SWEPT_UNITS = 256;
const UNITS = [9, 64, 256, 1000];
const PATCHES = [3, 5, 7, 9, 11];
/** Rows of a time step, and columns, where they are not as usual. */
const [STEP_ROWS, WIDE] = [3, 15];
/** Two are compared at the same distance of patches. */
const APART = 3;

const rnn = (choices: TrainChoices | undefined, stride?: number): Wanted => ({
  ...ownOf('deblur', 'RNN'),
  ...(choices && { choices }),
  ...(stride === undefined ? {} : { stride }),
});

/** Photos that are learned from together (`npm run study -- montage`). */
const PHOTOS = [1, 4, 9];
/** What more photos may add where one is called enough. */
const ENOUGH_DB = 0.5;

/** Settings that the paper speaks of, each by trainings that differ in it alone. */
export function variantRows(results: Results): Row[] {
  return [
    difference(results, {
      head: { where: 'Sec. 2.1', claim: 'patch2pixel against patch2patch, RNN', paper: 'described, no figure' },
      first: rnn({ ...SHORT, mode: 'patch2pixel' }),
      second: rnn(SHORT),
      words: 'patch2pixel − patch2patch',
      verdict: () => 'cannot be told',
      note: 'the paper compares neither',
    }),
    difference(results, {
      head: { where: 'Sec. 5', claim: 'fewer epochs lose little (RNN)', paper: 'stated' },
      first: rnn(SHORT, APART),
      second: rnn(undefined, APART),
      words: `${SHORT.epochs} − 45 epochs`,
      verdict: ({ low, high }) =>
        low > -LITTLE_DB ? 'reproduced' : high < -LITTLE_DB ? 'contradicted' : 'cannot be told',
      note: `little is ${LITTLE_DB} dB`,
    }),
    fitsItsPicture(results),
    priceOfOne(results),
    sweep(results, {
      head: { where: 'Sec. 4', claim: 'many more units than pixels of a row (n_n ≫ Nx)', paper: 'about 1,000 for 9' },
      values: UNITS,
      choices: (units) => ({ ...SHORT, units }),
      stride: APART,
      unit: 'units',
      // As many as there are columns against as many as the paper has.
      compared: [1000, 9],
    }),
    sweep(results, {
      head: { where: 'Sec. 5', claim: 'patches of 7 × 7 px at least', paper: 'recommended' },
      values: PATCHES,
      choices: (patch) => ({ ...SHORT, units: SWEPT_UNITS, patch }),
      stride: 1,
      unit: 'px',
      compared: [7, 5],
    }),
    difference(results, {
      head: { where: 'Sec. 4', claim: 'moving in other directions too is a remedy', paper: 'named, no figure' },
      first: rnn({ ...SHORT, ingredients: ['self-ensemble'] }, APART),
      second: rnn(SHORT, APART),
      words: 'four turns of the picture − one',
      verdict: ofOrder,
      note: 'at restoring time',
    }),
    difference(results, {
      head: { where: 'Sec. 4', claim: 'patches as time steps are a remedy', paper: 'named, no figure' },
      first: rnn({ ...SHORT, stepRows: STEP_ROWS }, APART),
      second: rnn(SHORT, APART),
      words: `${STEP_ROWS} rows a time step − one`,
      verdict: ofOrder,
      note: '9 × 9 px both',
    }),
    difference(results, {
      head: { where: 'Sec. 2.1', claim: 'patches of Lt × Nx px need not be square', paper: 'described, no figure' },
      first: rnn({ ...SHORT, columns: WIDE }, APART),
      second: rnn(SHORT, APART),
      words: `9 × ${WIDE} px − 9 × 9`,
      verdict: () => 'cannot be told',
      note: 'the paper compares neither',
    }),
  ];
}

const LITTLE_DB = 0.3;
/** A picture that is fitted 'almost perfectly'. */
const FITTED_DB = 40;

function difference(
  results: Results,
  at: {
    head: Head;
    first: Wanted;
    second: Wanted;
    words: string;
    verdict: (interval: { mean: number; low: number; high: number }) => Verdict;
    note: string;
  },
): Row {
  const found = differenceOf(results, at.first, at.second, 'set11');
  if (!found) return notRun(at.head);
  const stride = meanOf(results, at.first, 'set11')?.stride ?? null;
  return {
    ...at.head,
    ours: `${at.words} on Set11: ${shownInterval(found)} dB`,
    protocol: protocolWords(at.first, stride),
    verdict: at.verdict(found),
    note: at.note,
  };
}

/** The same network and as many steps, learned from one photo, from several, and from the drawn picture. */
function priceOfOne(results: Results): Row {
  const head = { where: 'Sec. 1', claim: 'one picture is enough to learn from', paper: 'comparable with others' };
  const from = (trainedOn: string): Wanted => ({ task: 'deblur', method: 'unet-gan', preset: 'fast', trainedOn });
  const [least, ...more] = PHOTOS.filter((count) => meanOf(results, from(`photos-${count}`), 'set11') !== null);
  const most = more.at(-1);
  if (least === undefined || most === undefined) return notRun(head);
  const gain = differenceOf(results, from(`photos-${most}`), from(`photos-${least}`), 'set11');
  if (!gain) return notRun(head);
  const shown = [...PHOTOS.map((count) => `photos-${count}`), 'sample'].flatMap((name) => {
    const mean = meanOf(results, from(name), 'set11');
    if (!mean) return [];
    const count = name.replace('photos-', '');
    const learnedFrom = name === 'sample' ? 'drawn' : `${count} ${count === '1' ? 'photo' : 'photos'}`;
    return [`${learnedFrom} ${db(mean.psnr)}${mean.kept === 'means' ? ' (older program)' : ''}`];
  });
  return {
    ...head,
    ours: `UNET-GAN on Set11: ${shown.join(', ')} dB`,
    protocol: '`fast`, squares of 320 px of photos that are tuned on; the drawn picture 1,024 px',
    verdict: ofAlike(gain, ENOUGH_DB),
    note: `${most} photos − ${least}: ${shownInterval(gain)} dB; reproduced is an interval within ${ENOUGH_DB} dB`,
  };
}

function fitsItsPicture(results: Results): Row {
  const head = { where: 'Sec. 5', claim: 'training fits its picture almost perfectly (RNN)', paper: 'stated' };
  const wanted = rnn(undefined);
  const own = pictureOf(results, wanted, 'peppers.png', 'peppers');
  if (!own) return notRun(head);
  const [after, before] = [own.psnr ?? 100, own.inputPsnr ?? 100];
  return {
    ...head,
    ours: `Peppers itself: ${db(after)} dB, degraded ${db(before)} dB`,
    protocol: protocolWords(wanted, APART),
    verdict: after >= FITTED_DB ? 'reproduced' : 'not reproduced',
    note: `almost perfectly is ${FITTED_DB} dB; other noise of the same strength`,
  };
}

function sweep(
  results: Results,
  at: {
    head: Head;
    values: number[];
    choices: (value: number) => TrainChoices;
    stride: number;
    unit: string;
    compared: [number, number];
  },
): Row {
  const wanted = (value: number) => rnn(at.choices(value), at.stride);
  const means = at.values.flatMap((value) => {
    const mean = meanOf(results, wanted(value), 'set11');
    return mean ? [`${value} ${at.unit} ${db(mean.psnr)}`] : [];
  });
  const [more, less] = at.compared;
  const gain = differenceOf(results, wanted(more), wanted(less), 'set11');
  if (!gain) return notRun(at.head);
  return {
    ...at.head,
    ours: `Set11: ${means.join(', ')} dB`,
    protocol: `${protocolWords(wanted(more), at.stride)}, ${SHORT.epochs} epochs`,
    verdict: ofOrder(gain),
    note: `${more} − ${less}: ${shownInterval(gain)} dB`,
  };
}

import type { Borders } from '@contract/evaluate';
import type { MethodName } from '@contract/model-spec';
import type { Said } from '@contract/said';
import type { StudySeries } from '@contract/study';
import { say } from '@contract/sentence';
import { blur } from '../../degrade/blur';
import { luminance } from '../../image/color';
import type { ImageF32 } from '../../image/image';
import { psnr } from '../../metrics/psnr';
import { learn, restoreImage, type Lab } from '../lab';
import { withModel } from '../../methods/registry';
import { pairOf } from '../materials';
import { mean } from '../mean';
import { fewOf, partsByLevel, shownPart, type PartsByLevel } from '../shown-part';
import { asInput, lumaScore } from '../score-picture';
import { stepsOf, type Study, type StudyContext } from '../study';

/** Sec. 6: trained at σ_s = 2, tested at σ_t; the theory is checked at σ_t = 1, where the picture is over-sharpened. */
const TRAINED_SIGMA = 2;
const SHARP_SIGMA = 1;
const SIGMAS = { quick: [1, 1.6, 2, 2.5], full: [1, 1.3, 1.6, 2, 2.3, 2.6, 3] } as const;
/** What is smaller than this is detail: a picture minus itself blurred so much. */
const DETAIL_SIGMA = 2;
/** The paper's column, and how much of it is shown. */
const COLUMN = 55;
const PROFILE_PX = 128;

interface Mismatch extends PartsByLevel {
  input: number[];
  restored: number[];
  /** Luminance along one column of the first picture, in grey levels. */
  profile: Record<'clean' | 'matched' | 'sharp' | 'reblurred', number[]>;
  /** PSNR in dB between f̂_s and f̂_t blurred with √(σ_s² − σ_t²), and between f̂_s and f̂_t themselves. */
  agreement: number;
  difference: number;
  /** Correlation of the detail of f̂_s and of f̂_t blurred so: smooth areas agree in any case. */
  detail: number;
  /** Eq. 13, of the strongest blur: PSNR in dB to the clean picture blurred with √(σ_t² − σ_s²), and to the clean one. */
  residual: number;
  sharpened: number;
  /** PSNR in dB of each picture at each blur: degraded, restored. */
  pictures: { input: number[]; restored: number[] }[];
}

const sigmas = ({ request }: StudyContext) => SIGMAS[request.quick ? 'quick' : 'full'];
const strongest = (context: StudyContext) => Math.max(...sigmas(context));

/** Sec. 6 and Figs. 10, 11: what a model makes of another blur than its own. */
export const study: Study = {
  title: say('study.blur.title'),
  about: say('study.blur.about'),
  degrades: ['deblur', 'sr'],
  steps: (context) => plan(context).steps,
  findings(context, values) {
    const done = plan(context).done(values);
    const curve = (ys: number[]) => sigmas(context).map((x, index): [number, number] => [x, ys[index]!]);
    const series: StudySeries[] = done.map(({ item, value }) => ({ name: item, points: curve(value.restored) }));
    const [first] = done;
    if (first) series.unshift({ name: say('study.degraded'), points: curve(first.value.input), reference: true });
    return {
      charts: [
        {
          title: say('study.blur.chart'),
          kind: 'lines',
          x: { label: say('study.blur.axis') },
          y: { label: say('study.scores.psnr') },
          series,
        },
        ...done.map(({ item, value }) => profileChart(item, value)),
      ],
      tables: [
        {
          title: say('study.blur.theory', { difference: TRAINED_SIGMA ** 2 - SHARP_SIGMA ** 2 }),
          columns: [
            say('study.method'),
            say('study.blur.blurred'),
            say('study.blur.asIs'),
            say('study.blur.detail'),
            say('study.blur.residual', { sigma: strongest(context) }),
            say('study.blur.sharpened'),
          ],
          rows: done.map(({ item, value }) => [
            item,
            value.agreement,
            value.difference,
            value.detail,
            value.residual,
            value.sharpened,
          ]),
        },
        ...done.map(({ item, value }) => pictureTable(context, item, value)),
      ],
      pictures: shown(context, done),
      notes: [say('study.blur.trainedAt', { train: TRAINED_SIGMA, test: SHARP_SIGMA })],
    };
  },
};

/** The first picture, at few blurs. */
function shown(context: StudyContext, done: { item: MethodName; value: Mismatch }[]) {
  const [test] = context.tests;
  if (!test) return [];
  const names = fewOf(sigmas(context)).map((sigma) => say('study.blur.level', { sigma }));
  return partsByLevel(test.name, pairOf({ ...test, degraded: null }, context.protocol).clean, done, names);
}

/** Fig. 10: each picture at each blur. */
function pictureTable(context: StudyContext, method: MethodName, { pictures }: Mismatch) {
  return {
    title: say('study.blur.pictures', { method }),
    columns: [say('study.picture'), say('study.blur.axis'), say('study.degraded'), method],
    rows: pictures.flatMap(({ input, restored }, index) =>
      sigmas(context).map((sigma, at) => [context.tests[index]!.name, sigma, input[at]!, restored[at]!]),
    ),
  };
}

function profileChart(method: MethodName, { profile }: Mismatch) {
  const line = (name: Said, ys: number[], reference = false): StudySeries => ({
    name,
    points: ys.map((y, x): [number, number] => [x, y]),
    ...(reference ? { reference } : {}),
  });
  return {
    title: say('study.blur.column', { method }),
    kind: 'lines' as const,
    x: { label: say('study.blur.row') },
    y: { label: say('study.blur.luminance') },
    series: [
      line(say('study.clean'), profile.clean, true),
      line('f̂s (σt = 2)', profile.matched),
      line('f̂t (σt = 1)', profile.sharp),
      line(say('study.blur.blurredRoot'), profile.reblurred),
    ],
  };
}

function plan(context: StudyContext) {
  return stepsOf(
    context.methods,
    (method) => method,
    (method) => say('study.blur.step', { method, blurs: sigmas(context).length }),
    (method, lab) => mismatch(context, method, lab),
  );
}

async function mismatch(context: StudyContext, method: MethodName, lab: Lab): Promise<Mismatch> {
  const protocol = { ...context.protocol, blurSigma: TRAINED_SIGMA };
  const training = { ...context.training, degraded: null };
  const trained = await learn(lab, pairOf(training, protocol), context.settings(method));
  return withModel(trained, async (model) => {
    const restoredAt = async (index: number, blurSigma: number) => {
      const pair = pairOf({ ...context.tests[index]!, degraded: null }, { ...protocol, blurSigma });
      return { ...pair, restored: await restoreImage(lab, model, pair.degraded, protocol) };
    };
    const pictures: Mismatch['pictures'] = [];
    const parts: Mismatch['parts'] = [];
    const few = fewOf(sigmas(context));
    for (const index of context.tests.keys()) {
      const scores: Mismatch['pictures'][number] = { input: [], restored: [] };
      for (const sigma of sigmas(context)) {
        const { clean, degraded, restored } = await restoredAt(index, sigma);
        const read = asInput(degraded, protocol);
        if (index === 0 && few.includes(sigma))
          parts.push({ degraded: shownPart(read), restored: shownPart(restored) });
        scores.input.push(mean([lumaScore(read, clean, protocol.luminance).psnr]));
        scores.restored.push(mean([lumaScore(restored, clean, protocol.luminance).psnr]));
      }
      pictures.push(scores);
    }
    const meanAt = (read: (scores: Mismatch['pictures'][number]) => number[]) =>
      sigmas(context).map((_, at) => mean(pictures.map((scores) => read(scores)[at]!)));
    const { clean, restored: matched } = await restoredAt(0, TRAINED_SIGMA);
    const { restored: sharp } = await restoredAt(0, SHARP_SIGMA);
    const { restored: soft } = await restoredAt(0, strongest(context));
    return {
      input: meanAt(({ input }) => input),
      restored: meanAt(({ restored }) => restored),
      pictures,
      parts,
      ...compare(clean, matched, sharp, protocol.borders),
      ...softened(clean, soft, strongest(context), protocol.borders),
    };
  });
}

function compare(clean: ImageF32, matched: ImageF32, sharp: ImageF32, borders: Borders) {
  const reblurred = blur(sharp, Math.sqrt(TRAINED_SIGMA ** 2 - SHARP_SIGMA ** 2), 1, borders);
  const [own, other, again] = [matched, sharp, reblurred].map(luminance);
  const detailOf = (image: ImageF32) => {
    const smooth = luminance(blur(image, DETAIL_SIGMA, 1, borders)).data;
    return luminance(image).data.map((value, at) => value - smooth[at]!);
  };
  return {
    profile: { clean: column(clean), matched: column(matched), sharp: column(sharp), reblurred: column(reblurred) },
    agreement: mean([psnr(own!, again!)]),
    difference: mean([psnr(own!, other!)]),
    detail: correlation(detailOf(matched), detailOf(reblurred)),
  };
}

/** What becomes of a stronger blur than the learned one, against the clean picture with the blur that the theory leaves. */
function softened(clean: ImageF32, soft: ImageF32, sigma: number, borders: Borders) {
  const left = blur(clean, Math.sqrt(sigma ** 2 - TRAINED_SIGMA ** 2), 1, borders);
  return {
    residual: mean([psnr(luminance(soft), luminance(left))]),
    sharpened: mean([psnr(luminance(soft), luminance(clean))]),
  };
}

function column(image: ImageF32): number[] {
  const { data, width, height } = luminance(image);
  const x = Math.min(COLUMN, width - 1);
  return Array.from({ length: Math.min(PROFILE_PX, height) }, (_, y) => 255 * data[y * width + x]!);
}

/** Pearson's, of values whose means are 0, as those of detail are. */
function correlation(first: Float32Array, second: Float32Array): number {
  const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  return product(first, second) / Math.sqrt(product(first, first) * product(second, second));
}

import type { Said } from '@contract/said';
import { say } from '@contract/sentence';
import type { MethodName } from '@contract/model-spec';
import { luminance } from '../../image/color';
import { meanSquaredError } from '../../metrics/psnr';
import { methods, withModel } from '../../methods/registry';
import { stageSteps, type TrainingPlanes } from '../../models/method';
import { crop } from '../../image/crop';
import { centredIn, wholeOf } from '../../image/middle';
import { createRandom } from '../../random';
import { oneCycleRate } from '../../optim/schedule';
import { restoreImage, type Lab } from '../lab';
import { pairOf } from '../materials';
import { asInput } from '../score-picture';
import { stepsOf, type Study, type StudyContext } from '../study';

/** Sides of the squares that are learned from, in pixels: (side − patch + 1)² patches. */
const SIDES = {
  quick: [12, 16, 24, 40, 72, 128],
  full: [12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512],
} as const;
/** Training ends where its error is this part of the degraded picture's own. */
const ENOUGH = 0.5;
/** The training error is the mean over so many steps. */
const WINDOW = 50;

interface Square {
  method: MethodName;
  side: number;
}

interface Reached {
  patches: number;
  trainingError: number;
  testError: number;
  steps: number;
}

/** Fig. 8: how many patches it takes until what is learned holds elsewhere. */
export const study: Study = {
  title: say('study.patches.title'),
  about: say('study.patches.about'),
  steps: (context) => plan(context).steps,
  findings(context, values) {
    const done = plan(context).done(values);
    const { input, enough } = errorsToReach(context);
    const several = context.methods.length > 1;
    const series = context.methods.flatMap((method) => {
      const own = done.filter(({ item }) => item.method === method).map(({ value }) => value);
      const points = (read: (value: Reached) => number) =>
        own.map((value): [number, number] => [value.patches, read(value)]);
      return own.length === 0
        ? []
        : [
            {
              name: several ? say('study.patches.trainingErrorOf', { method }) : say('study.patches.trainingError'),
              points: points(({ trainingError }) => trainingError),
            },
            {
              name: several ? say('study.patches.otherErrorOf', { method }) : say('study.patches.otherError'),
              points: points(({ testError }) => testError),
            },
          ];
    });
    const ends = series[0]?.points.map(([x]) => x) ?? [];
    const level = (name: Said, y: number) => ({
      name,
      points: [ends[0], ends.at(-1)].filter((x) => x !== undefined).map((x): [number, number] => [x, y]),
      reference: true,
    });
    const capped = done.filter(({ value }) => value.trainingError > enough).length;
    return {
      charts: [
        {
          title: say('study.patches.chart'),
          kind: 'lines',
          x: { label: say('study.patches.axis'), logarithmic: true },
          y: { label: say('study.patches.errorAxis'), logarithmic: true },
          series: ends.length > 0 ? [level(say('study.degraded'), input), level('Δ', enough), ...series] : [],
        },
      ],
      tables: [
        {
          title: say('study.patches.table'),
          columns: [
            say('study.method'),
            say('study.patches.square'),
            say('study.patches.count'),
            say('study.steps'),
            say('study.patches.trainingError'),
            say('study.patches.otherError'),
          ],
          rows: done.map(({ item, value }) => [
            item.method,
            item.side,
            value.patches,
            value.steps,
            value.trainingError,
            value.testError,
          ]),
        },
      ],
      notes: [
        capped > 0
          ? say('study.patches.endsSome', { delta: enough.toExponential(2), some: capped, squares: done.length })
          : say('study.patches.ends', { delta: enough.toExponential(2) }),
        say('study.patches.plainCell'),
        ...(iterative(context).length < context.methods.length ? [say('study.patches.closedForm')] : []),
      ],
    };
  },
};

/** A closed form takes no steps that could end where the error is small enough. */
const iterative = ({ methods: chosen }: StudyContext) => chosen.filter((method) => methods[method].iterative);

const settingsOf = (context: StudyContext, method: MethodName) =>
  context.settings(method, { ingredients: [], loss: 'l2' });

function plan(context: StudyContext) {
  const largest = Math.min(context.training.clean.width, context.training.clean.height);
  const sides = SIDES[context.request.quick ? 'quick' : 'full'].filter((side) => side <= largest);
  const items = iterative(context).flatMap((method) => {
    // A square has to hold a patch.
    const { patch } = settingsOf(context, method);
    return sides.filter((side) => side >= patch).map((side): Square => ({ method, side }));
  });
  return stepsOf(
    items,
    ({ method, side }) => `${method} ${side}`,
    ({ method, side }) => say('study.patches.step', { method, width: side, height: side }),
    (item, lab) => reach(context, item, lab),
  );
}

function planesOf({ training, protocol }: StudyContext): TrainingPlanes {
  const { clean, degraded } = pairOf(training, protocol);
  return { degraded: luminance(asInput(degraded, protocol)), clean: luminance(clean) };
}

/** The error of the degraded training picture, and the one at which training ends. */
function errorsToReach(context: StudyContext): { input: number; enough: number } {
  const { degraded, clean } = planesOf(context);
  const input = meanSquaredError(degraded, clean);
  return { input, enough: ENOUGH * input };
}

async function reach(context: StudyContext, { method, side }: Square, lab: Lab): Promise<Reached> {
  const settings = settingsOf(context, method);
  const planes = middleSquare(planesOf(context), side);
  const cap = stageSteps(methods[method], settings)[0];
  const window = Math.min(WINDOW, cap);
  const { enough } = errorsToReach(context);
  const learner = methods[method].createLearner({
    planes: [planes],
    settings,
    random: createRandom(settings.seed),
    symmetries: [0],
    linearFilter: new Float32Array(),
  });
  const recent: number[] = [];
  let error = Infinity;
  let step = 0;
  try {
    for (; step < cap && error > enough; step++) {
      await lab.token.next();
      recent.push(learner.step(oneCycleRate(step, cap, settings.rate), 1).pixel);
      if (recent.length > window) recent.shift();
      if (recent.length === window) error = recent.reduce((sum, value) => sum + value, 0) / window;
      if (step % window === 0) lab.onProgress(step / cap);
    }
    const testError = await errorElsewhere(context, { settings, tensors: learner.weights() }, lab);
    return { patches: (side - settings.patch + 1) ** 2, trainingError: error, testError, steps: step };
  } finally {
    learner.dispose();
  }
}

function middleSquare({ degraded, clean }: TrainingPlanes, side: number): TrainingPlanes {
  const rect = centredIn(wholeOf(degraded), side, side);
  return { degraded: crop(degraded, rect), clean: crop(clean, rect) };
}

async function errorElsewhere(
  context: StudyContext,
  trained: Parameters<typeof withModel>[0],
  lab: Lab,
): Promise<number> {
  const { protocol, tests } = context;
  return withModel(trained, async (model) => {
    let sum = 0;
    for (const test of tests) {
      const { clean, degraded } = pairOf(test, protocol);
      const restored = await restoreImage(lab, model, degraded, protocol);
      sum += meanSquaredError(luminance(restored), luminance(clean));
    }
    return sum / tests.length;
  });
}

import type { MethodName } from '@contract/model-spec';
import type { StudySeries } from '@contract/study';
import { say } from '@contract/sentence';
import { learn, restoreImage, type Lab } from '../lab';
import { withModel } from '../../methods/registry';
import { pairAtNoise, pairOf } from '../materials';
import { mean } from '../mean';
import { fewOf, partsByLevel, shownPart, type PartsByLevel } from '../shown-part';
import { asInput, lumaScore } from '../score-picture';
import { stepsOf, type Study, type StudyContext } from '../study';

/** Of √2, as in the paper's Fig. 7. */
const LEVELS = { quick: [0, 1, 3, 6, 10], full: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } as const;

const levels = ({ request }: StudyContext) =>
  LEVELS[request.quick ? 'quick' : 'full'].map((level) => level * Math.SQRT2);

interface Curves extends PartsByLevel {
  input: number[];
  restored: number[];
}

/** Fig. 7: how a model stands noise that it was not trained for. */
export const study: Study = {
  title: say('study.noise.title'),
  about: say('study.noise.about'),
  steps: (context) => plan(context).steps,
  findings(context, values) {
    const xs = levels(context);
    const points = (ys: number[]): [number, number][] => xs.map((x, index) => [x, ys[index]!]);
    const done = plan(context).done(values);
    const series: StudySeries[] = done.map(({ item, value }) => ({ name: item, points: points(value.restored) }));
    const [first] = done;
    if (first) series.unshift({ name: say('study.degraded'), points: points(first.value.input), reference: true });
    const own = context.training.degraded !== null;
    const axis = own ? say('study.noise.addedAxis') : say('study.noise.axis');
    return {
      charts: [
        {
          title: say('study.noise.chart'),
          kind: 'lines',
          x: { label: axis },
          y: { label: say('study.scores.psnr') },
          series,
        },
      ],
      tables: [
        {
          title: say('study.scores.axis'),
          columns: [axis, ...series.map(({ name }) => name)],
          rows: xs.map((x, index) => [x, ...series.map((one) => one.points[index]![1])]),
        },
      ],
      pictures: shown(context, done),
      notes: own ? [say('study.noise.asIs')] : [say('study.noise.trainedAt', { noise: context.protocol.noise })],
    };
  },
};

/** The first picture, at few levels. */
function shown(context: StudyContext, done: { item: MethodName; value: Curves }[]) {
  const [test] = context.tests;
  if (!test) return [];
  const names = fewOf(levels(context)).map((sigma) => say('study.noise.level', { sigma }));
  return partsByLevel(test.name, pairOf(test, context.protocol).clean, done, names);
}

function plan(context: StudyContext) {
  return stepsOf(
    context.methods,
    (method) => method,
    (method) => say('study.noise.step', { method, levels: levels(context).length }),
    (method, lab) => sweep(context, method, lab),
  );
}

async function sweep(context: StudyContext, method: MethodName, lab: Lab): Promise<Curves> {
  const { protocol, training, tests } = context;
  const trained = await learn(lab, pairOf(training, protocol), context.settings(method));
  return withModel(trained, async (model) => {
    const curves: Curves = { input: [], restored: [], parts: [] };
    const few = fewOf(levels(context));
    for (const noise of levels(context)) {
      const scores = [];
      for (const test of tests) {
        const { clean, degraded } = pairAtNoise(test, protocol, noise);
        const restored = await restoreImage(lab, model, degraded, protocol);
        const read = asInput(degraded, protocol);
        if (test === tests[0] && few.includes(noise))
          curves.parts.push({ degraded: shownPart(read), restored: shownPart(restored) });
        scores.push({
          input: lumaScore(read, clean, protocol.luminance).psnr,
          restored: lumaScore(restored, clean, protocol.luminance).psnr,
        });
      }
      curves.input.push(mean(scores.map(({ input }) => input)));
      curves.restored.push(mean(scores.map(({ restored }) => restored)));
    }
    return curves;
  });
}

import type { MethodName } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import type { Said } from '@contract/said';
import { say } from '@contract/sentence';
import type { StudyPart } from '@contract/study';
import { drawChessboard } from '../../degrade/chessboard';
import { drawDeadLeaves } from '../../degrade/dead-leaves';
import { learn, restoreImage, type Lab } from '../lab';
import { withModel } from '../../methods/registry';
import { pairOf, type Material } from '../materials';
import { mean } from '../mean';
import { shownPart } from '../shown-part';
import { asInput, lumaScore } from '../score-picture';
import { stepsOf, type Study, type StudyContext } from '../study';

const FIELD_PX = 16;

interface Teaching {
  method: MethodName;
  picture: Material;
}

interface Learned {
  input: number;
  restored: number;
  /** Of the first picture. */
  part: StudyPart;
}

/** Fig. 9: what a picture has to look like to learn from. */
export const study: Study = {
  title: say('study.pictures.title'),
  about: say('study.pictures.about'),
  degrades: ['deblur', 'sr', 'denoise'],
  steps: (context) => plan(context).steps,
  findings(context, values) {
    const taught = teachers(context);
    const names = taught.map(({ name }) => name);
    const done = plan(context).done(values);
    const placeOf = ({ picture }: Teaching) => taught.findIndex(({ id }) => id === picture.id);
    const of = (method: MethodName) =>
      done
        .filter(({ item }) => item.method === method)
        .map(({ item, value }): [number, number] => [placeOf(item), value.restored]);
    const [first] = done;
    const series = context.methods
      .map((method) => ({ name: method, points: of(method) }))
      .filter(({ points }) => points.length > 0);
    const input = first?.value.input;
    return {
      charts: [
        {
          title: say('study.pictures.chart'),
          kind: 'bars',
          x: { label: say('study.pictures.axis'), categories: names },
          y: { label: say('study.scores.psnr') },
          series:
            input === undefined
              ? series
              : [
                  {
                    name: say('study.degraded'),
                    points: names.map((_, x): [number, number] => [x, input]),
                    reference: true,
                  },
                  ...series,
                ],
        },
      ],
      tables: [
        {
          title: say('study.scores.axis'),
          columns: [say('study.pictures.axis'), say('study.degraded'), ...context.methods],
          rows: names.map((name, x) => [
            name,
            input ?? null,
            ...context.methods.map((method) => of(method).find(([at]) => at === x)?.[1] ?? null),
          ]),
        },
      ],
      pictures: shown(context, taught, done),
      notes: [say('study.pictures.fields', { px: FIELD_PX })],
    };
  },
};

/** The first picture: degraded, restored by each method as it learned from each picture, and clean. */
function shown(context: StudyContext, taught: Material[], done: { item: Teaching; value: Learned }[]) {
  const [test] = context.tests;
  if (!test || done.length === 0) return [];
  const { clean, degraded } = pairOf({ ...test, degraded: null }, context.protocol);
  const [before, after] = [shownPart(asInput(degraded, context.protocol)), shownPart(clean)];
  const partOf = (method: MethodName, id: string) =>
    done.find(({ item }) => item.method === method && item.picture.id === id)?.value.part ?? null;
  return [
    {
      title: test.name,
      columns: [say('study.degraded'), ...context.methods, say('study.clean')],
      rows: taught.map(({ name, id }) => ({
        name,
        parts: [before, ...context.methods.map((method) => partOf(method, id)), after],
      })),
    },
  ];
}

/** All as large as the picture that was given, so that only what is on them differs. */
function teachers({ training, request }: StudyContext): Material[] {
  const size = Math.min(training.clean.width, training.clean.height);
  const seed = request.choices.seed ?? 0;
  const drawn = (name: Said, id: string, clean: Material['clean']) => ({ name, id, clean, degraded: null });
  return [
    drawn(say('study.pictures.chessboard'), '0c4e55b0', drawChessboard(size, FIELD_PX)),
    // Not the seed of the drawn training picture: that one would be here twice.
    drawn(say('study.pictures.leaves'), '0dea1ea5', drawDeadLeaves({ size, seed: (seed + 1000) >>> 0 })),
    { ...training, degraded: null },
  ];
}

function plan(context: StudyContext) {
  const items = context.methods.flatMap((method) =>
    teachers(context).map((picture): Teaching => ({ method, picture })),
  );
  return stepsOf(
    items,
    ({ method, picture }) => `${method} ${inEnglish(picture.name)}`,
    ({ method, picture }) => say('study.pictures.step', { method, picture: picture.name }),
    (item, lab) => teach(context, item, lab),
  );
}

async function teach(context: StudyContext, { method, picture }: Teaching, lab: Lab): Promise<Learned> {
  const { protocol } = context;
  const trained = await learn(lab, pairOf(picture, protocol), context.settings(method));
  return withModel(trained, async (model) => {
    const [input, restored] = [[], []] as [(number | null)[], (number | null)[]];
    const parts: StudyPart[] = [];
    for (const test of context.tests) {
      const { clean, degraded } = pairOf({ ...test, degraded: null }, protocol);
      const after = await restoreImage(lab, model, degraded, protocol);
      parts.push(shownPart(after));
      input.push(lumaScore(asInput(degraded, protocol), clean, protocol.luminance).psnr);
      restored.push(lumaScore(after, clean, protocol.luminance).psnr);
    }
    return { input: mean(input), restored: mean(restored), part: parts[0]! };
  });
}

import { setScores, type PictureScore } from '@contract/evaluate';
import type { MethodName } from '@contract/model-spec';
import { say } from '@contract/sentence';
import { inEnglish } from '@contract/in-language';
import { learn, type Lab } from '../lab';
import { withModel } from '../../methods/registry';
import { pairOf } from '../materials';
import { scoreAll, type Kept } from '../score-all';
import { stepsOf, type Study, type StudyContext } from '../study';

interface Scored {
  trainMs: number;
  steps: number;
  scores: PictureScore[];
}

/** Tables 1 and 2, on pictures of one's own. */
export const study: Study = {
  title: say('study.scores.title'),
  about: say('study.scores.about'),
  steps: (context) => plan(context).steps,
  findings(context, values) {
    const done = plan(context).done(values);
    const pictures = context.tests.map(({ name }) => name);
    const [first] = done;
    const byPicture = (read: (score: PictureScore) => number | null, scores: PictureScore[]) =>
      scores.flatMap((score, index): [number, number][] => {
        const value = read(score);
        return value === null ? [] : [[index, value]];
      });
    const series = done.map(({ item, value }) => ({
      name: item,
      points: byPicture(({ psnr }) => psnr, value.scores),
    }));
    const input = first && {
      name: say('study.degraded'),
      points: byPicture(({ inputPsnr }) => inputPsnr, first.value.scores),
      reference: true,
    };
    return {
      charts: [
        {
          title: say('study.scores.chart'),
          kind: 'bars',
          x: { label: say('study.picture'), categories: pictures },
          y: { label: say('study.scores.psnr') },
          series: input ? [input, ...series] : series,
        },
      ],
      tables: [means(done)],
      notes: [],
    };
  },
};

function means(done: { item: MethodName; value: Scored }[]) {
  const rows = done.flatMap(({ item, value }, index) => {
    const [all] = setScores(value.scores);
    if (!all) return [];
    const input = [say('study.degraded'), all.inputPsnr, all.inputSsim, null, all.inputGradientDistance, null, null];
    const own = [item, all.psnr, all.ssim, all.gmsd, all.gradientDistance, value.trainMs / 1000, all.restoreMs / 1000];
    return index === 0 ? [input, own] : [own];
  });
  return {
    title: say('study.scores.table'),
    columns: [
      say('study.method'),
      say('study.scores.psnr'),
      'SSIM',
      'GMSD',
      say('study.scores.gradientDistance'),
      say('study.scores.trainSeconds'),
      say('study.scores.restoreSeconds'),
    ],
    rows,
  };
}

const NOTHING_KEPT: Kept = { get: () => undefined, put: () => Promise.resolve() };

function plan(context: StudyContext) {
  return stepsOf(
    context.methods,
    (method) => method,
    (method) => say('study.scores.step', { method, pictures: context.tests.length }),
    (method, lab) => trainAndScore(context, method, lab),
  );
}

async function trainAndScore(context: StudyContext, method: MethodName, lab: Lab): Promise<Scored> {
  const { protocol, training, tests } = context;
  const startedMs = lab.nowMs();
  const trained = await learn(lab, pairOf(training, protocol), context.settings(method));
  const trainMs = Math.round(lab.nowMs() - startedMs);
  const scores = await withModel(trained, (model) =>
    scoreAll(
      lab,
      model,
      tests.map(({ name, id, ...test }) => ({
        set: 'tests',
        name: inEnglish(name),
        id,
        read: () => Promise.resolve(pairOf({ name, id, ...test }, protocol)),
      })),
      protocol,
      { kept: NOTHING_KEPT, trainedOn: tests.includes(training) ? training.id : null, onScore: () => undefined },
    ),
  );
  return { trainMs, steps: trained.facts.steps, scores };
}

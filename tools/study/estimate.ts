import { resolveSettings, type TrainSettings } from '@contract/model-spec';
import { protocolFor } from '@contract/evaluate';
import type { StudyName } from '@contract/study';
import { estimateRestore, estimateTraining } from '../../src-main/core/training/estimate';
import { ABLATION_PICTURES, type StudyPlan } from './plan';

/** Training pictures are about this large, and test pictures on average. */
const TRAINING_SIDE = 512;
const TEST_PIXELS = { set11: 65_536, bsd: 154_401, drawn: 65_536 } as const;
/** Each model is measured under two protocols. */
const PROTOCOLS = 2;

/** Starting the processes of one run, loading TensorFlow and reading pictures. */
const START_SECONDS = 4;

/** About how many trainings and measurings a study is worth; else one. */
const TRAININGS: Partial<Record<StudyName, number>> = { noise: 2, patches: 6, pictures: 9, blur: 2 };

/** How many pictures of each set are restored. */
export type Counts = Record<keyof typeof TEST_PIXELS, number>;

/** About how many seconds a plan takes on a machine of this matrix speed; `short`: what every training is shortened to. */
export function estimateSeconds(
  plan: StudyPlan,
  counts: Counts,
  matmulGflops: number,
  short: { epochs?: number } = {},
): number {
  const measure = (settings: TrainSettings, pictures: Counts, stride?: number) =>
    START_SECONDS + restoreSeconds(settings, pictures, matmulGflops, stride);
  const learn = (settings: TrainSettings) =>
    estimateTraining(settings, TRAINING_SIDE, TRAINING_SIDE, matmulGflops).seconds;
  const trainings = plan.trainings.map(({ task, method, preset, stride }) => {
    const settings = resolveSettings({ method, preset, task, scale: protocolFor(task).scale, ...short });
    return learn(settings) + (task === 'denoise' ? 1 : PROTOCOLS) * measure(settings, counts, stride);
  });
  const ablations = plan.ablations.map(({ method, epochs }) => {
    const settings = resolveSettings({ method, preset: 'best', epochs, ...short });
    return learn(settings) + measure(settings, { set11: 0, bsd: ABLATION_PICTURES, drawn: 0 });
  });
  const experiments = plan.experiments.map(({ request, tests }) => {
    const rounds = TRAININGS[request.study] ?? 1;
    const settings = resolveSettings({ method: 'rnn-gan', ...request.choices, ...short });
    const pictures = { set11: Math.max(1, tests.length), bsd: 0, drawn: 0 };
    return START_SECONDS + rounds * (learn(settings) + restoreSeconds(settings, pictures, matmulGflops));
  });
  return [...trainings, ...ablations, ...experiments].reduce((sum, seconds) => sum + seconds, 0);
}

function restoreSeconds(settings: TrainSettings, counts: Counts, matmulGflops: number, stride?: number): number {
  const sets = Object.entries(counts) as [keyof Counts, number][];
  return sets.reduce((sum, [set, count]) => {
    const side = Math.sqrt(TEST_PIXELS[set]) / settings.scale;
    return sum + count * estimateRestore(settings, side, side, 3, matmulGflops, { stride });
  }, 0);
}

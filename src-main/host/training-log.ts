import { addToCurve } from '@contract/curve';
import type { EpochPreview, TrainPreview, TrainProgress } from '@contract/job';
import { AppError } from '@contract/result';
import type { ChildEvents } from '@contract/child-events';
import { say } from '@contract/sentence';

/** Everything the trainings of a session have told so far. */
export interface TrainingLog {
  progress(job: string, point: TrainProgress): void;
  preview(preview: TrainPreview): void;
  epochPreview(told: ChildEvents['train.epochPreview']): void;
  of(job: string): { points: TrainProgress[]; preview: TrainPreview | null; epochPreviews: EpochPreview[] };
  /** The model file of a kept epoch. Throws AppError('not-found'). */
  pathOf(job: string, epoch: number): string;
}

interface Entry {
  points: TrainProgress[];
  preview: TrainPreview | null;
  epochPreviews: Map<number, ChildEvents['train.epochPreview']>;
}

const KEPT_LOGS = 20;
/** Trainings whose epochs stay on disk to choose from. */
const KEPT_STRIPS = 4;

/** `forget` is given model files that nobody can choose any more. */
export function createTrainingLog(forget: (paths: string[]) => void): TrainingLog {
  const logs = new Map<string, Entry>();
  const entry = (job: string) => {
    const log: Entry = logs.get(job) ?? { points: [], preview: null, epochPreviews: new Map() };
    logs.set(job, log);
    for (const old of logs.keys()) if (logs.size > KEPT_LOGS) logs.delete(old);
    return log;
  };
  const clearStrips = () => {
    const strips = [...logs.values()].map(({ epochPreviews }) => epochPreviews).filter(({ size }) => size > 0);
    for (const epochPreviews of strips.slice(0, -KEPT_STRIPS)) {
      forget([...epochPreviews.values()].map(({ path }) => path));
      epochPreviews.clear();
    }
  };
  return {
    progress(job, point) {
      const log = entry(job);
      log.points = addToCurve(log.points, point);
    },
    preview(preview) {
      entry(preview.job).preview = preview;
    },
    epochPreview(told) {
      const { epochPreviews } = entry(told.preview.job);
      epochPreviews.set(told.preview.epoch, told);
      for (const epoch of epochPreviews.keys()) if (!told.preview.kept.includes(epoch)) epochPreviews.delete(epoch);
      clearStrips();
    },
    of(job) {
      const log = logs.get(job);
      const epochPreviews = log ? [...log.epochPreviews.values()].map(({ preview }) => preview) : [];
      return {
        points: [...(log?.points ?? [])],
        preview: log?.preview ?? null,
        epochPreviews: epochPreviews.sort((a, b) => a.epoch - b.epoch),
      };
    },
    pathOf(job, epoch) {
      const path = logs.get(job)?.epochPreviews.get(epoch)?.path;
      if (path !== undefined) return path;
      throw new AppError('not-found', say('checkpoint.epochGone', { epoch }));
    },
  };
}

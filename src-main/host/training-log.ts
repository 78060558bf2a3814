import { addToCurve } from '@contract/curve';
import type { TrainFrame, TrainPreview, TrainProgress } from '@contract/job';
import { AppError } from '@contract/result';
import type { ChildEvents } from '@contract/worker-calls';
import { say } from '@contract/sentence';

/** Everything the trainings of a session have told so far. */
export interface TrainingLog {
  progress(point: TrainProgress): void;
  preview(preview: TrainPreview): void;
  frame(told: ChildEvents['train.frame']): void;
  of(job: string): { points: TrainProgress[]; preview: TrainPreview | null; frames: TrainFrame[] };
  /** The model file of a kept epoch. Throws AppError('not-found'). */
  pathOf(job: string, epoch: number): string;
}

interface Entry {
  points: TrainProgress[];
  preview: TrainPreview | null;
  frames: Map<number, ChildEvents['train.frame']>;
}

const KEPT_LOGS = 20;
/** Trainings whose epochs stay on disk to choose from. */
const KEPT_STRIPS = 4;

/** `forget` is given model files that nobody can choose any more. */
export function createTrainingLog(forget: (paths: string[]) => void): TrainingLog {
  const logs = new Map<string, Entry>();
  const entry = (job: string) => {
    const log: Entry = logs.get(job) ?? { points: [], preview: null, frames: new Map() };
    logs.set(job, log);
    for (const old of logs.keys()) if (logs.size > KEPT_LOGS) logs.delete(old);
    return log;
  };
  const clearStrips = () => {
    const strips = [...logs.values()].map(({ frames }) => frames).filter(({ size }) => size > 0);
    for (const frames of strips.slice(0, -KEPT_STRIPS)) {
      forget([...frames.values()].map(({ path }) => path));
      frames.clear();
    }
  };
  return {
    progress(point) {
      const log = entry(point.job);
      log.points = addToCurve(log.points, point);
    },
    preview(preview) {
      entry(preview.job).preview = preview;
    },
    frame(told) {
      const { frames } = entry(told.frame.job);
      frames.set(told.frame.epoch, told);
      for (const epoch of frames.keys()) if (!told.frame.kept.includes(epoch)) frames.delete(epoch);
      clearStrips();
    },
    of(job) {
      const log = logs.get(job);
      const frames = log ? [...log.frames.values()].map(({ frame }) => frame) : [];
      return {
        points: [...(log?.points ?? [])],
        preview: log?.preview ?? null,
        frames: frames.sort((a, b) => a.epoch - b.epoch),
      };
    },
    pathOf(job, epoch) {
      const path = logs.get(job)?.frames.get(epoch)?.path;
      if (path !== undefined) return path;
      throw new AppError('not-found', say('checkpoint.epochGone', { epoch }));
    },
  };
}

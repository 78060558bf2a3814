import type { RestoredPhoto } from '@contract/job';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { BegunBatch } from '../store/session-file';

/** The batches of a session: what became of their photos, and how to change the order of what is left. */
export interface BatchLog {
  open(job: string, reorder: (photos: readonly string[]) => void, begun: BegunBatch | null): void;
  /** What was begun; null where that is not known. */
  begun(job: string): BegunBatch | null;
  add(job: string, outcome: RestoredPhoto): void;
  /** What has ended since; throws AppError 'not-found' for a batch that is not remembered. */
  outcomes(job: string, from: number): RestoredPhoto[];
  reorder(job: string, photos: readonly string[]): void;
  /** Its report was written. */
  reported(job: string, path: string): void;
  /** The path of a batch's report; throws AppError 'not-found' where there is none. */
  report(job: string): string;
}

interface KnownBatch {
  begun: BegunBatch | null;
  outcomes: RestoredPhoto[];
  reorder: (photos: readonly string[]) => void;
  report: string | null;
}

const KEPT_BATCHES = 20;

export function createBatchLog(): BatchLog {
  const batches = new Map<string, KnownBatch>();
  const get = (job: string) => {
    const batch = batches.get(job);
    if (!batch) throw new AppError('not-found', say('batch.notBegun'));
    return batch;
  };
  return {
    open(job, reorder, begun) {
      batches.set(job, { begun, outcomes: [], reorder, report: null });
      for (const old of batches.keys()) if (batches.size > KEPT_BATCHES) batches.delete(old);
    },
    add(job, outcome) {
      get(job).outcomes.push(outcome);
    },
    begun: (job) => get(job).begun,
    outcomes: (job, from) => get(job).outcomes.slice(from),
    reorder(job, photos) {
      get(job).reorder(photos);
    },
    reported(job, path) {
      get(job).report = path;
    },
    report(job) {
      const { report } = get(job);
      if (report === null) throw new AppError('not-found', say('batch.noReport'));
      return report;
    },
  };
}

import type { StudyResult } from '@contract/study';
import type { ChildEvents } from '@contract/child-events';
import type { JsonLines } from '../disk/json-lines';
import type { StudyStore } from '../store/study-store';

/** Keeps what running studies find, as they find it. */
export interface RunningStudies {
  /**
   * Runs the study of that id as that job, from the steps that are done. Resolves when all that it told is on the disk;
   * throws AppError 'disk' where that failed.
   */
  keep(job: string, id: string, run: (steps: Record<string, unknown>) => Promise<StudyResult>): Promise<StudyResult>;
  step(told: ChildEvents['study.step']): void;
  result(told: ChildEvents['study.result']): void;
}

/** `onResult` is told of every result that is kept; `end` ends a job whose steps cannot be written any more. */
export function keepStudies(
  store: StudyStore,
  onResult: (change: ChildEvents['study.result']) => void,
  end: (job: string) => void,
): RunningStudies {
  const running = new Map<string, { steps: JsonLines; after(work: () => Promise<void>): void }>();
  const save = async (job: string, result: StudyResult) => {
    await store.save(result);
    onResult({ job, result });
  };
  return {
    async keep(job, id, run) {
      const steps = await store.steps(id);
      let failure: unknown = null;
      let last = Promise.resolve();
      running.set(job, {
        steps,
        after(work) {
          last = last.then(work).catch((error: unknown) => {
            failure ??= error;
            end(job);
          });
        },
      });
      try {
        const result = await run(steps.all());
        await last;
        await save(job, result);
        return result;
      } catch (error) {
        throw failure ?? error;
      } finally {
        await last;
        running.delete(job);
      }
    },
    step({ job, key, value }) {
      const study = running.get(job);
      study?.after(() => study.steps.put(key, value));
    },
    result({ job, result }) {
      running.get(job)?.after(() => save(job, result));
    },
  };
}

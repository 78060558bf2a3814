import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JobAction } from '@contract/job';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { JobToken } from '../core/job-token';

interface Control {
  paused: boolean;
  ending: 'stop' | 'cancel' | null;
  wake: (() => void) | null;
}

/** The tokens of the jobs that run in this process. */
export interface JobControls {
  /** Whether something runs here now: what is measured meanwhile is slow for its sake. */
  readonly busy: boolean;
  /** Runs `work` with a token that `control` reaches; called before anything is awaited, so that no action is lost. */
  run<T>(job: string, work: (token: JobToken) => Promise<T>): Promise<T>;
  /** Does nothing where the job is not in this process (any more). */
  control(job: string, action: JobAction): void;
}

export function createJobControls(): JobControls {
  const controls = new Map<string, Control>();
  return {
    get busy() {
      return [...controls.values()].some(({ paused }) => !paused);
    },
    async run(job, work) {
      const control: Control = { paused: false, ending: null, wake: null };
      controls.set(job, control);
      try {
        return await work({ next: () => next(control) });
      } finally {
        controls.delete(job);
      }
    },
    control(job, action) {
      const control = controls.get(job);
      if (!control) return;
      if (action === 'stop' || action === 'cancel') control.ending = action;
      control.paused = action === 'pause';
      control.wake?.();
    },
  };
}

async function next(control: Control): Promise<'go' | 'stop'> {
  await nextTurn();
  while (control.paused && control.ending === null)
    await new Promise<void>((resolve) => {
      control.wake = resolve;
    });
  if (control.ending === 'cancel') throw new AppError('cancelled', say('job.cancelled'));
  return control.ending === 'stop' ? 'stop' : 'go';
}

import type { JobSnapshot } from '@contract/job';
import type { Sentence } from '@contract/sentence';
import type { Host } from '../host/host';

/** What the system offers to long work; handed in, so that tests need no Electron. */
export interface JobSignals {
  /** Keeps the computer awake; returns how to let it sleep again. */
  stayAwake(): () => void;
  /** 0–1 on the taskbar or dock; null takes the bar away. */
  showProgress(progress: number | null): void;
  /** A word at the end, where the user is looking elsewhere. */
  notify(title: Sentence, body: Sentence): void;
  isInFront(): boolean;
}

/** Shorter jobs need no word at their end. */
const TOLD_FROM_MS = 20_000;

/** While a job runs the computer stays awake and the taskbar shows how far it is; its end is told. Returns the way to stop. */
export function signalJobs(host: Pick<Host, 'onEvent'>, signals: JobSignals): () => void {
  const running = new Map<string, JobSnapshot>();
  let sleepAgain: (() => void) | null = null;

  const show = () => {
    if (running.size > 0) sleepAgain ??= signals.stayAwake();
    else {
      sleepAgain?.();
      sleepAgain = null;
    }
    const [first] = running.values();
    signals.showProgress(first ? first.progress : null);
  };

  const forget = host.onEvent((event, payload) => {
    if (event !== 'job.changed') return;
    const job = payload as JobSnapshot;
    const wasUnderWay = running.delete(job.id);
    if (job.state === 'running') running.set(job.id, job);
    else if (wasUnderWay && hasEnded(job) && job.elapsedMs >= TOLD_FROM_MS && !signals.isInFront())
      signals.notify(job.title, job.error?.sentence ?? job.detail);
    show();
  });

  return () => {
    forget();
    running.clear();
    show();
  };
}

const hasEnded = ({ state }: JobSnapshot): boolean => state === 'done' || state === 'failed' || state === 'interrupted';

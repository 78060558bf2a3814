import { randomBytes } from 'node:crypto';
import type { JobAction, JobSnapshot, JobState } from '@contract/job';
import { AppError, toFailure, type Failure } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import type { JobProgress } from '@contract/worker-calls';
import { remainingTime } from './remaining-time';

/** What a job's work may change while it runs. */
export type JobChange = Partial<
  Pick<
    JobSnapshot,
    'title' | 'progress' | 'remainingMs' | 'detail' | 'pair' | 'restored' | 'batch' | 'checkpoint' | 'model' | 'study'
  >
>;

/** A running job as its work sees it. */
export interface JobContext {
  readonly id: string;
  update(change: JobChange): void;
  /** What the person asked for meanwhile. */
  readonly asked: 'stop' | 'cancel' | null;
  /** Throws AppError('cancelled') once the person has cancelled, or stopped. Called where nothing is worth keeping yet. */
  continueOrThrow(): void;
  /** What the process that works tells of this job goes here from now on; else it is the job's own progress. */
  onProgress(listener: (progress: Pick<JobProgress, 'fraction' | 'detail'>) => void): void;
  /** Waits while the job is paused. */
  whenRunning(): Promise<void>;
  /** Pauses the job itself, saying why; it goes on when the person says so, or `release` does. */
  hold(why: Sentence): void;
  release(): void;
  /** Without the time in pauses. */
  readonly elapsedMs: number;
}

export interface JobWork {
  kind: JobSnapshot['kind'];
  title: Sentence;
  /** Ends in 'done', or throws: 'cancelled', 'crashed' (interrupted where there is a checkpoint), anything else 'failed'. */
  run(job: JobContext): Promise<void>;
  /** Passes an action on to the process that works. */
  control(id: string, action: JobAction): Promise<unknown>;
}

export interface JobBoard {
  /** Puts work at the end of the one queue; answers its id. */
  add(work: JobWork): string;
  list(): JobSnapshot[];
  find(id: string): JobSnapshot;
  update(id: string, change: JobChange): void;
  /** How far the work of a job is, as the process that does it tells. */
  progress(told: JobProgress): void;
  control(id: string, action: JobAction): Promise<void>;
  /** Nothing runs and nothing waits. */
  readonly idle: boolean;
}

interface Job {
  snapshot: JobSnapshot;
  work: JobWork;
  asked: 'stop' | 'cancel' | null;
  clock: Stopwatch;
  waiting: (() => void)[];
  onProgress: (progress: Pick<JobProgress, 'fraction' | 'detail'>) => void;
}

const ENDED: readonly JobState[] = ['done', 'failed', 'cancelled', 'interrupted'];
const KEPT_JOBS = 100;
const CHANGE_EVERY_MS = 100;

/** The one queue: jobs run one after the other, in the order they came. `nowMs` is any steady clock. */
export function createJobBoard(
  onChange: (snapshot: JobSnapshot) => void,
  nowMs: () => number = () => performance.now(),
): JobBoard {
  const jobs = new Map<string, Job>();
  const telling = new Set<string>();
  let running: Job | null = null;

  const picture = (job: Job): JobSnapshot => ({ ...job.snapshot, elapsedMs: job.clock.elapsedMs() });

  const tell = (job: Job) => {
    onChange(picture(job));
  };

  /** Progress is told at most every 100 ms; a change of state at once. */
  const tellSoon = (job: Job) => {
    const { id } = job.snapshot;
    if (telling.has(id)) return;
    telling.add(id);
    setTimeout(() => {
      if (telling.delete(id) && !ENDED.includes(job.snapshot.state)) tell(job);
    }, CHANGE_EVERY_MS).unref();
  };

  const setState = (job: Job, state: JobState) => {
    job.snapshot.state = state;
    if (state === 'running') job.clock.start();
    else job.clock.stop();
    tell(job);
  };

  const finish = (job: Job, error: unknown) => {
    job.snapshot.remainingMs = null;
    if (error === null) {
      job.snapshot.progress = 1;
      setState(job, 'done');
      return;
    }
    const failure = toFailure(error);
    if (failure.kind !== 'cancelled') job.snapshot.error = failure;
    setState(job, endOf(failure, job.snapshot.checkpoint !== undefined));
  };

  const runNext = async (): Promise<void> => {
    const job = [...jobs.values()].find(({ snapshot }) => snapshot.state === 'queued');
    if (running || !job) return;
    running = job;
    job.snapshot.detail = say('job.starting');
    setState(job, 'running');
    const error = await job.work.run(contextOf(job)).then(
      () => null,
      (reason: unknown) => reason ?? new AppError('internal', say('job.noReason')),
    );
    finish(job, error);
    running = null;
    void runNext();
  };

  const contextOf = (job: Job): JobContext => ({
    id: job.snapshot.id,
    update(change) {
      Object.assign(job.snapshot, change);
      tellSoon(job);
    },
    get asked() {
      return job.asked;
    },
    onProgress(listener) {
      job.onProgress = listener;
    },
    continueOrThrow() {
      if (job.asked !== null) throw new AppError('cancelled', say('job.cancelled'));
    },
    async whenRunning() {
      while (job.snapshot.state === 'paused')
        await new Promise<void>((resolve) => {
          job.waiting.push(resolve);
        });
    },
    hold(why) {
      if (job.snapshot.state !== 'running' || job.asked !== null) return;
      job.snapshot.detail = why;
      setState(job, 'paused');
    },
    release() {
      if (job.snapshot.state === 'paused') setState(job, 'running');
      wake(job);
    },
    get elapsedMs() {
      return job.clock.elapsedMs();
    },
  });

  const get = (id: string): Job => {
    const job = jobs.get(id);
    if (!job) throw new AppError('not-found', say('job.unknown'));
    return job;
  };

  return {
    add(work) {
      const id = randomBytes(10).toString('hex');
      const snapshot: JobSnapshot = {
        id,
        kind: work.kind,
        title: work.title,
        state: 'queued',
        progress: 0,
        elapsedMs: 0,
        remainingMs: null,
        detail: say('job.waiting'),
      };
      const job: Job = {
        snapshot,
        work,
        asked: null,
        clock: stopwatch(nowMs),
        waiting: [],
        onProgress: ownProgress(snapshot),
      };
      jobs.set(id, job);
      forgetOldest(jobs);
      tell(job);
      // The caller gets the id first, then the events of the running job.
      setImmediate(() => void runNext());
      return id;
    },
    list: () => [...jobs.values()].map(picture),
    find: (id) => picture(get(id)),
    update(id, change) {
      const job = jobs.get(id);
      if (!job || ENDED.includes(job.snapshot.state)) return;
      // A job that was asked to end says so until it has ended.
      const { detail, remainingMs } = job.snapshot;
      Object.assign(job.snapshot, change, job.asked === null ? {} : { detail, remainingMs });
      tellSoon(job);
    },
    progress({ job: id, ...told }) {
      const job = jobs.get(id);
      if (!job || job.asked !== null || ENDED.includes(job.snapshot.state)) return;
      job.onProgress(told);
      tellSoon(job);
    },
    async control(id, action) {
      const job = get(id);
      const { state } = job.snapshot;
      if (ENDED.includes(state)) return;
      const ends = action === 'stop' || action === 'cancel';
      if (state === 'queued') {
        if (!ends) throw new AppError('bad-input', say('job.cannotPauseYet'));
        setState(job, 'cancelled');
        return;
      }
      if (ends) {
        job.asked = action;
        // Said at once: the process that works may be within a long step.
        Object.assign(job.snapshot, { detail: say(ENDING[action]), remainingMs: null });
        tell(job);
      }
      if (action === 'pause') setState(job, 'paused');
      else if (state === 'paused') setState(job, 'running');
      wake(job);
      await job.work.control(id, action);
    },
    get idle() {
      return [...jobs.values()].every(({ snapshot }) => ENDED.includes(snapshot.state));
    },
  };
}

/** Most jobs are as far as the process that works says, and go on as fast as they went. */
function ownProgress(snapshot: JobSnapshot): Job['onProgress'] {
  const remaining = remainingTime();
  return ({ fraction, detail }) => {
    Object.assign(snapshot, { progress: fraction, remainingMs: remaining(fraction), ...(detail && { detail }) });
  };
}

const ENDING = { cancel: 'job.cancelling', stop: 'job.stopping' } as const;

function wake(job: Job): void {
  for (const resolve of job.waiting.splice(0)) resolve();
}

function endOf({ kind }: Failure, resumable: boolean): JobState {
  if (kind === 'cancelled') return 'cancelled';
  return kind === 'crashed' && resumable ? 'interrupted' : 'failed';
}

function forgetOldest(jobs: Map<string, Job>): void {
  for (const [id, { snapshot }] of jobs) {
    if (jobs.size <= KEPT_JOBS) return;
    if (ENDED.includes(snapshot.state)) jobs.delete(id);
  }
}

interface Stopwatch {
  start(): void;
  stop(): void;
  elapsedMs(): number;
}

/** Counts only the time between start and stop. */
function stopwatch(nowMs: () => number): Stopwatch {
  let counted = 0;
  let since: number | null = null;
  const elapsedMs = () => counted + (since === null ? 0 : nowMs() - since);
  return {
    elapsedMs,
    start() {
      since ??= nowMs();
    },
    stop() {
      counted = elapsedMs();
      since = null;
    },
  };
}

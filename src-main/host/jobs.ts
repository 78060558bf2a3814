import { randomBytes } from 'node:crypto';
import { ENDED_STATES, type JobAction, type JobProgress, type JobSnapshot, type JobState } from '@contract/job';
import { AppError, toFailure, type Failure } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import { remainingTime } from './remaining-time';

/** What a job's work may change while it runs. */
type JobChange = Partial<
  Pick<
    JobSnapshot,
    'title' | 'progress' | 'remainingMs' | 'detail' | 'pair' | 'restored' | 'batch' | 'checkpoint' | 'model' | 'study'
  >
>;

/** A running job as its work sees it. */
export interface JobContext {
  readonly id: string;
  update(change: JobChange): void;
  /** What the user asked for meanwhile. */
  readonly asked: 'stop' | 'cancel' | null;
  /** Throws AppError('cancelled') once the user has cancelled, or stopped. Called where nothing is worth keeping yet. */
  continueOrThrow(): void;
  /** What the process that works tells of this job goes here from now on; else it is the job's own progress. */
  onProgress(listener: (progress: Omit<JobProgress, 'job'>) => void): void;
  /** Waits while the job is paused. */
  whenRunning(): Promise<void>;
  /** Pauses the job itself, saying why; it goes on when the user says so, or `release` does. */
  hold(why: Sentence): void;
  release(): void;
  /** Without the time in pauses. */
  readonly elapsedMs: number;
}

export interface JobWork {
  kind: JobSnapshot['kind'];
  title: Sentence;
  /** Takes seconds or a minute: it passes what takes long, which waits at its next step. */
  small?: boolean;
  /** Ends in 'done', or throws: 'cancelled', 'crashed' (interrupted where there is a checkpoint), anything else 'failed'. */
  run(job: JobContext): Promise<void>;
  /** Passes an action on to the process that works. */
  control(id: string, action: JobAction): Promise<unknown>;
}

export interface JobBoard {
  /** Puts work at the end of its queue, that of the small jobs or that of the long ones; returns its id. */
  add(work: JobWork): string;
  /** Takes over a job that ended in an earlier run. */
  adopt(ended: Omit<JobSnapshot, 'place'>): void;
  list(): JobSnapshot[];
  find(id: string): JobSnapshot;
  update(id: string, change: JobChange): void;
  /** How far the work of a job is, as the process that does it tells. */
  progress(told: JobProgress): void;
  control(id: string, action: JobAction): Promise<void>;
  /** Waiting jobs in the order in which they are to run; others keep theirs. */
  order(ids: readonly string[]): void;
  /** Nothing runs and nothing waits. */
  readonly idle: boolean;
}

interface Job {
  snapshot: JobSnapshot;
  work: JobWork;
  asked: 'stop' | 'cancel' | null;
  clock: Stopwatch;
  waiting: (() => void)[];
  /** Its work has begun: where it waits, it goes on. */
  hasBegun: boolean;
  /** Held at its next step while a small job runs. */
  yields: boolean;
  onProgress: (progress: Omit<JobProgress, 'job'>) => void;
}

const KEPT_JOBS = 100;
const CHANGE_EVERY_MS = 100;

/**
 * Two queues, of small jobs and of long ones; in each they run one after the other, in the order they came. A long job waits
 * at its next step while a small one runs, and a paused job holds up none behind it. `nowMs` is any steady clock.
 */
export function createJobBoard(
  onChange: (snapshot: JobSnapshot) => void,
  nowMs: () => number = () => performance.now(),
): JobBoard {
  const jobs = new Map<string, Job>();
  const telling = new Set<string>();
  const running: Record<Queue, Job | null> = { small: null, long: null };
  let lastPlace = 0;

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
      if (telling.delete(id) && !ENDED_STATES.includes(job.snapshot.state)) tell(job);
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

  const runNext = (): void => {
    for (const queue of QUEUES) {
      if (running[queue]) continue;
      const job = inOrder(jobs).find((one) => one.snapshot.state === 'queued' && queueOf(one) === queue);
      if (job) goOn(job);
    }
    yieldToSmall();
  };

  /** Begins a job, or goes on with one that was paused. */
  const goOn = (job: Job): void => {
    running[queueOf(job)] = job;
    if (job.hasBegun) {
      setState(job, 'running');
      wake(job);
      void job.work.control(job.snapshot.id, 'resume').catch(() => undefined);
      return;
    }
    job.hasBegun = true;
    job.snapshot.detail = say('job.starting');
    setState(job, 'running');
    void job.work.run(contextOf(job)).then(
      () => {
        leave(job, null);
      },
      (reason: unknown) => {
        leave(job, reason ?? new AppError('internal', say('job.noReason')));
      },
    );
  };

  const leave = (job: Job, error: unknown): void => {
    finish(job, error);
    makeWay(job);
  };

  /** The next of its queue may run. */
  const makeWay = (job: Job): void => {
    const queue = queueOf(job);
    job.yields = false;
    if (running[queue] === job) running[queue] = null;
    runNext();
  };

  /** A small job passes the long one that runs, which waits where it is. */
  const yieldToSmall = (): void => {
    const { small, long } = running;
    const yields = small !== null;
    if (!long || long.yields === yields || long.asked !== null || long.snapshot.state !== 'running') return;
    long.yields = yields;
    if (yields) {
      Object.assign(long.snapshot, { detail: say('job.yields'), remainingMs: null });
      long.clock.stop();
    } else long.clock.start();
    tell(long);
    void long.work.control(long.snapshot.id, yields ? 'pause' : 'resume').catch(() => undefined);
  };

  /** Goes on at once where its queue is free, else when its turn comes. */
  const takeTurn = (job: Job): void => {
    if (running[queueOf(job)] === null) goOn(job);
    else {
      job.snapshot.detail = say('job.waiting');
      setState(job, 'queued');
    }
    yieldToSmall();
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
      while (job.snapshot.state === 'paused' || job.snapshot.state === 'queued')
        await new Promise<void>((resolve) => {
          job.waiting.push(resolve);
        });
    },
    hold(why) {
      if (job.snapshot.state !== 'running' || job.asked !== null) return;
      job.snapshot.detail = why;
      setState(job, 'paused');
      makeWay(job);
    },
    release() {
      if (job.snapshot.state === 'paused') takeTurn(job);
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
        place: ++lastPlace,
      };
      const job: Job = {
        snapshot,
        work,
        asked: null,
        clock: stopwatch(nowMs),
        waiting: [],
        hasBegun: false,
        yields: false,
        onProgress: ownProgress(snapshot),
      };
      jobs.set(id, job);
      forgetOldest(jobs);
      tell(job);
      // The caller gets the id first, then the events of the running job.
      setImmediate(runNext);
      return id;
    },
    adopt(ended) {
      if (jobs.has(ended.id)) return;
      const { kind, title, elapsedMs } = ended;
      const nothing = () => Promise.resolve();
      const work = { kind, title, run: nothing, control: nothing };
      jobs.set(ended.id, {
        ...{ snapshot: { ...ended, place: 0 }, work, asked: null, waiting: [], hasBegun: true, yields: false },
        clock: { start: () => undefined, stop: () => undefined, elapsedMs: () => elapsedMs },
        onProgress: () => undefined,
      });
    },
    list: () => [...jobs.values()].map(picture),
    find: (id) => picture(get(id)),
    update(id, change) {
      const job = jobs.get(id);
      if (!job || ENDED_STATES.includes(job.snapshot.state)) return;
      // A job that was asked to end says so until it has ended.
      const { detail, remainingMs } = job.snapshot;
      Object.assign(job.snapshot, change, job.asked === null ? {} : { detail, remainingMs });
      tellSoon(job);
    },
    progress({ job: id, ...told }) {
      const job = jobs.get(id);
      if (!job || job.asked !== null || ENDED_STATES.includes(job.snapshot.state)) return;
      job.onProgress(told);
      tellSoon(job);
    },
    async control(id, action) {
      const job = get(id);
      const { state } = job.snapshot;
      if (ENDED_STATES.includes(state)) return;
      const ends = action === 'stop' || action === 'cancel';
      if (state === 'queued' && !job.hasBegun) {
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
      if (action === 'resume') {
        // Its queue tells the process that works, at once or when its turn comes.
        if (state === 'paused') takeTurn(job);
        return;
      }
      if (action === 'pause') {
        setState(job, 'paused');
        makeWay(job);
      } else if (state !== 'running') setState(job, 'running');
      wake(job);
      await job.work.control(id, action);
    },
    order(ids) {
      const waiting = [...new Set(ids)]
        .flatMap((id) => jobs.get(id) ?? [])
        .filter(({ snapshot }) => snapshot.state === 'queued');
      const places = waiting.map(({ snapshot }) => snapshot.place).sort((a, b) => a - b);
      for (const [at, job] of waiting.entries()) {
        job.snapshot.place = places[at]!;
        tell(job);
      }
    },
    get idle() {
      return [...jobs.values()].every(({ snapshot }) => ENDED_STATES.includes(snapshot.state));
    },
  };
}

const QUEUES = ['small', 'long'] as const;
type Queue = (typeof QUEUES)[number];
const queueOf = ({ work }: Job): Queue => (work.small === true ? 'small' : 'long');

const inOrder = (jobs: ReadonlyMap<string, Job>): Job[] =>
  [...jobs.values()].sort((a, b) => a.snapshot.place - b.snapshot.place);

/** Most jobs are as far as the process that works says, and go on as fast as they went. */
function ownProgress(snapshot: JobSnapshot): Job['onProgress'] {
  const remaining = remainingTime();
  return ({ fraction, detail, training }) => {
    const remainingMs = training ? training.remainingMs : remaining(fraction);
    Object.assign(snapshot, { progress: fraction, remainingMs, ...(detail && { detail }) });
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
    if (ENDED_STATES.includes(snapshot.state)) jobs.delete(id);
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

import type { Surroundings } from './verb';
import { stat } from 'node:fs/promises';
import type { Answer, Args, Channel } from '@contract/channels';
import { ENDED_STATES, type JobSnapshot } from '@contract/job';
import { AppError, fromFailure } from '@contract/result';
import { ENGINES } from '@contract/runtime';
import { DEVELOPERS } from '@contract/settings';
import { say } from '@contract/sentence';
import { version } from '../../package.json';
import { createHost, type Host, type HostOptions } from '../host/host';
import type { ShellServices } from '../host/shell-services';
import { choiceOf, COMPUTE, numberOf } from './arguments';
import { Interrupted, UsageError } from './exit';
import type { Output } from './output';

/** The host as commands use it: failures are thrown, Ctrl-C cancels what runs. */
export interface Session {
  readonly host: Host;
  readonly call: <C extends Channel>(channel: C, args: Args<C>) => Promise<Answer<C>>;
  /** The id of a file that has to be there. */
  readonly file: (path: string) => Promise<string>;
  /** Starts a job, shows its progress, and returns how it ended. Throws its error, or Interrupted. */
  readonly run: (
    start: () => Promise<{ job: string }>,
    output: Output,
    onChange?: (job: JobSnapshot) => void,
  ) => Promise<JobSnapshot>;
}

/** Runs `work` with a host of its own, and ends the host whatever happens. */
export async function withSession<T>(
  { carrier }: Surroundings,
  output: Output,
  compute: ComputeFlags,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const host = createHost({
    carrier,
    shell: commandLineServices,
    ...computeOptions(compute),
    log: (line) => {
      output.event('log', { line });
    },
  });
  const interruption = onInterrupt();
  const session = createSession(host, interruption);
  try {
    return await Promise.race([work(session), interruption.promise]);
  } finally {
    interruption.forget();
    await host.close();
  }
}

type ComputeFlags = { [Flag in keyof typeof COMPUTE]?: string | undefined };

function computeOptions({ threads, device, engine, developer }: ComputeFlags) {
  const count = numberOf('threads', threads);
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= 512))
    throw new UsageError(`--threads is ${threads ?? ''}, not a whole number from 1 to 512.`);
  const chosen = choiceOf('device', device, ['cuda', 'cpu', 'wasm']);
  const options: Pick<HostOptions, 'threads' | 'device' | 'engine' | 'developer'> = {};
  if (count !== undefined) options.threads = count;
  if (chosen !== undefined) options.device = chosen;
  const restoring = choiceOf('engine', engine, ['auto', ...ENGINES]);
  if (restoring !== undefined) options.engine = restoring;
  const developing = choiceOf('developer', developer, DEVELOPERS);
  if (developing !== undefined) options.developer = developing;
  return options;
}

const noDialogs = () =>
  Promise.reject(new AppError('unavailable', say('plain', { text: 'The command line has no dialogs.' })));

export const commandLineServices: ShellServices = {
  info: () => ({ version, shell: 'cli', platform: process.platform, nativeDialogs: false }),
  pickPhotos: noDialogs,
  pickFolder: noDialogs,
  listFolder: noDialogs,
};

interface Interruption {
  /** Never resolves; rejects with Interrupted where no job takes care of Ctrl-C itself. */
  promise: Promise<never>;
  /** What Ctrl-C does now; null: end at once. */
  handler: (() => void) | null;
  forget(): void;
}

/** Ctrl-C, a request to end, a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function onInterrupt(): Interruption {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  promise.catch(() => undefined);
  const listener = () => {
    // The second Ctrl-C does not wait for anything.
    const { handler } = interruption;
    interruption.handler = null;
    if (handler) handler();
    else reject(new Interrupted());
  };
  const interruption: Interruption = {
    promise,
    handler: null,
    forget() {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return interruption;
}

function createSession(host: Host, interruption: Interruption): Session {
  const call: Session['call'] = async (channel, args) => {
    const result = await host.call(channel, args);
    if (!result.ok) throw fromFailure(result.error);
    return result.value as never;
  };
  return {
    host,
    call,
    async file(path) {
      const facts = await stat(path).catch(() => null);
      if (!facts?.isFile()) throw new AppError('not-found', say('plain', { text: `There is no file ${path}.` }));
      return host.registerPhoto(path).id;
    },
    async run(start, output, onChange = () => undefined) {
      const ended = whenEnded(host, output, onChange);
      try {
        const { job } = await start();
        interruption.handler = () => {
          output.say('Cancelling…');
          void host.call('jobs.control', { job, action: 'cancel' });
        };
        return finished(await ended.of(job), output);
      } finally {
        interruption.handler = null;
        ended.forget();
      }
    },
  };
}

/** Listens from before the job starts, so that no change is missed. */
function whenEnded(host: Host, output: Output, onChange: (job: JobSnapshot) => void) {
  let wanted: string | null = null;
  let furthest = 0;
  let resolve: (snapshot: JobSnapshot) => void = () => undefined;
  const promise = new Promise<JobSnapshot>((found) => {
    resolve = found;
  });
  const forget = host.onEvent((event, payload) => {
    if (event !== 'job.changed') return;
    const snapshot = payload as JobSnapshot;
    if (wanted !== null && snapshot.id !== wanted) return;
    onChange(snapshot);
    const { elapsedMs, remainingMs, detail } = snapshot;
    // Estimates get better as photos are looked at; the bar goes no way back for that.
    const progress = Math.max(furthest, snapshot.progress);
    furthest = progress;
    if (ENDED_STATES.includes(snapshot.state)) resolve(snapshot);
    else if (snapshot.state === 'running') output.progress({ progress, elapsedMs, remainingMs, detail });
  });
  return {
    forget,
    of(job: string) {
      wanted = job;
      return promise;
    },
  };
}

function finished(snapshot: JobSnapshot, output: Output): JobSnapshot {
  const { state, error, checkpoint } = snapshot;
  if (state === 'cancelled') throw new Interrupted();
  if (state === 'interrupted' && checkpoint !== undefined) {
    output.result({ checkpoint });
    throw new AppError(
      'crashed',
      say('plain', { text: `${error?.message ?? ''} The training can go on: onepair train --resume ${checkpoint}` }),
    );
  }
  if (error) throw fromFailure(error);
  return snapshot;
}

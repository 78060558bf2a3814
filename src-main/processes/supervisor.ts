import { AppError } from '@contract/result';
import { childCalls, type CallsOf, type ChildName } from '@contract/worker-calls';
import { say, type Sentence } from '@contract/sentence';
import type { ChildHandle } from './carrier';
import { createClient, type ChildListener, type Client } from './client';

/** In the log. */
const NAMES: Record<ChildName, string> = { compute: 'The calculating process', photos: 'The photo process' };
/** For people: the likely cause and what to do. What the child itself said goes to the log. */
const CRASHED = { compute: say('process.computeStopped'), photos: say('process.photosStopped') };
/** Starts in a row that came to nothing, after which none is tried any more. What a child dies of later says nothing of its start. */
const MOST_STARTS = 5;
const GAVE_UP = {
  compute: say('process.computeGaveUp', { times: MOST_STARTS }),
  photos: say('process.photosGaveUp', { times: MOST_STARTS }),
};

export interface ChildState {
  child: ChildName;
  state: 'ready' | 'crashed' | 'stopped';
  /** Why, where it has crashed. */
  sentence?: Sentence;
}

/** Owns one child process: starts it when it is first needed, and again after a crash. */
export interface Supervisor<Name extends ChildName> {
  call<C extends keyof CallsOf<Name> & string>(channel: C, args: ArgsOf<Name, C>): Promise<AnswerOf<Name, C>>;
  readonly pid: number | undefined;
  /** Ends a child that hangs, as a crash: calls that wait fail with it, the next one starts a new child. */
  kill(): void;
  /** Ends the child; the next call starts a new one. For when nothing runs: calls that wait are refused. */
  restart(): Promise<void>;
  /** Ends the child for good; later calls are refused, so that nothing starts it again behind a closing host. */
  close(): Promise<void>;
}

type Entry<Name extends ChildName, C extends keyof CallsOf<Name>> = CallsOf<Name>[C];
export type ArgsOf<Name extends ChildName, C extends keyof CallsOf<Name>> =
  Entry<Name, C> extends { args: infer Arguments } ? Arguments : never;
export type AnswerOf<Name extends ChildName, C extends keyof CallsOf<Name>> =
  Entry<Name, C> extends { answer: infer Answer } ? Answer : never;

interface Running {
  handle: ChildHandle;
  client: Client;
  ended: Promise<void>;
}

export function supervise<Name extends ChildName>(
  name: Name,
  start: () => ChildHandle,
  onEvent: ChildListener,
  onState: (state: ChildState) => void,
  log: (line: string) => void,
  prepare?: () => Promise<unknown>,
): Supervisor<Name> {
  let running: Running | null = null;
  let failedStarts = 0;
  let closed = false;

  const launch = (): Running => {
    if (closed) throw new AppError('cancelled', say('process.closing'));
    if (failedStarts >= MOST_STARTS) throw new AppError('unavailable', GAVE_UP[name]);
    const handle = start();
    let hasStarted = false;
    handle.port.onMessage(() => {
      hasStarted = true;
    });
    const client = createClient(handle.port, childCalls[name], onEvent, CRASHED[name], log);
    const ended = new Promise<void>((resolve) => {
      handle.port.onClose((reason) => {
        resolve();
        if (running?.handle !== handle) return;
        failedStarts = hasStarted ? 0 : failedStarts + 1;
        running = null;
        log(`${NAMES[name]} ${reason}`);
        onState({ child: name, state: 'crashed', sentence: CRASHED[name] });
      });
    });
    onState({ child: name, state: 'ready' });
    return { handle, client, ended };
  };

  const end = (): Promise<void> => {
    const ending = running;
    running = null;
    ending?.handle.kill();
    return ending?.ended ?? Promise.resolve();
  };

  return {
    async call(channel, args) {
      for (;;) {
        if (!running) await prepare?.();
        running ??= launch();
        const { client, ended } = running;
        const answer = client.send(channel, args);
        if (answer) return (await answer) as never;
        // It died over something else: this call was never sent, and waits for the end that is still to be noticed.
        await ended;
      }
    },
    get pid() {
      return running?.handle.pid;
    },
    kill() {
      running?.handle.kill();
    },
    restart: end,
    async close() {
      closed = true;
      const ran = running !== null;
      await end();
      if (!ran) return;
      onState({ child: name, state: 'stopped' });
    },
  };
}

import type { ErrorKind, Failure } from '@contract/result';
import type { Supervisor } from '../processes/supervisor';

/** Faults worth a line; what a person can mend by what they choose is said on the screen and not kept. */
const LOGGED: readonly ErrorKind[] = ['internal', 'crashed', 'disk', 'unavailable'];
const MOST_WAITING = 200;

export interface EventLog {
  add(line: string): void;
  failure(where: string, failure: Failure): void;
  /** Writes what has waited for the photo process. */
  readonly flush: () => void;
}

/**
 * The log of errors, written by the photo process. A line never starts that process: one that dies again and again must
 * not be woken by the news of its death.
 */
export function createEventLog(photos: () => Pick<Supervisor<'photos'>, 'call' | 'pid'>): EventLog {
  let waiting: string[] = [];
  const flush = () => {
    if (photos().pid === undefined) return;
    for (const line of waiting.splice(0))
      photos()
        .call('log.add', { line })
        .catch(() => undefined);
  };
  const add = (line: string) => {
    waiting = [...waiting, line].slice(-MOST_WAITING);
    flush();
  };
  return {
    add,
    flush,
    failure(where, { kind, message }) {
      if (LOGGED.includes(kind)) add(`${where}: ${kind}: ${message}`);
    },
  };
}

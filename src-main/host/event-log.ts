import type { ErrorKind, Failure } from '@contract/result';
import type { LogFile } from '../store/log-file';

/** Faults worth a line; what the user can mend by what they choose is said on the screen and not kept. */
const LOGGED: readonly ErrorKind[] = ['internal', 'crashed', 'disk', 'unavailable'];

export interface EventLog {
  readonly add: (line: string) => void;
  failure(where: string, failure: Failure): void;
  /** Waits until every line is written. */
  close(): Promise<void>;
}

/** The log of errors. A line that cannot be written is lost: nothing may fail for it. */
export function createEventLog(log: LogFile): EventLog {
  let last: Promise<unknown> = Promise.resolve();
  const add = (line: string) => {
    last = log.add(line).catch(() => undefined);
  };
  return {
    add,
    failure(where, { kind, message }) {
      if (LOGGED.includes(kind)) add(`${where}: ${kind}: ${message}`);
    },
    async close() {
      await last;
    },
  };
}

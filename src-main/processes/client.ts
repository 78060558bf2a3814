import { checked } from '@contract/checked';
import { fromChildSchema, type Port, type Wire } from '@contract/port';
import { AppError, fault, fromFailure, resultSchema, toFailure } from '@contract/result';
import { childEvents, isChildEvent, type ChildEvents } from '@contract/child-events';
import type { Sentence } from '@contract/sentence';
import type { CallRows } from '@contract/worker-calls';

export type ChildListener = <E extends keyof ChildEvents>(event: E, payload: ChildEvents[E]) => void;

/** The asking side of a port. */
export interface Client {
  /**
   * The other side's answer, or null at once where it takes no more calls. Throws its failure as AppError: 'internal' where
   * the answer does not fit its row, 'crashed' when it goes away before answering.
   */
  send(channel: string, args: unknown): Promise<unknown> | null;
  readonly pending: number;
}

/**
 * The other side is not believed: an answer that does not fit its row fails its call, another message that fits none is a
 * line for `log`. `crashed` is what pending callers are told when the other side goes away.
 */
export function createClient(
  port: Port,
  rows: CallRows,
  onEvent: ChildListener,
  crashed: Sentence,
  log: (line: string) => void,
): Client {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  const gone = () => new AppError('crashed', crashed);

  /** What was read, or null and a line where it does not fit. */
  const orLogged = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      log(toFailure(error).message);
      return null;
    }
  };

  port.onMessage((message) => {
    const wire = orLogged(() => checked(fromChildSchema, message, 'A message of a child process'));
    if (wire?.type === 'event' && isChildEvent(wire.event)) {
      const { event, payload } = wire;
      const told = orLogged(() => checked(childEvents[event], payload, `The event "${event}"`));
      if (told) onEvent(event, told as never);
    }
    if (wire?.type === 'answer') {
      const caller = waiting.get(wire.id);
      waiting.delete(wire.id);
      caller?.resolve(wire.result);
    }
  });
  port.onClose(() => {
    for (const caller of waiting.values()) caller.reject(gone());
    waiting.clear();
  });

  return {
    send(channel, args) {
      const id = nextId++;
      if (!port.post({ type: 'call', id, channel, args } satisfies Wire)) return null;
      const result = new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
      return result.then((said) => {
        const what = `The answer to "${channel}"`;
        const answered = checked(resultSchema, said, what);
        if (!answered.ok) throw fromFailure(answered.error);
        const row = rows[channel];
        if (!row) throw fault(`${what} has no row.`);
        return checked(row.answer, answered.value, what);
      });
    },
    get pending() {
      return waiting.size;
    },
  };
}

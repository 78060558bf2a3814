import type { Port, Wire } from '@contract/port';
import { AppError, fromFailure } from '@contract/result';
import { isChildEvent, type ChildEvents } from '@contract/child-events';
import type { Sentence } from '@contract/sentence';

export type ChildListener = <E extends keyof ChildEvents>(event: E, payload: ChildEvents[E]) => void;

/** The asking side of a port. */
export interface Client {
  /**
   * The other side's answer, or null at once where it takes no more calls. Throws its failure as AppError, or 'crashed'
   * when it goes away before answering.
   */
  send(channel: string, args: unknown): Promise<unknown> | null;
  readonly pending: number;
}

/** `crashed` is what pending callers are told when the other side goes away. */
export function createClient(port: Port, onEvent: ChildListener, crashed: Sentence): Client {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  const gone = () => new AppError('crashed', crashed);

  port.onMessage((message) => {
    const wire = message as Wire;
    if (wire.type === 'event' && isChildEvent(wire.event)) onEvent(wire.event, wire.payload as never);
    if (wire.type !== 'answer') return;
    const caller = waiting.get(wire.id);
    waiting.delete(wire.id);
    if (wire.result.ok) caller?.resolve(wire.result.value);
    else caller?.reject(fromFailure(wire.result.error));
  });
  port.onClose(() => {
    for (const caller of waiting.values()) caller.reject(gone());
    waiting.clear();
  });

  return {
    send(channel, args) {
      const id = nextId++;
      if (!port.post({ type: 'call', id, channel, args } satisfies Wire)) return null;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
    },
    get pending() {
      return waiting.size;
    },
  };
}

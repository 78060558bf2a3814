import type { Port, Wire } from '@contract/port';
import { fault, toFailure, type Result } from '@contract/result';
import type { ChildEvents } from '@contract/child-events';

/** Tells the host something without being asked. */
export type Emit = <E extends keyof ChildEvents>(event: E, payload: ChildEvents[E]) => void;

interface AnyCalls {
  [channel: string]: { args: unknown; answer: unknown };
}

/** One function per call; what it throws becomes the caller's failure. */
export type Handlers<Calls extends object> = {
  [Channel in keyof Calls]: Calls[Channel] extends AnyCalls[string]
    ? (args: Calls[Channel]['args'], emit: Emit) => Promise<Calls[Channel]['answer']>
    : never;
};

/** Says that it has started, and answers every call that arrives on the port. Calls run side by side; order matters to nobody but jobs. */
export function serve<Calls extends object>(port: Port, handlers: Handlers<Calls>): void {
  const table = new Map(Object.entries(handlers)) as Map<string, (args: unknown, emit: Emit) => Promise<unknown>>;
  const emit: Emit = (event, payload) => void port.post({ type: 'event', event, payload } satisfies Wire);
  port.onMessage((message) => {
    const wire = message as Wire;
    if (wire.type !== 'call') return;
    void answer(table.get(wire.channel), wire.args, emit).then((result) =>
      port.post({ type: 'answer', id: wire.id, result } satisfies Wire),
    );
  });
  port.post({ type: 'ready' } satisfies Wire);
}

async function answer(
  handler: ((args: unknown, emit: Emit) => Promise<unknown>) | undefined,
  args: unknown,
  emit: Emit,
): Promise<Result<unknown>> {
  try {
    if (!handler) throw fault('There is no such call.');
    return { ok: true, value: await handler(args, emit) };
  } catch (error) {
    return { ok: false, error: toFailure(error) };
  }
}

import type { Port } from '@contract/port';

/** Two ends of a port in one process. Messages are cloned and arrive in a later turn, as between processes. */
export function memoryPorts(): { host: Port; child: Port; crash: (reason: string) => void } {
  let open = true;
  const ends = [end(), end()] as const;
  const closeAll = (reason: string) => {
    if (!open) return;
    open = false;
    for (const { closed } of ends) for (const listener of closed) listener(reason);
  };
  const port = (own: (typeof ends)[number], other: (typeof ends)[number]): Port => ({
    post(message) {
      if (!open) return false;
      const copy: unknown = structuredClone(message);
      setImmediate(() => {
        if (open) for (const listener of other.heard) listener(copy);
      });
      return true;
    },
    onMessage: (listener) => void own.heard.push(listener),
    onClose: (listener) => void own.closed.push(listener),
    close: () => {
      closeAll('closed');
    },
  });
  return { host: port(ends[0], ends[1]), child: port(ends[1], ends[0]), crash: closeAll };
}

function end() {
  return { heard: [] as ((message: unknown) => void)[], closed: [] as ((reason: string) => void)[] };
}

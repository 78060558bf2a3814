import type { Port } from '@contract/port';
import { endWithParent } from './orphan';

/** Electron's side of a utility process, as far as it is used. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

/** The way back to the process that started this one: a utility process's parent port, or Node's own channel. */
export function childPort(): Port {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
  return parentPort ? fromParentPort(parentPort) : fromNodeChannel();
}

function fromParentPort(parent: ParentPort): Port {
  return {
    post(message) {
      parent.postMessage(message);
      return true;
    },
    onMessage: (listener) =>
      void parent.on('message', (event) => {
        listener(event.data);
      }),
    // Electron ends its utility processes itself.
    onClose: () => undefined,
    close: () => process.exit(0),
  };
}

function fromNodeChannel(): Port {
  endWithParent();
  return {
    post(message) {
      if (!process.connected) return false;
      process.send?.(message);
      return true;
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) =>
      void process.once('disconnect', () => {
        listener('The host is gone.');
      }),
    close: () => process.exit(0),
  };
}

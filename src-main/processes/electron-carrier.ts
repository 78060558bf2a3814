import { join } from 'node:path';
import { ending, lastWords, type StartChild } from './carrier';

/** The part of Electron's utilityProcess that is used; handed in, so that the host never imports electron. */
export interface UtilityProcessLike {
  fork(
    modulePath: string,
    args: string[],
    options: { env: Record<string, string | undefined>; serviceName: string; stdio: ('ignore' | 'pipe')[] },
  ): UtilityChildLike;
}

interface UtilityChildLike {
  readonly pid: number | undefined;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}

/** Children as Electron utility processes; `folder` holds compute.js and photos.js. */
export function electronCarrier(utilityProcess: UtilityProcessLike, folder: string): StartChild {
  return (name, environment) => {
    const child = utilityProcess.fork(join(folder, `${name}.js`), [], {
      env: { ...process.env, ...environment },
      serviceName: `Onepair ${name}`,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const words = lastWords(child.stderr);
    let alive = true;
    child.once('exit', () => {
      alive = false;
    });
    return {
      get pid() {
        return child.pid;
      },
      kill: () => void child.kill(),
      port: {
        post(message) {
          if (alive) child.postMessage(message);
          return alive;
        },
        onMessage: (listener) => void child.on('message', listener),
        onClose(listener) {
          child.once('exit', (code) => {
            listener(ending(code, null, words()));
          });
        },
        close: () => void child.kill(),
      },
    };
  };
}

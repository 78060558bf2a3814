import { fork, type Serializable } from 'node:child_process';
import { join } from 'node:path';
import { ending, lastWords, type StartChild } from './carrier';

/** Children as plain Node processes; `folder` holds compute.js and photos.js. */
export function nodeCarrier(folder: string): StartChild {
  return (name, environment) => {
    const child = fork(join(folder, `${name}.js`), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...environment },
      execArgv: [],
    });
    const words = lastWords(child.stderr);
    return {
      pid: child.pid,
      kill: () => void child.kill('SIGKILL'),
      port: {
        post(message) {
          if (!child.connected) return false;
          // A pipe that breaks is the child's end, which is told with its cause when it has ended.
          child.send(message as Serializable, () => undefined);
          return true;
        },
        onMessage: (listener) => void child.on('message', listener),
        onClose(listener) {
          child.once('error', (error) => {
            listener(error.message);
          });
          child.once('close', (code, signal) => {
            listener(ending(code, signal, words()));
          });
        },
        close: () => void child.kill(),
      },
    };
  };
}

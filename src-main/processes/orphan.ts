import { Worker } from 'node:worker_threads';

/**
 * Asks every `pollMs` whether the process's parent still lives; if not, the process may end by itself for `graceMs`,
 * then it is killed. (Windows keeps a dead parent's id, the others give a new one.)
 */
export const WATCH = `
const { workerData: { pollMs, graceMs } } = require('node:worker_threads');
const parent = process.ppid;
const lives = () => {
  if (process.ppid !== parent) return false;
  try {
    return process.kill(parent, 0);
  } catch ({ code }) {
    return code === 'EPERM';
  }
};
const timer = setInterval(() => {
  if (lives()) return;
  clearInterval(timer);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs);
}, pollMs);
`;

/**
 * Ends this process with the one that started it, whatever it is doing. A closed channel is heard between two steps of
 * TensorFlow only, which may take seconds, and never by a process that waits in open(); a thread of its own looks instead.
 */
export function endWithParent(): void {
  new Worker(WATCH, { eval: true, workerData: { pollMs: 250, graceMs: 750 } }).unref();
}

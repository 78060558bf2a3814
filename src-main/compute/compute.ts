import { constants, setPriority } from 'node:os';
import type { ComputeCalls } from '@contract/worker-calls';
import { childPort } from '../processes/child-port';
import { useBandThreads } from './band-threads';
import { computeHandlers } from './compute-handlers';
import { serve } from '../processes/serve';

/** The process of TensorFlow: training and restoring. A crash here ends one job, and ending it frees all its memory. */
try {
  // Before any thread starts, so that all of them leave the machine usable.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Some systems do not allow it; training then only competes harder.
}
// Ctrl-C reaches the whole group of a terminal; the host decides what it means.
process.on('SIGINT', () => undefined);
useBandThreads();
const port = childPort();
port.onClose(() => process.exit(0));
serve<ComputeCalls>(port, computeHandlers);

import { cpus } from 'node:os';

/** Threads that arithmetic of this process may keep busy: all cores, unless fewer were asked for. */
export function threadsHere(): number {
  const asked = Number(process.env['TF_NUM_INTRAOP_THREADS']);
  return asked > 0 ? asked : cpus().length;
}

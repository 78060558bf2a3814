import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);

/** Clock ticks from boot to the start of a process; 0 where the system does not tell (not Linux) or the process is gone. */
function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces and brackets; field 22 is the 20th after its closing one.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
}

/** Names a running process in file names: computer, process id and start time (process ids are used again). */
export function processTag(pid: number = process.pid): string {
  return `${HOST}-${pid}-${startOf(pid)}`;
}

/** 'elsewhere' is another computer's process on a shared disk: nothing is known of it. */
export function ownerState(tag: string): 'alive' | 'dead' | 'elsewhere' {
  const [host, pidText, startText] = tag.split('-');
  if (host !== HOST) return 'elsewhere';
  const pid = Number(pidText);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'dead';
  }
  const start = startOf(pid);
  return start === 0 || start === Number(startText) ? 'alive' : 'dead';
}

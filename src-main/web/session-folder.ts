import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder in `parent` that only this person can read, for the link file and for what the page uploads. Folders that
 * killed servers of this computer left behind are removed first: they hold copies of photos.
 */
export async function openSessionFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  const prefix = `onepair-web-${hostname().replace(/\W/g, '')}-`;
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined); // another person's
  }
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

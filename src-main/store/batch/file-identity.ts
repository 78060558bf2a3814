import { lstat, stat } from 'node:fs/promises';
import type { Occupant } from './output-name';

/** Device and file number: the same for all names and links of a file. Null where there is nothing. */
export async function identityOf(path: string): Promise<string | null> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts === null ? null : `${facts.dev}:${facts.ino}`;
}

/**
 * What a result would meet under a name. Originals (by device and file number, so also through links and in other
 * case), folders and links are never touched.
 */
export async function occupantOf(path: string, originals: ReadonlySet<string>): Promise<Occupant> {
  const facts = await lstat(path, { bigint: true }).catch(() => null);
  if (facts === null) return 'nothing';
  if (!facts.isFile()) return 'untouchable';
  return originals.has(`${facts.dev}:${facts.ino}`) ? 'untouchable' : 'file';
}

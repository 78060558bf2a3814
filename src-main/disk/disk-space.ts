import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FullDisk } from '@contract/batch';
import { DiskFull, folderLabel } from './disk-error';

/** Bytes that may still be written to the disk of a folder, which need not exist yet. */
export async function freeBytes(folder: string): Promise<number> {
  const facts = await statfs(folder).catch(() => null);
  if (facts) return facts.bavail * facts.bsize;
  const above = dirname(folder);
  return above === folder ? 0 : freeBytes(above);
}

/** What `work` returns, or which folder has no room for how much. Other errors are thrown on. */
export async function orFull<T>(work: () => Promise<T>): Promise<T | { full: FullDisk }> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DiskFull)) throw error;
    const { folder: path, neededBytes } = error;
    return { full: { folder: folderLabel(path), path, neededBytes, freeBytes: await freeBytes(path) } };
  }
}

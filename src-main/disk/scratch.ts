import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { makeFolder } from './atomic-write';
import { folderLabel } from './disk-error';
import { changedMs, isAbandoned, processTag } from './process-tag.mjs';
import { slug } from './names';

let files = 0;

/** Files that live as long as a process: uploads, decoded photos on their way between processes. */
export interface Scratch {
  folder: string;
  /** A new path in the folder, whatever the name: 'degraded-4711-12.raw'. Without an extension it may be a folder. */
  path(name: string, extension?: '.raw' | '.tif' | '.png' | '.icc' | '.jpg' | ''): string;
  /** Removes one file of the folder. */
  remove(path: string): Promise<void>;
  /** Removes the folder and all in it. */
  close(): Promise<void>;
}

/** A folder of this name is removed with all in it: nobody else's is called so, as '2026-01-31' may be. */
const OWN_NAME = /^onepair-([0-9a-f]+-\d+-\d+)$/;

/** Opens the scratch folder of this process and removes the folders of processes that are gone. */
export async function openScratch(root: string): Promise<Scratch> {
  const folder = join(root, `onepair-${processTag()}`);
  await makeFolder(root);
  await makePrivateFolder(folder);
  await removeLeftovers(root);
  return scratchIn(folder);
}

/** A scratch folder that another process has opened: a child works in its host's, so that its files outlive it. */
export function scratchIn(folder: string): Scratch {
  return {
    folder,
    // The process id keeps two children of one host apart.
    path: (name, extension = '.raw') => join(folder, `${slug(name)}-${process.pid}-${(files += 1)}${extension}`),
    remove: (path) => rm(path, { force: true }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Copies of photos are for this user alone: a folder that somebody else put there (below /tmp, its name can be guessed)
 * is refused.
 */
async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder, 0o700);
  const facts = await lstat(folder);
  if (!facts.isDirectory() || (process.getuid !== undefined && facts.uid !== process.getuid()))
    throw new AppError('disk', say('folder.belongsToOther', { folder: folderLabel(folder) }));
  await chmod(folder, 0o700);
}

async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const tag = OWN_NAME.exec(name)?.[1];
    if (tag === undefined) continue;
    const folder = join(root, name);
    if (isAbandoned(tag, changedMs(folder))) await rm(folder, { recursive: true, force: true });
  }
}

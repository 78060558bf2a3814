import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FolderListing } from '@contract/folder';
import { formatOfName } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { Registry } from '../host/registry';
import { isBelow } from '../disk/own-files';

/** More would only make the page slow; the user goes into a subfolder instead. */
const LISTED_ENTRIES = 2_000;

type Names = Pick<Registry, 'registerFolder' | 'registerPhoto'>;

/**
 * Lists a folder of the server for a page that has no system dialog: inside `home` and nowhere else, links followed only
 * where they stay inside, hidden names left out. `folder` null is the home itself. Throws AppError 'not-found' or
 * 'unavailable'.
 */
export async function listFolder(home: string, folder: string | null, names: Names): Promise<FolderListing> {
  const top = await realpath(home);
  const real = folder === null ? top : await realpath(folder).catch(() => null);
  if (real === null || !isInside(top, real)) {
    throw new AppError('not-found', say('folder.gone'));
  }
  const entries = await Promise.all((await visibleNames(real)).map((name) => look(top, join(real, name))));
  const found = entries.filter((entry) => entry !== null);
  return {
    folder: names.registerFolder(real),
    ...(real === top ? {} : { parent: names.registerFolder(dirname(real)) }),
    folders: found.filter((entry) => entry.isFolder).map((entry) => names.registerFolder(entry.path)),
    photos: found.filter((entry) => !entry.isFolder).map((entry) => names.registerPhoto(entry.path)),
  };
}

async function visibleNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    const name = basename(folder);
    throw new AppError('unavailable', say('folder.unreadable', { folder: name }), name);
  });
  return names
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, LISTED_ENTRIES);
}

async function look(top: string, path: string): Promise<{ path: string; isFolder: boolean } | null> {
  try {
    const info = await stat(path);
    if (!isInside(top, await realpath(path))) return null;
    if (info.isDirectory()) return { path, isFolder: true };
    return info.isFile() && formatOfName(path) !== null ? { path, isFolder: false } : null;
  } catch {
    return null; // vanished, or not ours to see
  }
}

const isInside = (top: string, path: string): boolean => path === top || isBelow(top, path);

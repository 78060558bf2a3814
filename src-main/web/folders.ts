import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { FolderListing } from '@contract/folder';
import { formatOfName } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { Registry } from '../host/registry';
import { answering } from '../disk/answering';
import { isBelow } from '../disk/own-files';

/** More would only make the page slow; the user goes into a subfolder instead. */
const LISTED_ENTRIES = 2_000;

type Names = Pick<Registry, 'registerFolder' | 'registerPhoto'>;

interface Asked {
  /** Null: the home itself. What the user has typed may begin with '~' and name a photo: its folder is meant. */
  folder: string | null;
  /** The user has said that the page may look outside the home. */
  outside: boolean;
}

/**
 * Lists a folder of the server for a page that has no system dialog. Outside `home` nothing is told before the user has
 * said so, and inside it links are followed only where they stay inside. Hidden names are left out. Throws AppError
 * 'not-found' or 'unavailable'.
 */
export async function listFolder(home: string, { folder, outside }: Asked, names: Names): Promise<FolderListing> {
  const top = await realpath(home);
  const real = folder === null ? top : await folderAt(resolve(top, folder.replace(/^~(?=$|[/\\])/, top)));
  const isOut = !isInside(top, real);
  const places = [top, ...(await drives())].map((path) => names.registerFolder(path));
  const place = { folder: names.registerFolder(real), places };
  if (isOut && !outside) return { ...place, asks: true, folders: [], photos: [] };
  const within = isOut ? null : top;
  const entries = await Promise.all(
    (await visible(real)).map((entry) => entryOf(within, join(real, entry.name), entry)),
  );
  const found = entries.filter((entry) => entry !== null);
  const parent = dirname(real);
  return {
    ...place,
    ...(parent === real ? {} : { parent: names.registerFolder(parent) }),
    folders: found.filter((entry) => entry.isFolder).map((entry) => names.registerFolder(entry.path)),
    photos: found.filter((entry) => !entry.isFolder).map((entry) => names.registerPhoto(entry.path)),
  };
}

/** A disk that does not answer may be asked about: it holds one of the threads for files. */
function folderAt(path: string): Promise<string> {
  return answering(path, async () => {
    const real = await realpath(path).catch(() => null);
    if (real === null) throw new AppError('not-found', say('folder.gone'));
    return (await stat(real)).isFile() && formatOfName(real) !== null ? dirname(real) : real;
  });
}

/** Where the disks of this computer are, cards and sticks among them; what is on them is not asked. */
async function drives(): Promise<string[]> {
  if (process.platform === 'win32') {
    const letters = Array.from({ length: 26 }, (_, at) => `${String.fromCharCode(65 + at)}:\\`);
    const there = await Promise.all(
      letters.map((letter) =>
        stat(letter)
          .then(() => [letter])
          .catch(() => []),
      ),
    );
    return there.flat();
  }
  const { username } = userInfo();
  const roots = process.platform === 'darwin' ? ['/Volumes'] : [`/media/${username}`, `/run/media/${username}`, '/mnt'];
  const mounted = await Promise.all(
    roots.map(async (root) => {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => !entry.isFile()).map((entry) => join(root, entry.name));
    }),
  );
  return ['/', ...mounted.flat()];
}

async function visible(folder: string): Promise<Dirent[]> {
  const entries = await answering(folder, () =>
    readdir(folder, { withFileTypes: true }).catch(() => {
      const name = basename(folder);
      throw new AppError('unavailable', say('folder.unreadable', { folder: name }), name);
    }),
  );
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .slice(0, LISTED_ENTRIES);
}

interface Seen {
  path: string;
  isFolder: boolean;
}

/** The folder tells what lies in it; only where a link leads is asked, which may be a disk that does not answer. */
async function entryOf(top: string | null, path: string, entry: Dirent): Promise<Seen | null> {
  if (!entry.isSymbolicLink()) return seen(path, entry);
  try {
    return await answering(path, async () => {
      const info = await stat(path);
      return top !== null && !isInside(top, await realpath(path)) ? null : seen(path, info);
    });
  } catch {
    return null; // vanished, or not ours to see
  }
}

function seen(path: string, what: Pick<Dirent, 'isFile' | 'isDirectory'>): Seen | null {
  if (what.isDirectory()) return { path, isFolder: true };
  return what.isFile() && formatOfName(path) !== null ? { path, isFolder: false } : null;
}

const isInside = (top: string, path: string): boolean => path === top || isBelow(top, path);

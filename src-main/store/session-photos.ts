import { copyFile, link, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isPutAside, makeFolder } from '../disk/atomic-write';
import { makeFolderBelow } from '../disk/own-files';

/** The folder of a kept photo, of which it is all there is: what people may call a folder of their own is none. */
const folderOf = (id: string) => `onepair-photo-${id}`;
const KEPT = /^onepair-photo-([\w-]{22})$/;

/** Photos that were handed over by a page, or drawn, lie in a folder that goes with the run of the app. */
const MOST_BYTES = 4 * 2 ** 30;

/**
 * Keeps such photos in a folder of the session, one a folder named by its id (`folderOf`), so that they are there the next time: a link
 * costs no room while the app runs. Returns where each is kept; one for which there is no room is left out.
 */
export async function keepPhotos(
  folder: string,
  photos: readonly { id: string; path: string }[],
): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  await makeFolder(folder, 0o700);
  let bytes = 0;
  for (const { id, path } of photos) {
    // By its full path, wherever the app is started the next time.
    const target = resolve(folder, folderOf(id), basename(path));
    const size = await sizeOf(path).then((known) => known ?? sizeOf(target));
    if (size === null || bytes + size > MOST_BYTES) continue;
    if ((await sizeOf(target)) !== size && !(await place(path, folder, id))) continue;
    bytes += size;
    kept.set(id, target);
  }
  return kept;
}

async function place(path: string, folder: string, id: string): Promise<boolean> {
  try {
    const target = join(await makeFolderBelow(folder, folderOf(id)), basename(path));
    await rm(target, { force: true });
    await link(path, target).catch(() => copyFile(path, target));
    return true;
  } catch {
    // A full disk costs this photo the next time, and nothing now.
    return false;
  }
}

/**
 * Removes the kept photos that no session names any more; for the start alone: later a page may still show them. Those of a
 * session that was put aside stay a week, for the version of the app that can read it.
 */
export async function forgetPhotos(folder: string, named: ReadonlySet<string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const aside = entries.filter(({ name }) => isPutAside(name)).map(({ name }) => ageMsOf(join(folder, name)));
  if ((await Promise.all(aside)).some((ageMs) => ageMs < ASIDE_MS)) return;
  for (const entry of entries) {
    const id = KEPT.exec(entry.name)?.[1];
    if (entry.isDirectory() && id !== undefined && !named.has(id)) await forget(join(folder, entry.name));
  }
}

/** A folder that holds more than the one photo is somebody else's, too: it stays. */
async function forget(folder: string): Promise<void> {
  try {
    const [photo, ...more] = await readdir(folder, { withFileTypes: true });
    if (more.length > 0 || photo?.isDirectory()) return;
    if (photo) await rm(join(folder, photo.name));
    await rmdir(folder);
  } catch {
    // What cannot be removed now is tried at the next start.
  }
}

const ASIDE_MS = 7 * 24 * 3600 * 1000;

const ageMsOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ ctimeMs }) => Date.now() - ctimeMs,
    () => Infinity,
  );

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    (facts) => (facts.isFile() ? facts.size : null),
    () => null,
  );

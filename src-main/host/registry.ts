import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { PhotoRef, FolderRef } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { shownName } from '@contract/shown-name';

/** What the user handed over in this session: paths behind opaque random ids. Pages never see the paths. */
export interface Registry {
  readonly registerPhoto: (path: string, name?: string) => PhotoRef;
  readonly registerFolder: (path: string) => FolderRef;
  /** What an earlier run knew by these ids, which are as hard to guess; one that is taken stays as it is. */
  readonly adoptPhoto: (id: string, path: string, name: string) => void;
  readonly adoptFolder: (id: string, path: string) => void;
  /** A place to write to: never a photo's id, so that no page can name one. */
  readonly registerOutput: (path: string) => string;
  /** The path behind such an id. Throws AppError('not-found'). */
  output(id: string): string;
  /** The photo (or any other file) behind an id. Throws AppError('not-found'). */
  photo(id: string): { path: string; ref: PhotoRef };
  /** Null where the id names no file of this session. */
  readonly findPhoto: (id: string) => { path: string; ref: PhotoRef } | null;
  folder(id: string): string;
}

export function createRegistry(): Registry {
  const photos = new Map<string, { path: string; ref: PhotoRef }>();
  const folders = new Map<string, { path: string; ref: FolderRef }>();
  const outputs = new Map<string, string>();
  const photoIds = new Map<string, string>();
  const folderIds = new Map<string, string>();

  const idOf = (ids: Map<string, string>, key: string): string => {
    const id = ids.get(key) ?? randomBytes(16).toString('base64url');
    ids.set(key, id);
    return id;
  };

  return {
    registerPhoto(path, name = basename(path)) {
      const full = resolve(path);
      const id = idOf(photoIds, `${full}\0${name}`);
      const ref = { id, name: shownName(name) };
      photos.set(id, { path: full, ref });
      return ref;
    },
    registerFolder(path) {
      const full = resolve(path);
      const ref = { id: idOf(folderIds, full), label: shownName(forPeople(full)) };
      folders.set(ref.id, { path: full, ref });
      return ref;
    },
    adoptPhoto(id, path, name) {
      const full = resolve(path);
      if (photos.has(id)) return;
      if (!photoIds.has(`${full}\0${name}`)) photoIds.set(`${full}\0${name}`, id);
      photos.set(id, { path: full, ref: { id, name: shownName(name) } });
    },
    adoptFolder(id, path) {
      const full = resolve(path);
      if (folders.has(id)) return;
      if (!folderIds.has(full)) folderIds.set(full, id);
      folders.set(id, { path: full, ref: { id, label: shownName(forPeople(full)) } });
    },
    registerOutput(path) {
      const id = randomBytes(16).toString('base64url');
      outputs.set(id, resolve(path));
      return id;
    },
    output(id) {
      const path = outputs.get(id);
      if (path === undefined) throw new AppError('not-found', say('folder.noSuchPlace'));
      return path;
    },
    photo(id) {
      const found = photos.get(id);
      if (!found) throw new AppError('not-found', say('photo.notInSession'));
      return found;
    },
    findPhoto: (id) => photos.get(id) ?? null,
    folder(id) {
      const found = folders.get(id);
      if (!found) throw new AppError('not-found', say('folder.notInSession'));
      return found.path;
    },
  };
}

/** '~/Pictures/a.png' for a path in the user's home, else the path itself. */
export function forPeople(path: string, home = homedir()): string {
  const inside = relative(home, path);
  if (inside === '') return '~';
  return inside.startsWith('..') || resolve(home, inside) !== resolve(path) || home === sep ? path : join('~', inside);
}

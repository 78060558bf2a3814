import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FoundPhoto, LeftOut } from '@contract/batch';
import { formatOfName, unreadEnding } from '@contract/photo';
import { say, inTurn } from '@contract/sentence';
import { AppError, toFailure } from '@contract/result';
import { answering } from '../../disk/answering';
import { folderLabel, readFailure } from '../../disk/disk-error';
import { LEDGER_FOLDER, readResults } from './ledger';
import { foldName } from '../../disk/names';
import { naturalOrder } from '../../disk/natural-order';

/**
 * The photos behind files and folders, mixed: files as they are, folders by what they hold in natural order, each
 * path once. Below several folders, `relative` begins with the folder's own name. Hidden names are left out of folders.
 * So are results of earlier batches, photos of kinds that are not read and folders of systems, which are counted, and whatever cannot be
 * used, which is named: a folder that cannot be read costs itself. Throws AppError for what is not there, and where
 * nothing is found.
 */
export async function scanPhotos(
  inputs: readonly string[],
  recursive: boolean,
): Promise<LeftOut & { photos: FoundPhoto[] }> {
  const kinds = await Promise.all(inputs.map(kindOf));
  const folders = inputs.filter((_, index) => kinds[index]?.isDirectory()).map((input) => resolve(input));
  const labels = folderLabels([...new Set(folders)]);
  const found = new Map<string, FoundPhoto>();
  const left: Left = { unread: {}, system: {}, results: 0, problems: [], unnamed: 0 };
  const add = (photo: FoundPhoto) => {
    if (!found.has(photo.path)) found.set(photo.path, photo);
  };
  for (const [index, input] of inputs.entries()) {
    const path = resolve(input);
    const facts = kinds[index]!;
    if (!facts.isDirectory()) add({ path, relative: basename(path), bytes: facts.size, modifiedMs: facts.mtimeMs });
    else for await (const photo of photosBelow(path, labels.get(path) ?? '', recursive, [], left)) add(photo);
  }
  const { unnamed, ...told } = left;
  if (unnamed > 0) left.problems.push(say('batch.moreLeftOut', { count: unnamed }));
  if (found.size === 0) {
    if (left.problems.length > 0) throw new AppError('bad-input', inTurn(left.problems));
    throw new AppError('bad-input', left.results > 0 ? say('batch.onlyResults') : say('batch.nothingToRestore'));
  }
  return { photos: [...found.values()], ...told };
}

async function kindOf(input: string) {
  const facts = await answering(dirname(resolve(input)), () => stat(input).catch(() => null));
  if (!facts) throw new AppError('not-found', say('batch.noSuchInput', { path: input }), basename(input));
  return facts;
}

/** One folder needs no name in front; several get their own, made different where two are called alike. */
function folderLabels(folders: string[]): Map<string, string> {
  if (folders.length < 2) return new Map();
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const folder of folders) {
    const name = basename(folder) || 'disk';
    let label = name;
    for (let count = 2; taken.has(foldName(label)); count += 1) label = `${name}_${count}`;
    taken.add(foldName(label));
    labels.set(folder, label);
  }
  return labels;
}

/** What folders hold and is not taken. */
type Left = LeftOut & { unnamed: number };

const MOST_PROBLEMS = 100;

/** Failures that mean nothing for the rest of a walk; of very many the first are named, and the others counted. */
function note(left: Left, error: unknown): void {
  if (left.problems.length < MOST_PROBLEMS) left.problems.push(toFailure(error).sentence);
  else left.unnamed += 1;
}

/** A folder that holds results of earlier batches. */
interface ResultFolder {
  path: string;
  /** Below it, folded. */
  results: ReadonlySet<string>;
}

async function* photosBelow(
  folder: string,
  label: string,
  recursive: boolean,
  above: readonly ResultFolder[],
  left: Left,
): AsyncGenerator<FoundPhoto> {
  const entries = await entriesOf(folder, left);
  const results = entries.some(({ name }) => name === LEDGER_FOLDER) ? await resultsIn(folder, left) : null;
  const resultFolders = results === null ? above : [...above, { path: folder, results }];
  const visible = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => naturalOrder(a.name, b.name));
  const nameOf = (name: string) => (label === '' ? name : `${label}/${name}`);
  for (const entry of visible.filter(({ kind }) => kind !== 'folder')) {
    const other = unreadEnding(entry.name);
    if (other !== null) left.unread[other] = (left.unread[other] ?? 0) + 1;
    const path = join(folder, entry.name);
    if (formatOfName(entry.name) === null && !(recursive && (await leadsToFolder(entry, path)))) continue;
    if (resultFolders.some((place) => isResult(place, path))) {
      left.results += 1;
      continue;
    }
    const facts = await factsOf(entry, path).catch((error: unknown) => {
      note(left, error);
    });
    if (facts) yield { path, relative: nameOf(entry.name), bytes: facts.size, modifiedMs: facts.mtimeMs };
  }
  if (!recursive) return;
  for (const entry of visible.filter(({ kind }) => kind === 'folder')) {
    if (SYSTEM_FOLDERS.some((kind) => kind.test(entry.name))) {
      const kind = CATALOGUES.exec(entry.name)?.[0] ?? entry.name;
      left.system[kind] = (left.system[kind] ?? 0) + 1;
      continue;
    }
    yield* photosBelow(join(folder, entry.name), nameOf(entry.name), true, resultFolders, left);
  }
}

/** Of Lightroom and Capture One; each has a name of its own before the ending. */
const CATALOGUES = /\.(lrdata|lrcat-data|cocatalog)$/i;
/** Thumbnails and waste of network disks and systems, previews of catalogues: nobody's photos, or a second time. */
const SYSTEM_FOLDERS = [
  /^@(eaDir|Recycle|Recently-Snapshot)$/i, // Synology, QNAP
  /^#(recycle|snapshot)$/i,
  /^\$RECYCLE\.BIN$|^RECYCLER$|^System Volume Information$/i, // Windows
  /^lost\+found$/,
  /^(__MACOSX|Network Trash Folder|Temporary Items)$/i, // macOS
  CATALOGUES,
];

interface Entry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
}

/** What lies in a folder; names that are not UTF-8 cannot be asked for by a program. */
async function entriesOf(folder: string, left: Left): Promise<Entry[]> {
  const names = () => readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  const raw = await answering(folder, names).catch((error: unknown) => {
    note(left, readFailure(error, folder));
    return [];
  });
  const entries: Entry[] = [];
  for (const dirent of raw) {
    const entry = entryOf(dirent);
    if (Buffer.from(entry.name).equals(dirent.name)) entries.push(entry);
    else if (!entry.name.startsWith('.') && (entry.kind === 'folder' || formatOfName(entry.name) !== null))
      note(left, misnamed(entry.name, folder));
  }
  return entries;
}

function entryOf(dirent: Dirent<Buffer>): Entry {
  const link = dirent.isSymbolicLink() ? 'link' : 'other';
  const file = dirent.isFile() ? 'file' : link;
  return { name: dirent.name.toString(), kind: dirent.isDirectory() ? 'folder' : file };
}

const misnamed = (name: string, folder: string) =>
  new AppError('bad-input', say('batch.notUtf8', { file: name, folder: folderLabel(folder) }), name);

async function resultsIn(folder: string, left: Left): Promise<ReadonlySet<string> | null> {
  return answering(folder, (signal) => readResults(folder, signal)).catch((error: unknown) => {
    note(left, error);
    return null;
  });
}

/** Whether a link leads to a folder, which a walk through folders does not follow: it could lead round. */
const leadsToFolder = async ({ kind }: Entry, path: string): Promise<boolean> =>
  kind === 'link' &&
  (await answering(dirname(path), () => stat(path)).then(
    (facts) => facts.isDirectory(),
    () => false,
  ));

/** What is known of an ordinary file. Throws AppError for links, pipes and devices, and for what is gone. */
async function factsOf({ name, kind }: Entry, path: string): Promise<Stats> {
  if (kind !== 'file') {
    const what = kind === 'link' ? say('batch.aLink') : say('batch.noOrdinaryFile');
    throw new AppError('bad-input', say('batch.leftOut', { file: name, what }), name);
  }
  return answering(dirname(path), () => stat(path)).catch((error: unknown) => {
    throw readFailure(error, path);
  });
}

const isResult = ({ path: folder, results }: ResultFolder, path: string): boolean =>
  results.has(foldName(path.slice(folder.length + 1).replaceAll('\\', '/')));

import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Found, FoundPhoto } from '@contract/batch';
import { formatOfName, unreadEnding } from '@contract/photo';
import { AppError } from '@contract/result';
import { readFailure } from '../../disk/disk-error';
import { LEDGER_FOLDER, readLedgers, type Ledger } from './ledger';
import { foldName } from '../../disk/names';
import { naturalOrder } from '../../disk/natural-order';

/**
 * The photos behind files and folders, mixed: files as they are, folders by what they hold in natural order, each
 * path once. Below several folders, `relative` begins with the folder's own name. Results of earlier batches, hidden
 * names and links are left out of folders, and so are photos of kinds that are not read, which are counted. Throws AppError for what is not there, and where nothing is found.
 */
export async function scanPhotos(inputs: readonly string[], recursive: boolean): Promise<Found<FoundPhoto>> {
  const kinds = await Promise.all(inputs.map(kindOf));
  const folders = inputs.filter((_, index) => kinds[index]?.isDirectory()).map((input) => resolve(input));
  const labels = folderLabels([...new Set(folders)]);
  const found = new Map<string, FoundPhoto>();
  const left: LeftOut = { unread: {}, results: 0 };
  const add = (photo: FoundPhoto) => {
    if (!found.has(photo.path)) found.set(photo.path, photo);
  };
  for (const [index, input] of inputs.entries()) {
    const path = resolve(input);
    if (!kinds[index]?.isDirectory()) add({ path, relative: basename(path), bytes: kinds[index]?.size ?? 0 });
    else for await (const photo of photosBelow(path, labels.get(path) ?? '', recursive, [], left)) add(photo);
  }
  if (found.size === 0) {
    throw new AppError(
      'bad-input',
      left.results > 0
        ? 'There are only results of earlier batches in there. Choose the photos themselves to restore them again.'
        : 'There is no photo in there that can be restored. Choose photos or another folder.',
    );
  }
  return { photos: [...found.values()], unread: left.unread };
}

async function kindOf(input: string) {
  const facts = await stat(input).catch(() => null);
  if (!facts) throw new AppError('not-found', `There is no photo or folder ${input}.`, basename(input));
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
interface LeftOut {
  unread: Found<FoundPhoto>['unread'];
  results: number;
}

/** A folder that holds results of earlier batches. */
interface ResultFolder {
  path: string;
  ledger: Ledger;
}

async function* photosBelow(
  folder: string,
  label: string,
  recursive: boolean,
  above: readonly ResultFolder[],
  left: LeftOut,
): AsyncGenerator<FoundPhoto> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, folder);
  });
  const ledger = entries.some(({ name }) => name === LEDGER_FOLDER) ? await readLedgers(folder) : null;
  const resultFolders = ledger === null ? above : [...above, { path: folder, ledger }];
  const visible = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => naturalOrder(a.name, b.name));
  const nameOf = (name: string) => (label === '' ? name : `${label}/${name}`);
  for (const entry of visible.filter((one) => one.isFile())) {
    const other = unreadEnding(entry.name);
    if (other !== null) left.unread[other] = (left.unread[other] ?? 0) + 1;
    if (formatOfName(entry.name) === null) continue;
    const path = join(folder, entry.name);
    if (resultFolders.some((place) => isResult(place, path))) {
      left.results += 1;
      continue;
    }
    const facts = await stat(path).catch(() => null);
    if (facts) yield { path, relative: nameOf(entry.name), bytes: facts.size };
  }
  if (!recursive) return;
  for (const entry of visible.filter((one) => one.isDirectory())) {
    yield* photosBelow(join(folder, entry.name), nameOf(entry.name), true, resultFolders, left);
  }
}

const isResult = ({ path: folder, ledger }: ResultFolder, path: string): boolean =>
  ledger.results.has(foldName(path.slice(folder.length + 1).replaceAll('\\', '/')));

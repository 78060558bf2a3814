import { createHash } from 'node:crypto';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { PlannedPhoto, Shard } from '@contract/batch';
import { RESTORE_ROWS, type RestoreSettings } from '@contract/restore-options';
import { resultFormat, formatOfName, type InputFormat, type ResultFormat } from '@contract/photo';
import { say, type Sentence } from '@contract/sentence';
import { answering } from '../../disk/answering';
import { makeFolder, removeStaleTemps } from '../../disk/atomic-write';
import { workOf, type Batch, type BatchPhoto, type NamedModel } from './batch';
import { HEAD_BYTES, photoFormat } from '../../codec/kind';
import { contentHash } from '../../disk/content-hash';
import { inOrder } from '../../disk/in-order';
import {
  appendLine,
  createLedger,
  ledgerPath,
  lockLedger,
  readLedgers,
  unlockLedger,
  type LedgerEntry,
} from './ledger';
import { foldName } from '../../disk/names';
import { identityOf, type Occupant } from '../../disk/replaceable';
import { occupantOfResult } from './occupant';
import { giveNames, type NameRequest } from './output-name';
import { isBelow } from '../../disk/own-files';
import { readAt, withRegularFile } from '../../disk/read-file';

/** Photos that are inspected side by side while a batch is planned. */
const AT_ONCE = 8;

/** A photo that is to be restored; `own` where it has a model or settings of its own. */
interface OrderedPhoto {
  path: string;
  relative: string;
  own?: { model: NamedModel; settings: RestoreSettings };
}

export interface BatchOrder {
  photos: readonly OrderedPhoto[];
  folder: string;
  model: NamedModel;
  settings: RestoreSettings;
  shard: Shard | null;
  /** What develops camera raw. */
  developer: string;
}

/**
 * Gives every photo of a list its result's name, takes this shard's part, and finds what earlier runs have done. The
 * folder and its ledger are created and taken. Throws AppError 'disk' or 'busy'.
 */
export async function planBatch(order: BatchOrder): Promise<{ batch: Batch; photos: PlannedPhoto[] }> {
  await answering(order.folder, () => makeFolder(order.folder));
  // One question each before many at once: a disk that does not answer is known by it.
  for (const folder of new Set(order.photos.map(({ path }) => dirname(path))))
    await answering(folder, () => stat(folder).catch(() => null));
  const folder = await realpath(order.folder);
  const ledger = ledgerPath(folder, order.shard);
  await lockLedger(ledger, folder, process.pid);
  try {
    return await planIn(folder, ledger, order);
  } catch (error) {
    await answering(folder, () => unlockLedger(ledger, process.pid)).catch(() => undefined);
    throw error;
  }
}

/** The plan in a folder that is this process's. */
async function planIn(
  folder: string,
  ledger: string,
  order: BatchOrder,
): Promise<{ batch: Batch; photos: PlannedPhoto[] }> {
  await createLedger(ledger);
  const seen = await inOrder(order.photos, AT_ONCE, ({ path }) =>
    answering(dirname(path), () => inspect(path, order.settings)),
  );
  const batch: Batch = {
    folder,
    ledger,
    model: order.model,
    settings: order.settings,
    photos: withKeys(order, seen),
    originals: new Set(seen.flatMap(({ identity }) => identity ?? [])),
    hashes: new Set(),
  };
  return { batch, photos: (await nameAll(batch, order, seen)).filter(({ index }) => isOfShard(index, order.shard)) };
}

/** Fills in the names of the results, and says what is to be done. */
async function nameAll(batch: Batch, order: BatchOrder, seen: Seen[]): Promise<PlannedPhoto[]> {
  const { folder, photos, settings } = batch;
  // What lies there is looked at before the ledgers: another shard's result is in its ledger before it appears.
  const occupant = await occupants(batch);
  const done = await readLedgers(folder, new Set(photos.map(({ key }) => key)));
  batch.hashes = done.hashes;
  const earlier = await inOrder(photos, AT_ONCE, async ({ path, key, model, settingsHash }, index) =>
    settings.again === true
      ? null
      : findEarlier(folder, path, seen[index]!, done.entriesOf(key, model.id, settingsHash)),
  );
  const requests = order.photos.map(({ relative }, index): NameRequest => {
    const reserved = earlier[index]?.out;
    const named = { relative, format: seen[index]!.format, model: photos[index]!.model.name };
    return reserved === undefined ? named : { ...named, reserved };
  });
  const names = await giveNames(requests, { ...settings, model: batch.model.name }, occupant);
  for (const [index, { out, kept }] of names.entries())
    Object.assign(photos[index]!, { out }, kept === undefined ? {} : { kept });
  await settleBegun(batch, earlier);
  return photos.map(({ out }, index): PlannedPhoto => {
    const { bytes, path } = seen[index]!;
    const found = earlier[index];
    const inside = relative(folder, path).replaceAll('\\', '/');
    if (done.results.has(foldName(inside)))
      return { index, bytes, skipped: say('batch.isResult', { file: basename(path) }) };
    if (found?.done === true) return { index, bytes, skipped: found.why, result: join(folder, out) };
    const skipped = names[index]?.skipped;
    return skipped === undefined ? { index, bytes } : { index, bytes, skipped };
  });
}

function withKeys({ photos, developer, ...usual }: BatchOrder, seen: Seen[]): BatchPhoto[] {
  const keys = distinctKeys(photos.map(({ relative: name }) => name));
  const used = new Set([usual.settings, ...photos.flatMap(({ own }) => own?.settings ?? [])]);
  const hashes = new Map(
    [...used].map((settings) => [
      settings,
      { ofRaw: hashOfSettings(settings, developer), ofOthers: hashOfSettings(settings, 'libraw') },
    ]),
  );
  return photos.map(({ path, relative: name, own }, index) => {
    const { format, isRaw } = seen[index]!;
    const { model, settings } = own ?? usual;
    const { ofRaw, ofOthers } = hashes.get(settings)!;
    return {
      ...{ path, key: keys[index]!, folder: name.split('/').slice(0, -1).join('/'), format, out: '' },
      ...{ model, settings, settingsHash: isRaw ? ofRaw : ofOthers },
    };
  });
}

/** Returns what lies under a name as it was when this was called. */
async function occupants(batch: Batch): Promise<(out: string) => Promise<Occupant>> {
  const { folder, photos } = batch;
  const there = new Map<string, string>();
  for (const below of new Set(photos.map((photo) => photo.folder))) {
    // Also where nothing is left to save.
    await removeStaleTemps(join(folder, below));
    for (const name of await readdir(join(folder, below)).catch(() => [])) {
      const path = below === '' ? name : `${below}/${name}`;
      there.set(foldName(path), path);
    }
  }
  return async (out) => {
    // Looked up in folded form: a disk that ignores case must not surprise us.
    const name = there.get(foldName(out));
    return name === undefined ? 'nothing' : occupantOfResult(join(folder, name), batch);
  };
}

const isOfShard = (index: number, shard: Shard | null): boolean =>
  shard === null || index % shard.count === shard.index - 1;

/** What changes the bytes or the names of results. How name conflicts are settled does not make another result. */
function hashOfSettings(settings: RestoreSettings, developer: string): string {
  const names = RESTORE_ROWS.filter(({ sameResult }) => !sameResult).map(({ name }) => name);
  const sorted = Object.fromEntries(names.sort().map((name) => [name, settings[name]]));
  return createHash('sha256')
    .update(JSON.stringify(developer === 'libraw' ? sorted : { ...sorted, developer }))
    .digest('hex');
}

interface Seen {
  /** The photo's real path. */
  path: string;
  identity: string | null;
  bytes: number;
  modifiedMs: number;
  /** Of its result. */
  format: ResultFormat;
  isRaw: boolean;
}

/** Size and time of a photo, and the format of its result. One that cannot be opened keeps the format of its name: decoding will say why. */
async function inspect(path: string, settings: RestoreSettings): Promise<Seen> {
  const facts = await stat(path).catch(() => null);
  const named = formatOfName(path) ?? 'png';
  const own = await realFormat(path).catch(() => named);
  const format = resultFormat(settings.format, own);
  const identity = await identityOf(path);
  const real = await realpath(path).catch(() => path);
  return {
    path: real,
    identity,
    bytes: facts?.size ?? 0,
    modifiedMs: facts?.mtimeMs ?? 0,
    format,
    isRaw: own === 'raw',
  };
}

async function realFormat(path: string): Promise<InputFormat> {
  const head = await withRegularFile(path, (file) => readAt(file, 0, HEAD_BYTES), { followLinks: true });
  return photoFormat(head, basename(path));
}

/** Photos of one name in the list are told apart by a number. */
function distinctKeys(relatives: string[]): string[] {
  const counts = new Map<string, number>();
  return relatives.map((relative) => {
    const count = (counts.get(relative) ?? 0) + 1;
    counts.set(relative, count);
    return count === 1 ? relative : `${relative} (${count})`;
  });
}

/** What an earlier run did with this very photo, model and settings. */
interface Earlier {
  out: string;
  /** The result is there. */
  done: boolean;
  why: Sentence;
  /** An entry whose result got its name just before the run ended, without a word in the ledger. */
  unsaid: LedgerEntry | null;
}

async function findEarlier(
  folder: string,
  path: string,
  seen: Seen,
  entries: readonly LedgerEntry[],
): Promise<Earlier | null> {
  const same = entries.filter(({ bytes }) => bytes === seen.bytes);
  if (same.length === 0) return null;
  const unchanged = same.filter(({ modifiedMs }) => modifiedMs === seen.modifiedMs);
  const content = unchanged.length > 0 ? null : await contentHash(path).catch(() => '');
  const entry = (content === null ? unchanged : same.filter((one) => one.content === content)).at(-1);
  return entry ? earlierOf(folder, entry) : null;
}

async function earlierOf(folder: string, entry: LedgerEntry): Promise<Earlier | null> {
  const path = join(folder, entry.out);
  const exists = await isFileBelow(folder, path);
  const why = say('batch.restoredEarlier', { file: entry.out });
  if (entry.done || !exists) return { out: entry.out, done: exists, why, unsaid: null };
  const isOurs = (await contentHash(path).catch(() => '')) === entry.outHash;
  return isOurs ? { out: entry.out, done: true, why, unsaid: entry } : null;
}

/** Whether an ordinary file is there that no link on the way leads out of the folder. */
async function isFileBelow(folder: string, path: string): Promise<boolean> {
  const facts = await lstat(path).catch(() => null);
  const real = await realpath(path).catch(() => '');
  return facts?.isFile() === true && isBelow(folder, real);
}

/** Says in the ledger what a killed run could not say any more. */
async function settleBegun(batch: Batch, earlier: readonly (Earlier | null)[]): Promise<void> {
  for (const [index, found] of earlier.entries()) {
    if (!found?.unsaid) continue;
    await appendLine(batch.ledger, { event: 'done', ...workOf(batch, index, found.unsaid.content), out: found.out });
  }
}

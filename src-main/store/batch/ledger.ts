import { readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { MOST_SHARDS, type Shard } from '@contract/batch';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { saidSchema } from '@contract/said';
import { syncFolder, writeFully } from '../../disk/atomic-write';
import { claim, unclaim } from '../../disk/claim.mjs';
import { folderLabel, readFailure, writeFailure } from '../../disk/disk-error';
import { foldName } from '../../disk/names';
import {
  isOwnFolder,
  linesOf,
  makeFolderBelow,
  openOwnFile,
  OWN_FOLDER,
  staysBelow,
  unusable,
} from '../../disk/own-files';
import { processTag } from '../../disk/process-tag.mjs';

/**
 * What was done in a folder of results, as lines of JSON that are only ever added: `begin` before a result gets its
 * name, `done` after. Each line is on the disk before the next step; a torn last line is passed over.
 */
export const LEDGER_FOLDER = OWN_FOLDER;

/** Some 150,000 results. A ledger may come with a folder from anywhere. */
const MOST_LEDGER_BYTES = 128 * 2 ** 20;
/** More than so many of ours come to; a stranger's may be as short as nothing. */
const MOST_LEDGER_LINES = 500_000;
/** One for each shard, and the one of runs without. */
const MOST_LEDGERS = MOST_SHARDS + 1;

const text = v.pipe(v.string(), v.minLength(1));
/** A result lies below the folder of its ledger and is none of our own files there, whoever wrote the line. */
const result = v.pipe(
  text,
  v.check((out) => staysBelow(out) && out.split('/')[0] !== LEDGER_FOLDER),
);
/** What makes two pieces of work the same: which photo, by name and content, with which model and settings. */
const work = { photo: text, content: text, model: text, settings: text };
const lineSchema = v.variant('event', [
  v.object({
    event: v.literal('begin'),
    ...work,
    /** The photo's size and time: as long as they stay, its content is not read again to be sure. */
    bytes: v.number(),
    modifiedMs: v.number(),
    /** Relative to the folder of the ledger, with '/'. */
    out: result,
    outBytes: v.number(),
    outHash: text,
    /** What restored it (`EngineName`); earlier ledgers do not say. */
    engine: v.optional(text),
  }),
  v.object({ event: v.literal('done'), ...work, out: result }),
  v.object({ event: v.literal('failed'), photo: text, model: text, settings: text, reason: saidSchema }),
]);
export type LedgerLine = v.InferOutput<typeof lineSchema>;

/** One result that was begun, and whether it was finished. */
export type LedgerEntry = Pick<
  Extract<LedgerLine, { event: 'begin' }>,
  'content' | 'bytes' | 'modifiedMs' | 'out' | 'outBytes' | 'outHash'
> & { done: boolean };

export interface Ledger {
  /** All results that ever got a name here, folded. */
  results: Set<string>;
  /** The hashes of their bytes. */
  hashes: Set<string>;
  /** The entries of one of the photos that were asked for, for a model and settings, oldest first. */
  entriesOf(photo: string, model: string, settings: string): LedgerEntry[];
}

/** All results that ever got a name in a folder, folded. Throws AppError, or the signal's reason. */
export async function readResults(folder: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const results = new Set<string>();
  for await (const line of readLines(join(folder, LEDGER_FOLDER), signal))
    if (line.event !== 'failed') results.add(foldName(line.out));
  return results;
}

/**
 * Reads the ledgers of all runs and shards in a folder; none is an empty one. Only the entries of `photos` are kept: a
 * ledger may know of very many. Throws AppError, or the signal's reason.
 */
export async function readLedgers(folder: string, photos: ReadonlySet<string>, signal?: AbortSignal): Promise<Ledger> {
  /** By photo, model and settings, then by content and name: the newest is last. */
  const entries = new Map<string, Map<string, LedgerEntry>>();
  const results = new Set<string>();
  const hashes = new Set<string>();
  for await (const line of readLines(join(folder, LEDGER_FOLDER), signal)) {
    if (line.event === 'failed') continue;
    results.add(foldName(line.out));
    if (line.event === 'begin') hashes.add(line.outHash);
    if (!photos.has(line.photo)) continue;
    const key = keyOf(line.photo, line.model, line.settings);
    const known = entries.get(key) ?? new Map<string, LedgerEntry>();
    entries.set(key, known);
    const one = `${line.content}\0${line.out}`;
    if (line.event === 'begin') {
      known.delete(one);
      known.set(one, { ...line, done: false });
    } else {
      const same = known.get(one);
      if (same) same.done = true;
    }
  }
  return {
    results,
    hashes,
    entriesOf: (photo, model, settings) => [...(entries.get(keyOf(photo, model, settings))?.values() ?? [])],
  };
}

const keyOf = (photo: string, model: string, settings: string): string => `${photo}\0${model}\0${settings}`;

async function* readLines(folder: string, signal?: AbortSignal): AsyncGenerator<LedgerLine> {
  if (!(await isOwnFolder(folder))) return;
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^ledger.*\.jsonl$/.test(name)).sort();
  if (names.length > MOST_LEDGERS) throw unusable(folder, say('save.moreThan', { count: MOST_LEDGERS }));
  let bytesLeft = MOST_LEDGER_BYTES;
  let linesLeft = MOST_LEDGER_LINES;
  for (const name of names) {
    signal?.throwIfAborted();
    const file = await openOwnFile(join(folder, name), 'read', bytesLeft);
    if (!file) continue;
    try {
      bytesLeft -= (await file.stat()).size;
      for await (const line of linesOf(file)) {
        signal?.throwIfAborted();
        linesLeft -= 1;
        if (linesLeft < 0) throw unusable(join(folder, name), say('save.moreLinesThan', { count: MOST_LEDGER_LINES }));
        const parsed = parseLine(line);
        if (parsed) yield parsed;
      }
    } catch (error) {
      throw readFailure(error, join(folder, name));
    } finally {
      await file.close();
    }
  }
}

/** Null for a line that was torn by a power cut, or that a newer version wrote. */
function parseLine(line: string): LedgerLine | null {
  if (line === '') return null;
  try {
    const parsed = v.safeParse(lineSchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Where a run writes: one file a shard, so that no two machines write to one. */
export function ledgerPath(folder: string, shard: Shard | null): string {
  const name = shard === null ? 'ledger' : `ledger-${shard.index}-of-${shard.count}`;
  return join(folder, LEDGER_FOLDER, `${name}.jsonl`);
}

/** Makes sure that the ledger itself survives a power cut. Throws AppError 'bad-input' for what is no ledger. */
export async function createLedger(path: string): Promise<void> {
  const file = await openOwnFile(path, 'append', MOST_LEDGER_BYTES);
  await file.close();
  await syncFolder(dirname(path)).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
}

/** Adds a line durably. Throws AppError 'disk', or 'bad-input' for what is no ledger. */
export async function appendLine(path: string, line: LedgerLine): Promise<void> {
  const file = await openOwnFile(path, 'append', MOST_LEDGER_BYTES);
  try {
    // What a killed process began of a line must not swallow this one.
    const start = (await endsTorn(file)) ? '\n' : '';
    await writeFully(file, Buffer.from(`${start}${JSON.stringify(line)}\n`));
    await file.sync();
  } catch (error) {
    throw writeFailure(error, path);
  } finally {
    await file.close();
  }
}

async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

/** Of a ledger and a process: the batches that have it, of which one may wait while another runs, and its last change. */
interface Holding {
  batches: number;
  last: Promise<unknown>;
}
const holdings = new Map<string, Holding>();

/** One change after the other: a ledger must not be left while another batch of the process takes it. */
function inTurn<T>(ledger: string, pid: number, change: (holding: Holding) => Promise<T>): Promise<T> {
  const key = `${pid} ${ledger}`;
  const holding = holdings.get(key) ?? { batches: 0, last: Promise.resolve() };
  holdings.set(key, holding);
  const turn = holding.last.then(() => change(holding));
  holding.last = turn.catch(() => undefined);
  return turn;
}

/**
 * Takes a ledger for the process `pid`, in a folder that is there, until it has been left as often as taken; throws AppError
 * 'busy' while another one has it. What a dead process left is no hindrance.
 */
export function lockLedger(ledger: string, folder: string, pid: number): Promise<void> {
  return inTurn(ledger, pid, async (holding) => {
    await makeFolderBelow(folder, LEDGER_FOLDER);
    const other = await claim(ledger, processTag(pid)).catch((error: unknown) => {
      throw writeFailure(error, ledger);
    });
    if (other !== null)
      throw new AppError(
        'busy',
        say('save.otherRun', { folder: folderLabel(folder), file: basename(other), inside: LEDGER_FOLDER }),
      );
    holding.batches += 1;
  });
}

/** Leaves it to other processes, once each of the batches that took it has. */
export function unlockLedger(ledger: string, pid: number): Promise<void> {
  return inTurn(ledger, pid, async (holding) => {
    holding.batches -= 1;
    if (holding.batches > 0) return;
    holding.batches = 0;
    await unclaim(ledger, processTag(pid));
  });
}

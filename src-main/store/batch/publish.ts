import { rm, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EncodedResult, SavedPhoto } from '@contract/batch';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { publishFile } from '../../disk/atomic-write';
import { foldName } from '../../disk/names';
import { FileExists, type Proof } from '../../disk/replaceable';
import { workOf, type Batch } from './batch';
import { isWritten, occupantOfResult } from './occupant';
import { appendLine } from './ledger';
import { numbered } from '@contract/output-name';

/**
 * Gives an encoded result its name: first the ledger says what is coming, then the file appears whole, then the ledger
 * says so. `content` is the hash of the photo as it was read, `engine` what
 * restored it. The temporary file is gone afterwards. Throws DiskFull where
 * the disk has no room.
 */
export async function publishResult(
  batch: Batch,
  index: number,
  content: string,
  result: EncodedResult,
  engine: string,
): Promise<SavedPhoto> {
  try {
    return await publishUnderFreeName(batch, index, { content, engine }, result);
  } finally {
    await rm(result.temp, { force: true }).catch(() => undefined);
  }
}

async function publishUnderFreeName(
  batch: Batch,
  index: number,
  { content, engine }: { content: string; engine: string },
  { temp, outBytes, outHash, bytes, modifiedMs, notes }: EncodedResult,
): Promise<SavedPhoto> {
  const { out, kept } = batch.photos[index]!;
  if (batch.settings.keepTimes === true) await utimes(temp, modifiedMs / 1000, modifiedMs / 1000);
  const begin = { ...workOf(batch, index, content), bytes, modifiedMs, outBytes, outHash, engine };
  for (const free of namesFrom(out, batch)) {
    const path = join(batch.folder, free);
    const there = await occupantOfResult(path, batch);
    if (there === 'nothing' || (there === 'file' && batch.settings.onConflict === 'overwrite')) {
      batch.hashes.add(outHash);
      await appendLine(batch.ledger, { event: 'begin', ...begin, out: free });
      if (await publish(temp, path, there === 'file' && isWritten(batch))) {
        // The result is there and `begin` knows its hash: a disk that is full by now must not make it be saved again.
        await appendLine(batch.ledger, { event: 'done', ...begin, out: free }).catch(() => undefined);
        const left = kept === undefined ? [] : [say('batch.keptOther', { file: basename(kept) })];
        return { path, bytes: outBytes, notes: [...notes, ...left] };
      }
    }
    if (batch.settings.onConflict === 'skip') return { skipped: say('batch.alreadyThere', { file: basename(free) }) };
  }
  const name = basename(out);
  throw new AppError('bad-input', say('batch.tooManyNames', { name }), name);
}

const MOST_TRIES = 1000;

/** The planned name, and numbered ones should somebody else have taken it meanwhile; none of another photo. */
function* namesFrom(out: string, { photos }: Batch): Generator<string> {
  yield out;
  const outs = new Set(photos.map((photo) => foldName(photo.out)));
  const dot = out.lastIndexOf('.');
  const base = { stem: out.slice(0, dot), extension: out.slice(dot) };
  for (let number = 2; number < MOST_TRIES; number += 1) {
    const name = numbered(base, number);
    if (!outs.has(foldName(name))) yield name;
  }
}

/** False where somebody else took the name in between, or saved a file of their own under it. */
async function publish(temp: string, path: string, overwrite: false | Proof): Promise<boolean> {
  try {
    await publishFile(temp, path, { overwrite });
    return true;
  } catch (error) {
    if (error instanceof FileExists) return false;
    throw error;
  }
}

import { basename, dirname, join } from 'node:path';
import { stat } from 'node:fs/promises';
import type { SavedPhoto } from '@contract/batch';
import type { RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { FileExists, writeFileAtomic } from '../disk/atomic-write';
import { workOf, type OpenBatch } from '../store/batch/batch-file';
import { encodePhotoBytes } from '../codec';
import { bytesHash } from '../disk/content-hash';
import { occupantOf } from '../store/batch/file-identity';
import { appendLine } from '../store/batch/ledger';
import { foldName } from '../disk/names';
import { makeFolderBelow } from '../disk/own-files';
import { photoKey } from '../disk/photo-identity';
import { numbered } from '@contract/output-name';

/** A restored photo of a batch, on its way into the folder. `content` is the hash of the photo as it was read. */
export interface BatchResult {
  index: number;
  raw: RawPicture;
  content: string;
  /** Of the photo, taken before it was read. */
  identity: string;
}

/**
 * Encodes a result and gives it its name: first the ledger says what is coming, then the file appears whole, then the
 * ledger says so. Throws DiskFull where the disk has no room.
 */
export async function saveResult(
  batch: OpenBatch,
  { index, raw, content, identity }: BatchResult,
): Promise<SavedPhoto> {
  const { path: original, format, out } = batch.photos[index]!;
  const name = basename(out);
  const { settings, model } = batch;
  const { bytes, notes } = await encodePhotoBytes({ raw, original, name, format, settings, model });
  await makeFolderBelow(batch.folder, dirname(out));
  // Its profile and metadata were read just now.
  const facts = await stat(original).catch(() => null);
  if (facts === null || photoKey(original, facts) !== identity) throw changed(original);
  const begin = {
    ...workOf(batch, index, content),
    bytes: facts.size,
    modifiedMs: facts.mtimeMs,
    outBytes: bytes.length,
    outHash: bytesHash(bytes),
  };
  for (const free of namesFrom(out, batch)) {
    const there = await occupantOf(join(batch.folder, free), batch.originals);
    if (there === 'nothing' || (there === 'file' && batch.settings.onConflict === 'overwrite')) {
      await appendLine(batch.ledger, { event: 'begin', ...begin, out: free });
      if (await publish(join(batch.folder, free), bytes, there === 'file')) {
        // The result is there and `begin` knows its hash: a disk that is full by now must not make it be saved again.
        await appendLine(batch.ledger, { event: 'done', ...begin, out: free }).catch(() => undefined);
        return { path: join(batch.folder, free), bytes: bytes.length, notes };
      }
    }
    if (batch.settings.onConflict === 'skip') return { skipped: say('batch.alreadyThere', { file: basename(free) }) };
  }
  throw new AppError('bad-input', say('batch.tooManyNames', { name }), name);
}

const changed = (original: string) => {
  const name = basename(original);
  return new AppError('bad-input', say('photo.changed', { file: name }), name);
};

const MOST_TRIES = 1000;

/** The planned name, and numbered ones should somebody else have taken it meanwhile; none of another photo. */
function* namesFrom(out: string, { outs }: OpenBatch): Generator<string> {
  yield out;
  const dot = out.lastIndexOf('.');
  const base = { stem: out.slice(0, dot), extension: out.slice(dot) };
  for (let number = 2; number < MOST_TRIES; number += 1) {
    const name = numbered(base, number);
    if (!outs.has(foldName(name))) yield name;
  }
}

/** False where somebody else took the name in between. */
async function publish(path: string, bytes: Uint8Array, overwrite: boolean): Promise<boolean> {
  try {
    await writeFileAtomic(path, [bytes], { overwrite });
    return true;
  } catch (error) {
    if (error instanceof FileExists) return false;
    throw error;
  }
}

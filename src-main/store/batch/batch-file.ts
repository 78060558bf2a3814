import { readFile, writeFile } from 'node:fs/promises';
import type { FitMeasures } from '@contract/domain-gap';
import type { RestoreSettings } from '@contract/job';
import type { ResultFormat } from '@contract/photo';
import { writeFailure } from '../../disk/disk-error';
import { foldName } from '../../disk/names';

/** A photo of a batch and the name of its result. */
export interface BatchPhoto {
  path: string;
  /** Its name in the ledger: relative, and numbered where two of the list are called alike. */
  key: string;
  /** The folder of its result below that of the batch, with '/'; empty at the top. */
  folder: string;
  format: ResultFormat;
  /** Relative to the folder of the batch, with '/'. */
  out: string;
  /** Null where the photo was not there. */
  identity: string | null;
}

/** A batch as its scratch file holds it. */
export interface Batch {
  folder: string;
  ledger: string;
  model: { id: string; name: string };
  settings: RestoreSettings;
  settingsHash: string;
  photos: BatchPhoto[];
  /** What is known of the model's training pair. */
  fit?: FitMeasures;
}

/** The key of a photo's work in the ledger. */
export function workOf(batch: Batch, index: number, content: string) {
  return { photo: batch.photos[index]!.key, content, model: batch.model.id, settings: batch.settingsHash };
}

/** A batch with what is asked of it again and again. */
export interface OpenBatch extends Batch {
  originals: ReadonlySet<string>;
  /** All names that were given out, folded. */
  outs: ReadonlySet<string>;
}

let opened: { file: string; batch: OpenBatch } | null = null;

export async function storeBatch(file: string, batch: Batch): Promise<void> {
  await writeFile(file, JSON.stringify(batch)).catch((error: unknown) => {
    throw writeFailure(error, file);
  });
}

/** The batch of a scratch file; the last one is remembered. */
export async function loadBatch(file: string): Promise<OpenBatch> {
  if (opened?.file === file) return opened.batch;
  const batch = JSON.parse(await readFile(file, 'utf8')) as Batch;
  const originals = new Set(batch.photos.flatMap(({ identity }) => identity ?? []));
  const outs = new Set(batch.photos.map(({ out }) => foldName(out)));
  opened = { file, batch: { ...batch, originals, outs } };
  return opened.batch;
}

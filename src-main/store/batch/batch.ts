import type { RestoreSettings } from '@contract/restore-options';
import type { ResultFormat } from '@contract/photo';

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
  /** The file that is no result and was left alone, where the result was to replace it. */
  kept?: string;
}

/** A batch that was planned, as the host remembers it until it has ended. */
export interface Batch {
  folder: string;
  ledger: string;
  model: { id: string; name: string };
  settings: RestoreSettings;
  settingsHash: string;
  photos: BatchPhoto[];
  /** The files of the photos, by device and file number: no result ever replaces one. */
  originals: ReadonlySet<string>;
  /** The hashes of all results that the ledgers of the folder know: these may be replaced by newer ones. */
  hashes: Set<string>;
}

/** The key of a photo's work in the ledger. */
export function workOf(batch: Batch, index: number, content: string) {
  return { photo: batch.photos[index]!.key, content, model: batch.model.id, settings: batch.settingsHash };
}

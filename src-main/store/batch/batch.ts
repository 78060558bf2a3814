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
  model: NamedModel;
  settings: RestoreSettings;
  /** Of what changes the bytes or the name of its result. */
  settingsHash: string;
}

export interface NamedModel {
  id: string;
  /** As results are called. */
  name: string;
}

/** A batch that was planned, as the host remembers it until it has ended. */
export interface Batch {
  folder: string;
  ledger: string;
  /** What all photos are restored with that have nothing of their own. */
  model: NamedModel;
  settings: RestoreSettings;
  photos: BatchPhoto[];
  /** The files of the photos, by device and file number: no result ever replaces one. */
  originals: ReadonlySet<string>;
  /** The hashes of all results that the ledgers of the folder know: these may be replaced by newer ones. */
  hashes: Set<string>;
}

/** The key of a photo's work in the ledger. */
export function workOf(batch: Batch, index: number, content: string) {
  const { key, model, settingsHash } = batch.photos[index]!;
  return { photo: key, content, model: model.id, settings: settingsHash };
}

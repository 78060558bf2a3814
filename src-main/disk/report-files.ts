import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { makeFolder, writeFileAtomic } from './atomic-write';
import { contentHash } from './content-hash';
import { openJsonLines } from './json-lines';
import { isOwnFolder, makeFolderBelow, OWN_FOLDER } from './own-files';
import type { Proof } from './replaceable';

/** Reports of commands make way for newer ones only as they were written: a folder of ours beside them knows their hashes. */
const ownFolder = (path: string): string => join(dirname(path), OWN_FOLDER);
const written = (path: string) => openJsonLines(join(ownFolder(path), 'reports.jsonl'));
const keyOf = (path: string, hash: string): string => `${basename(path)} ${hash}`;

/** Whether a report is as it was written. */
export const isWrittenReport: Proof = async (path) =>
  (await isOwnFolder(ownFolder(path))) && (await written(path)).get(keyOf(path, await contentHash(path))) === true;

/** Throws AppError 'disk', or `FileExists` where something else has the name. */
export async function writeReportFile(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  await makeFolderBelow(dirname(path), OWN_FOLDER);
  const known = await written(path);
  const key = keyOf(path, createHash('sha256').update(text).digest('hex'));
  if (known.get(key) !== true) await known.put(key, true);
  await writeFileAtomic(path, [Buffer.from(text)], { overwrite: isWrittenReport });
}

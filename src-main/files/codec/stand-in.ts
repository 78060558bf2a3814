import { stat } from 'node:fs/promises';
import { photoIdentity } from '../photo-identity';
import { sessionScratch } from '../session-scratch';
import { decodeHeic } from './heic';
import { writePlainTiff } from './plain-tiff';
import type { ProbedPhoto } from './probe';

interface StandIn {
  path: string;
  bytes: number;
}

/** Stand-ins of this session, the one used last at the end. */
const standIns = new Map<string, Promise<StandIn>>();
/** Seven of 48 megapixels. */
const MOST_BYTES = 2 ** 30;

/**
 * The file that sharp decodes for a photo: the photo itself; for a HEIC a plain TIFF of the same pixels and profile,
 * kept in the scratch folder as long as it is among the last that were asked for.
 */
export async function decodable(path: string, probed: ProbedPhoto): Promise<string> {
  if (probed.info.format !== 'heic') return path;
  const key = await photoIdentity(path);
  const making = standIns.get(key) ?? make(path, probed);
  standIns.delete(key);
  standIns.set(key, making);
  making.catch(() => standIns.delete(key));
  const { path: file } = await making;
  await forgetOldest();
  return file;
}

async function make(path: string, probed: ProbedPhoto): Promise<StandIn> {
  const pixels = await decodeHeic(path, probed);
  const scratch = await sessionScratch();
  const file = scratch.path('heic', '.tif');
  try {
    await writePlainTiff(file, pixels, probed.metadata.icc);
  } catch (error) {
    await scratch.remove(file).catch(() => undefined);
    throw error;
  }
  return { path: file, bytes: (await stat(file)).size };
}

async function forgetOldest(): Promise<void> {
  let bytes = 0;
  for (const [key, making] of [...standIns].reverse()) {
    const made = await Promise.race([making, Promise.resolve(null)]).catch(() => null);
    if (made === null) continue;
    const isFirst = bytes === 0;
    bytes += made.bytes;
    if (isFirst || bytes <= MOST_BYTES) continue;
    standIns.delete(key);
    // What cannot be removed while it is read goes with the session's folder.
    await (await sessionScratch()).remove(made.path).catch(() => undefined);
  }
}

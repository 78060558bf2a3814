import { stat } from 'node:fs/promises';
import { KeptFiles } from '../disk/kept-files';
import { sessionScratch } from '../disk/session-scratch';
import { decodeHeic } from './heic';
import { writePlainTiff } from './plain-tiff';
import type { ProbedPhoto } from './probe';

interface StandIn {
  path: string;
  bytes: number;
}

/** Of the photos used last: seven of 48 megapixels. */
const standIns = new KeptFiles<StandIn>(2 ** 30, ({ bytes }) => bytes);

/**
 * The file that sharp decodes for a photo: the photo itself; for a HEIC a plain TIFF of the same pixels and profile,
 * kept in the scratch folder as long as it is among the last that were asked for.
 */
export async function decodable(path: string, probed: ProbedPhoto): Promise<string> {
  if (probed.info.format !== 'heic') return path;
  return (await standIns.of(path, () => make(path, probed))).path;
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

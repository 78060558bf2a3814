import { say } from '@contract/sentence';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { EncodedResult, EncodeRequest, Prepared, PrepareRequest } from '@contract/batch';
import { AppError } from '@contract/result';
import { resultFormat } from '@contract/photo';
import { decodePhoto, encodePhotoParts, probePhoto, refuseSize } from '../codec';
import { writeUnpublished } from '../disk/atomic-write';
import { contentHash, hashing } from '../disk/content-hash';
import { orFull } from '../disk/disk-space';
import { makeFolderBelow } from '../disk/own-files';
import { photoIdentity, photoKey } from '../disk/photo-identity';
import { sessionScratch } from '../disk/session-scratch';
import type { PhotosCalls } from '@contract/worker-calls';
import type { Handlers } from '../processes/serve';
import { batchOutlook } from './batch-outlook';
import { domainGap } from './domain-gap';

export const batchHandlers: Handlers<Pick<PhotosCalls, Extract<keyof PhotosCalls, `batch.${string}`>>> = {
  'batch.prepare': (request) => orFull(() => prepare(request)),
  'batch.encode': (request) => orFull(() => encodeResult(request)),
  'batch.outlook': ({ photos, infos, settings, scale }) => batchOutlook(photos, infos, settings, scale),
};

async function prepare({ path, settings, training, scale }: PrepareRequest): Promise<Prepared> {
  // Taken before anything is read: what changes from here on is not what was restored.
  const identity = await photoIdentity(path);
  const content = await contentHash(path);
  const info = await probePhoto(path);
  if (info.restoredBy && settings.again !== true) {
    return { skipped: say('batch.carriesMark', { model: info.restoredBy.name }) };
  }
  const { name, pages } = info;
  if (pages !== undefined && settings.format !== 'same' && settings.format !== 'tiff')
    throw new AppError('bad-input', say('photo.stackNeedsTiff', { file: name, count: pages }), name);
  // Before the work, not after it.
  const format = resultFormat(settings.format, info.format);
  const [width, height] = [info.width * scale, info.height * scale];
  refuseSize({ ...info, width, height, depth: settings.depth ?? info.depth }, format, name);
  const { damaged } = settings;
  const raw = await decodePhoto(path, (await sessionScratch()).path('photo'), { damaged, pages: 'all' });
  // What is only told must not cost a photo.
  const gap = await domainGap(raw, training).catch(() => null);
  return { raw, content, identity, info, ...(gap === null ? {} : { gap }) };
}

/** Writes a result whole into a temporary file beside its place. Throws DiskFull where the disk has no room. */
export async function encodeResult({
  folder,
  out,
  original,
  identity,
  ...request
}: EncodeRequest): Promise<EncodedResult> {
  const path = join(folder, out);
  const { parts, notes } = await encodePhotoParts({ ...request, original, name: basename(out) });
  await makeFolderBelow(folder, dirname(out));
  // Its profile and metadata were read just now.
  const facts = await stat(original).catch(() => null);
  if (facts === null || photoKey(original, facts) !== identity) throw changed(original);
  const written = hashing(parts);
  return {
    temp: await writeUnpublished(path, written.parts),
    ...{ outBytes: written.bytes(), outHash: written.hash() },
    bytes: facts.size,
    modifiedMs: facts.mtimeMs,
    notes,
  };
}

const changed = (original: string) => {
  const name = basename(original);
  return new AppError('bad-input', say('photo.changed', { file: name }), name);
};

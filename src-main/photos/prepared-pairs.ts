import { basename, parse } from 'node:path';
import type { Rect } from '@contract/model-spec';
import type { Preparation } from '@contract/photo';
import type { DerivedPhoto, PreparedPhotos } from '@contract/worker-calls';
import type { ImageF32 } from '../core/image/image';
import { prepare, regionWithin, type PreparedPair } from '../core/pair/prepare';
import { photoIdentity } from '../disk/photo-identity';
import { scratchPicture } from '../disk/session-scratch';
import { readPixels, writePicture } from './pixels';

type Prepared = Omit<PreparedPhotos, 'region'> & Pick<PreparedPair, 'frame' | 'map'>;

/** Pairs that were prepared last: the check's is the training's. Their files live as long as the session. */
const MOST = 4;
const kept = new Map<string, Promise<Prepared>>();

/** A pair as it is learned from, made once as long as its photos and the steps are the same. */
export async function preparedPair(
  degraded: string,
  clean: string,
  steps: readonly Preparation[],
  region?: Rect,
): Promise<PreparedPhotos> {
  const key = [await photoIdentity(degraded), await photoIdentity(clean), ...steps].join('\n');
  const making = kept.get(key) ?? make(degraded, clean, steps);
  kept.set(key, making);
  making.catch(() => kept.delete(key));
  if (kept.size > MOST) kept.delete(kept.keys().next().value!);
  const { frame, map, ...photos } = await making;
  return { ...photos, ...(region === undefined ? {} : { region: regionWithin({ frame, map }, region) }) };
}

async function make(degraded: string, clean: string, steps: readonly Preparation[]): Promise<Prepared> {
  const [from, to] = [await readPixels(degraded), await readPixels(clean)];
  const pair = prepare(from, to, steps);
  const changed = pair.degraded !== from || pair.clean !== to;
  const photo = async (image: ImageF32, path: string) =>
    changed ? derive(image, `${parse(path).name}-prepared.png`) : { path, name: basename(path) };
  return {
    degraded: await photo(pair.degraded, degraded),
    clean: await photo(pair.clean, clean),
    ...(pair.leftOut ? { leftOut: await derive(pair.leftOut, 'left-out.png', 8) } : {}),
    findings: pair.findings,
    frame: pair.frame,
    map: pair.map,
  };
}

/** A picture that was made here, as a file of the session's scratch folder. */
export async function derive(image: ImageF32, name: string, depth: 8 | 16 = 16): Promise<DerivedPhoto> {
  const path = await scratchPicture(name);
  await writePicture(path, image, depth);
  return { path, name };
}

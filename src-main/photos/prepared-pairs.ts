import { basename, parse } from 'node:path';
import type { Rect } from '@contract/model-spec';
import type { PairFinding, Preparation } from '@contract/photo';
import { say } from '@contract/sentence';
import type { DerivedPhoto, PreparedPhotos } from '@contract/worker-calls';
import { refuseOutside } from '../core/image/crop';
import type { ImageF32 } from '../core/image/image';
import { prepare, regionWithin, type PreparedPair } from '../core/pair/prepare';
import { photoIdentity } from '../disk/photo-identity';
import { scratchPicture } from '../disk/session-scratch';
import { profileOf } from '../codec';
import { readPixels, writePicture } from './pixels';

interface Prepared extends Omit<PreparedPhotos, 'region'>, Pick<PreparedPair, 'area' | 'map'> {
  /** Of the clean photo as it came, pixels. */
  size: { width: number; height: number };
}

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
  const { area, map, size, ...photos } = await making;
  if (region === undefined) return photos;
  refuseOutside(region, size.width, size.height);
  return { ...photos, region: regionWithin({ area, map }, region) };
}

async function make(degraded: string, clean: string, steps: readonly Preparation[]): Promise<Prepared> {
  const from = await readPixels(degraded);
  const { image: to, finding } = await inOneProfile(degraded, clean, steps.includes('profile'));
  const pair = prepare(from, to, steps);
  const changed = pair.degraded !== from || pair.clean !== to || finding?.done === true;
  const photo = async (image: ImageF32, path: string) =>
    changed ? derive(image, `${parse(path).name}-prepared.png`) : { path, name: basename(path) };
  return {
    degraded: await photo(pair.degraded, degraded),
    clean: await photo(pair.clean, clean),
    ...(pair.leftOut ? { leftOut: await derive(pair.leftOut, 'left-out.png', 8) } : {}),
    findings: finding === null ? pair.findings : [finding, ...pair.findings],
    area: pair.area,
    map: pair.map,
    size: { width: to.width, height: to.height },
  };
}

/** Mean differences below this, in levels of 255, are none: profiles of one space in other words. */
const SAME_COLOURS = 0.5;

/** The clean photo in the degraded one's colours: of two profiles each is right, and none is exposure. */
async function inOneProfile(
  degraded: string,
  clean: string,
  wanted: boolean,
): Promise<{ image: ImageF32; finding: PairFinding | null }> {
  const image = await readPixels(clean);
  const [own, other] = [await profileOf(clean), await profileOf(degraded)];
  const same = own.bytes === null ? other.bytes === null : other.bytes !== null && own.bytes.equals(other.bytes);
  if (same || image.channels !== 3) return { image, finding: null };
  const converted = await readPixels(clean, await other.file());
  const apart = image.data.reduce((sum, value, at) => sum + Math.abs(value - converted.data[at]!), 0);
  const levels = (255 * apart) / image.data.length;
  if (levels < SAME_COLOURS) return { image, finding: null };
  const finding: PairFinding = { step: 'profile', text: say('prepare.profiles', { levels }), done: wanted };
  return { image: wanted ? converted : image, finding };
}

/** A picture that was made here, as a file of the session's scratch folder. */
export async function derive(image: ImageF32, name: string, depth: 8 | 16 = 16): Promise<DerivedPhoto> {
  const path = await scratchPicture(name);
  await writePicture(path, image, depth);
  return { path, name };
}

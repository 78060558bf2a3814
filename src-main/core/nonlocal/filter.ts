import type { Rect } from '@contract/model-spec';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import type { ImageTile } from '../patches/tile';
import { collaborate, learnCurves, type Pass } from './collaborate';
import { BLOCK } from './dct';
import type { Walk } from './groups';
import { measureNoise, type NoiseLaw } from './noise-law';
import { fromOpponent, toOpponent, type Planes } from './opponent';
import { hardThreshold, uniformShrinkage, wiener, type Shrinkage } from './shrinkage';
import { soften, SOFTEN_REACH } from './soften';

/**
 * A non-local filter for one kind of noise, after BM3D (Dabov et al. 2007; noise that correlates: Mäkinen et al. 2020):
 * groups of similar blocks are transformed together and their coefficients shrunk, first by themselves, then by what that
 * gave. How strongly is not set but learned from the pair.
 */
export interface NonLocalFilter {
  law: NoiseLaw;
  first: Shrinkage;
  second: Shrinkage;
}

/** Statistics need fewer groups than a picture does. */
const LEARNING_STEP = 6;

/** From where on blocks around a pixel change it: the groups that reach it, and where those look. */
const groupReach = ({ radius }: Walk) => radius + BLOCK - 1;

/** Context that a tile needs for exactly the same result as in the whole picture, in pixels. */
export function filterMargin(walk: Walk): number {
  return 4 * groupReach(walk) + SOFTEN_REACH;
}

/** The inner rectangle filtered: [height, width, channels]. */
export function filterTile(filter: NonLocalFilter, tile: ImageTile, walk: Walk): ImageF32 {
  const noisy = toOpponent(tile.image);
  const [first, second] = passAreas(tile, walk);
  const anchor = { x: tile.margin - tile.x, y: tile.margin - tile.y };
  const pass = firstPass(filter.law, noisy, walk, first, anchor);
  const guide = collaborate(pass, filter.first);
  const filtered = collaborate({ ...secondPass(pass, guide), area: second }, filter.second);
  const { margin: x, margin: y, width, height } = tile;
  return crop(fromOpponent(filtered), { x, y, width, height });
}

/** Reads the noise off a pair whose tones match, and learns how strongly to shrink. Pictures of one size and channels. */
export function learnFilter(degraded: ImageF32, clean: ImageF32, walk: Walk): NonLocalFilter {
  const { width, height, channels } = clean;
  const law = measureNoise(degraded, clean);
  const [noisy, truth] = [toOpponent(degraded), toOpponent(clean)];
  const all = { x: 0, y: 0, width, height };
  const pass = firstPass(law, noisy, walk, all, { x: 0, y: 0 });
  const sparse = (of: Pass): Pass => ({ ...of, walk: { ...walk, step: LEARNING_STEP } });
  const first = learnCurves(sparse(pass), truth, uniformShrinkage(channels, hardThreshold));
  const guide = collaborate(pass, first);
  const second = learnCurves(sparse(secondPass(pass, guide)), truth, uniformShrinkage(channels, wiener));
  return { law, first, second };
}

function firstPass(law: NoiseLaw, noisy: Planes, walk: Walk, area: Rect, anchor: Pass['anchor']): Pass {
  return { noisy, matched: soften(noisy.planes[0]!, noisy.width, noisy.height), law, walk, area, anchor };
}

const secondPass = (pass: Pass, guide: Planes): Pass => ({ ...pass, guide, matched: guide.planes[0]! });

/** Where reference blocks have to begin in each pass, so that everything the inner rectangle asks for is there. */
function passAreas({ margin, width, height }: ImageTile, walk: Walk): [first: Rect, second: Rect] {
  const around = (reach: number) => {
    const from = Math.max(0, margin - reach - BLOCK + 1);
    const more = margin + reach - from;
    return { x: from, y: from, width: width + more, height: height + more };
  };
  const { radius } = walk;
  return [around(radius + 2 * groupReach(walk)), around(radius)];
}

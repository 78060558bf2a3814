import type { Rect } from '@contract/model-spec';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';
import { gather, indicesWithin } from '../image/pad';
import type { ImageTile } from '../patches/tile';
import { collaborate, sampleCurves, type Pass } from './collaborate';
import { BLOCK } from './dct';
import type { Walk } from './bands';
import { addEnlarged, halve } from './halve';
import { grainsAreLarge, measureNoise, type NoiseLaw } from './noise-law';
import { fromOpponent, toOpponent, type Planes } from './opponent';
import {
  fittedShrinkage,
  fittedStrengths,
  HARD,
  usualShrinkage,
  WIENER,
  type CurveFit,
  type Family,
  type Shrinkage,
} from './shrinkage';
import { soften, SOFTEN_REACH } from './soften';

/** What is known of one scale: its noise, and how strongly each pass shrinks. */
export interface Scale {
  law: NoiseLaw;
  /** Whether noisy blocks are softened before they are compared. */
  softened: boolean;
  first: Shrinkage;
  second: Shrinkage;
}

/**
 * A non-local filter for one kind of noise, after BM3D (Dabov et al. 2007; noise that correlates: Mäkinen et al. 2020):
 * groups of similar blocks are transformed together and their coefficients shrunk, first by themselves, then by what that
 * gave. How strongly is not set but learned from the pair. Scales from fine to coarse, each half as large as the one
 * before: noise of large grains, where there is any, is taken out at half the size first.
 */
export type NonLocalFilter = readonly Scale[];

/** Halves with a shorter side are not learned from: too little noise to be measured. */
const LEAST_SIDE = 64;
/** Statistics need fewer groups than a picture does. */
const LEARNING_STEP = 6;

/** At half the size similar blocks are not looked for as far. */
const coarser = (walk: Walk): Walk => ({ ...walk, radius: Math.ceil((walk.radius * 2) / 3) });

/** From where on blocks around a pixel change it: the groups that reach it, and where those look. */
const groupReach = ({ radius }: Walk) => radius + BLOCK - 1;

/** Context that one scale needs for exactly the same result as in the whole picture, in its pixels. */
const scaleMargin = (walk: Walk) => 4 * groupReach(walk) + SOFTEN_REACH;

/** The same of a filter of so many scales, in pixels of the finest. */
export function filterMargin(walk: Walk, scales: number): number {
  return scaleMargin(walk) + (scales > 1 ? 2 * (filterMargin(coarser(walk), scales - 1) + 2) : 0);
}

/** The inner rectangle filtered: [height, width, channels]. The tile's margin is that of `filterMargin` or wider. */
export function filterTile(filter: NonLocalFilter, tile: ImageTile, walk: Walk): ImageF32 {
  const [{ first, second, ...scale }] = filter as [Scale];
  const image = withoutSlowNoise(filter.slice(1), tile, walk);
  const noisy = toOpponent(image);
  const [firstArea, secondArea] = passAreas(tile, walk);
  const pass = firstPass(scale, noisy, walk, firstArea, { x: tile.margin - tile.x, y: tile.margin - tile.y });
  const guide = collaborate(pass, first);
  const filtered = collaborate({ ...secondPass(pass, guide), area: secondArea }, second);
  const { margin: x, margin: y, width, height } = tile;
  return crop(fromOpponent(filtered), { x, y, width, height });
}

export interface Learning {
  /** Nothing is learned where it is not 0. */
  leftOut?: Plane;
  /** What a JPEG leaves of noise is not normal, at no scale: curves are learned freely. */
  compressed?: boolean;
}

/**
 * Reads the noise off a pair whose tones match, and learns how strongly to shrink, from the coarsest scale to the finest:
 * as many as asked for, fewer of a small picture. Pictures of one size and channels.
 */
export function learnFilter(
  degraded: ImageF32,
  clean: ImageF32,
  walk: Walk,
  scales: number,
  how: Learning = {},
): NonLocalFilter {
  const { leftOut, compressed } = how;
  const isLast = scales === 1 || Math.min(clean.width, clean.height) < 2 * LEAST_SIDE;
  if (isLast || !(compressed || grainsAreLarge(measureNoise(degraded, clean, leftOut))))
    return [learnScale(degraded, clean, walk, how)];
  const whole = { x: 0, y: 0, width: clean.width, height: clean.height };
  const half = <Picture extends ImageF32>(image: Picture) =>
    halve(image, { x: 0, y: 0, width: clean.width >> 1, height: clean.height >> 1 }) as Picture;
  const coarse = learnFilter(half(degraded), half(clean), coarser(walk), scales - 1, {
    ...how,
    ...(leftOut ? { leftOut: half(leftOut) } : {}),
  });
  const margin = filterMargin(walk, scales);
  const padded = withoutSlowNoise(coarse, { image: pad(degraded, margin), margin, ...whole }, walk);
  const rest = crop(padded, { ...whole, x: margin, y: margin });
  return [learnScale(rest, clean, walk, how), ...coarse];
}

function learnScale(degraded: ImageF32, clean: ImageF32, walk: Walk, { leftOut, compressed }: Learning): Scale {
  const { width, height, channels } = clean;
  const law = measureNoise(degraded, clean, leftOut);
  const scale = { law, softened: compressed === true || grainsAreLarge(law) };
  const [noisy, truth] = [toOpponent(degraded), toOpponent(clean)];
  const pass = firstPass(scale, noisy, walk, { x: 0, y: 0, width, height }, { x: 0, y: 0 });
  const known = leftOut ? { leftOut } : {};
  const sparse = (of: Pass): Pass => ({ ...of, ...known, walk: { ...walk, step: LEARNING_STEP } });
  const fitted = (fit: CurveFit, family: Family) =>
    compressed ? fittedShrinkage(fit, usualShrinkage(channels, family)) : fittedStrengths(fit, family);
  const first = fitted(sampleCurves(sparse(pass), truth), HARD);
  const guide = collaborate(pass, first);
  const second = fitted(sampleCurves(sparse(secondPass(pass, guide)), truth), WIENER);
  return { ...scale, first, second };
}

/** A tile's picture after what the coarser scales change of it, as far as the finest one looks. */
function withoutSlowNoise(coarse: NonLocalFilter, tile: ImageTile, walk: Walk): ImageF32 {
  if (coarse.length === 0) return tile.image;
  const reach = scaleMargin(walk);
  const [x, y] = [Math.floor((tile.x - reach) / 2) - 1, Math.floor((tile.y - reach) / 2) - 1];
  const width = Math.floor((tile.x + tile.width - 1 + reach) / 2) + 2 - x;
  const height = Math.floor((tile.y + tile.height - 1 + reach) / 2) + 2 - y;
  const margin = filterMargin(coarser(walk), coarse.length);
  // In pixels of the tile's own picture.
  const place = (at: number, of: 'x' | 'y') => 2 * at - tile[of] + tile.margin;
  const image = halve(tile.image, {
    x: place(x - margin, 'x'),
    y: place(y - margin, 'y'),
    width: width + 2 * margin,
    height: height + 2 * margin,
  });
  const filtered = filterTile(coarse, { image, margin, x, y, width, height }, coarser(walk));
  const before = crop(image, { x: margin, y: margin, width, height });
  const change = { ...filtered, data: filtered.data.map((value, index) => value - before.data[index]!) };
  return addEnlarged(tile.image, change, { x: place(x, 'x'), y: place(y, 'y') });
}

function pad(image: ImageF32, margin: number): ImageF32 {
  const indices = (size: number) => indicesWithin(-margin, size + 2 * margin, size);
  return gather(image, indices(image.width), indices(image.height));
}

function firstPass(
  { law, softened }: Pick<Scale, 'law' | 'softened'>,
  noisy: Planes,
  walk: Walk,
  area: Rect,
  anchor: Pass['anchor'],
): Pass {
  const [plane] = noisy.planes as [Float32Array];
  // Large grains look like content to blocks that are compared.
  const matched = softened ? soften(plane, noisy.width, noisy.height) : plane;
  return { noisy, matched, law, walk, area, anchor };
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

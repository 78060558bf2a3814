import type { Rect } from '@contract/model-spec';
import { applyTone, matchTone } from '../degrade/tone';
import { luminance } from '../image/color';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { createPlane, type Plane } from '../image/plane';
import { warp } from '../image/warp';
import { seenBoth } from './common-area';
import { apartAt, composed, IDENTITY, inverse, mapPoint, type Homography } from './homography';
import type { Size } from './geometry';
import { register } from './register';

/** Fewer shots are learned against each other: their mean is too noisy to be called clean. */
export const ENOUGH_SHOTS = 8;
/** A sample that lies so many deviations of the others from their mean is none of the scene, */
const OUTLIER = 4;
/** where there are so many others to tell; no shot's noise is smaller than this. */
const LEAST_OTHERS = 4;
const LEAST_DEVIATION = 1.5 / 255;

/** A burst, and where each shot shows what the first one does. */
export interface AlignedBurst {
  /** Shots that show the scene, as indices into those that were given: the first is always there. */
  used: number[];
  /** By used shot: where a pixel of the first one is seen in it. */
  maps: Homography[];
  /** The part of the first shot that all show. */
  area: Rect;
  /** How far the farthest corner lies apart, in pixels. */
  farthest: number;
}

/** Finds how the shots of a burst lie on the first one. `read` gives a shot, all of one size. */
export async function alignBurst(count: number, read: (index: number) => Promise<ImageF32>): Promise<AlignedBurst> {
  const first = luminance(await read(0));
  const burst: AlignedBurst = {
    used: [0],
    maps: [IDENTITY],
    area: { x: 0, y: 0, width: first.width, height: first.height },
    farthest: 0,
  };
  for (let index = 1; index < count; index++) {
    const found = register(first, luminance(await read(index)));
    if (found === null) continue;
    burst.used.push(index);
    burst.maps.push(found.map);
    burst.area = shared(burst.area, seenBoth(first, first, found.map));
    burst.farthest = Math.max(burst.farthest, apartAt(first, found.map, IDENTITY));
  }
  return burst;
}

function shared(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const [right, bottom] = [Math.min(a.x + a.width, b.x + b.width), Math.min(a.y + a.height, b.y + b.height)];
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** One shot as it is, and the mean of all others laid on it and as bright, outliers out; of the part that all show. */
export async function shotAgainstOthers(
  { used, maps, area }: AlignedBurst,
  shot: number,
  read: (index: number) => Promise<ImageF32>,
): Promise<{ degraded: ImageF32; clean: ImageF32; outliers: number }> {
  // Where a pixel of this shot is seen in the first one.
  const back = inverse(maps[shot]!);
  const own = await read(used[shot]!);
  const place = inAreaOf(area, maps[shot]!, own);
  const degraded = crop(own, place);
  const others: ImageF32[] = [];
  for (const [other, map] of maps.entries()) {
    if (other === shot) continue;
    const through = composed(map, back);
    const moved = warp(await read(used[other]!), place, (x, y) =>
      mapPoint(through, { x: x + place.x, y: y + place.y }),
    );
    others.push(applyTone(moved, matchTone(moved, degraded)));
  }
  return { degraded, ...meanWithoutOutliers(others) };
}

/** The area of the first shot as it lies in another one, moved by whole pixels: hand-held shots turn by little. */
function inAreaOf(area: Rect, map: Homography, size: Size): Rect {
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const seen = mapPoint(map, middle);
  const within = (at: number, most: number) => Math.max(0, Math.min(most, at));
  return {
    ...area,
    x: within(area.x + Math.round(seen.x - middle.x), size.width - area.width),
    y: within(area.y + Math.round(seen.y - middle.y), size.height - area.height),
  };
}

/** Mean of pictures of one size, without samples far from the mean of the others there. `outliers`: their share. */
function meanWithoutOutliers(pictures: readonly ImageF32[]): { clean: ImageF32; outliers: number } {
  const n = pictures.length;
  const data = pictures[0]!.data.slice();
  let out = 0;
  for (let i = 0; i < data.length; i++) {
    let [sum, squares] = [0, 0];
    for (const { data: of } of pictures) {
      sum += of[i]!;
      squares += of[i]! ** 2;
    }
    let [kept, count] = [sum, n];
    if (n > LEAST_OTHERS)
      for (const { data: of } of pictures) {
        const value = of[i]!;
        const mean = (sum - value) / (n - 1);
        const deviation = Math.sqrt(Math.max(0, (squares - value ** 2) / (n - 1) - mean ** 2));
        if (Math.abs(value - mean) <= OUTLIER * Math.max(LEAST_DEVIATION, deviation)) continue;
        kept -= value;
        count--;
      }
    data[i] = count > 0 ? kept / count : sum / n;
    out += n - count;
  }
  return { clean: { ...pictures[0]!, data }, outliers: out / (n * data.length) };
}

/** Pictures of one width below each other, and where not to look: at the seams. */
export function stacked(pictures: readonly ImageF32[]): { image: ImageF32; seams: Plane } {
  const { width, channels, height } = pictures[0]!;
  const image = { width, channels, height: height * pictures.length, data: new Float32Array(0) };
  image.data = new Float32Array(width * image.height * channels);
  const seams = createPlane(width, image.height);
  for (const [index, { data }] of pictures.entries()) {
    image.data.set(data, index * width * height * channels);
    if (index > 0) seams.data.fill(1, (index * height - 1) * width, (index * height + 1) * width);
  }
  return { image, seams };
}

import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import type { Pair } from '../../../src-main/core/evaluate/lab';
import { asStored } from '../../../src-main/core/evaluate/protocol';
import { crop } from '../../../src-main/core/image/crop';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { reduceByMean } from '../../../src-main/core/image/reduce';
import { warp } from '../../../src-main/core/image/warp';
import { alignBurst, shotAgainstOthers } from '../../../src-main/core/pair/burst';
import { createRandom } from '../../../src-main/core/random';

/** How a picture of a case is degraded. */
export type Degrade = (clean: ImageF32, role: 'test' | 'training') => Promise<ImageF32>;

/** One drawn scene as a camera that is moved sees it: drawn finer than it is seen, so that no view is softer than another. */
const SIDE = 512;
const FINER = 2;
/** Around what every view shows, in pixels. */
const ROOM = 32;

interface View {
  /** In pixels. */
  x: number;
  y: number;
  degrees: number;
  zoom: number;
}
const STRAIGHT: View = { x: 0, y: 0, degrees: 0, zoom: 1 };

let scene: ImageF32 | null = null;

function seen(view: View): ImageF32 {
  scene ??= drawDeadLeaves({ size: FINER * (SIDE + 2 * ROOM), seed: 0 });
  const side = FINER * SIDE;
  const middle = (side - 1) / 2;
  const angle = (view.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / view.zoom, Math.sin(angle) / view.zoom];
  const at = (x: number, y: number) => ({
    x: FINER * (ROOM + view.x) + middle + cos * (x - middle) - sin * (y - middle),
    y: FINER * (ROOM + view.y) + middle + sin * (x - middle) + cos * (y - middle),
  });
  const finer =
    view === STRAIGHT
      ? crop(scene, { x: FINER * ROOM, y: FINER * ROOM, width: side, height: side })
      : warp(scene, { width: side, height: side }, at);
  return asStored(reduceByMean(finer, FINER), 8);
}

export async function soundPair(degrade: Degrade): Promise<Pair> {
  const clean = seen(STRAIGHT);
  return { clean, degraded: await degrade(clean, 'training') };
}

const APART: View = { x: 7.4, y: 0, degrees: 0.3, zoom: 1.01 };
const BRIGHTER_EV = 0.3;
/** Of R, G and B. */
const WARM = [1.06, 1, 0.92] as const;

/** The same degraded side, and a clean one that was taken from elsewhere in another light. */
export async function apartPair(degrade: Degrade): Promise<Pair> {
  const { degraded } = await soundPair(degrade);
  const elsewhere = seen(APART);
  const data = elsewhere.data.map((value, at) => inLight(value, WARM[at % 3]! * 2 ** BRIGHTER_EV));
  return { degraded, clean: asStored({ ...elsewhere, data }, 8) };
}

/** Light adds up before the gamma of sRGB, which is about 2.2. */
const inLight = (value: number, times: number) => Math.min(1, (value ** 2.2 * times) ** (1 / 2.2));

const SHOTS = 16;
/** By hand: up to so many pixels aside, and degrees. */
const BY_HAND = { px: 4, degrees: 0.15 } as const;

export async function burstPairOf(degrade: Degrade): Promise<Pair> {
  const random = createRandom(3);
  const within = (most: number) => most * (2 * random.next() - 1);
  const shots: ImageF32[] = [(await soundPair(degrade)).degraded];
  while (shots.length < SHOTS) {
    const view = { x: within(BY_HAND.px), y: within(BY_HAND.px), degrees: within(BY_HAND.degrees), zoom: 1 };
    shots.push(await degrade(seen(view), 'training'));
  }
  const read = (index: number) => Promise.resolve(shots[index]!);
  return shotAgainstOthers(await alignBurst(SHOTS, read), 0, read);
}

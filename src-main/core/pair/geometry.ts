import { enlargedRect, LIMITS, type Rect } from '@contract/model-spec';
import { centredIn, wholeOf } from '../image/middle';

export interface Size {
  width: number;
  height: number;
}

/** How the sizes of a pair go together. `enlarged`: the clean picture is `scale` times larger, as in super resolution. */
export type SizeRelation =
  | { kind: 'same'; scale: 1 }
  | {
      kind: 'enlarged';
      scale: number;
      /** The clean picture has every pixel that the degraded one asks for. */ complete: boolean;
    }
  | { kind: 'reversed' | 'turned' | 'different'; scale: 1 };

/** Compares the sizes of a degraded and a clean picture. */
export function relateSizes(degraded: Size, clean: Size): SizeRelation {
  if (degraded.width === clean.width && degraded.height === clean.height) return { kind: 'same', scale: 1 };
  if (degraded.width === clean.height && degraded.height === clean.width) return { kind: 'turned', scale: 1 };
  const scale = enlargementOf(degraded, clean);
  if (scale !== null) {
    const complete = clean.width >= scale * degraded.width && clean.height >= scale * degraded.height;
    return { kind: 'enlarged', scale, complete };
  }
  return { kind: enlargementOf(clean, degraded) === null ? 'different' : 'reversed', scale: 1 };
}

/** The whole factor from `small` to `large`, where both sides agree on it to less than one small pixel; else null. */
function enlargementOf(small: Size, large: Size): number | null {
  const scale = Math.round(large.width / small.width);
  if (scale < LIMITS.scale.min || scale > LIMITS.scale.max || scale > large.height) return null;
  const remainders = [large.width - scale * small.width, large.height - scale * small.height];
  return remainders.every((remainder) => Math.abs(remainder) < scale) ? scale : null;
}

/**
 * The parts that two pictures share when the content of `second`, which is `scale` times larger, lies `shift` whole
 * pixels of `second` away. The second rectangle is exactly `scale` times the first. May come out empty.
 */
export function overlapOf(
  first: Size,
  second: Size,
  shift: { x: number; y: number },
  scale = 1,
): { first: Rect; second: Rect } {
  const across = overlapOfAxis(first.width, second.width, shift.x, scale);
  const down = overlapOfAxis(first.height, second.height, shift.y, scale);
  const rect = (x: number, y: number, factor: number) => ({
    x,
    y,
    width: across.length * factor,
    height: down.length * factor,
  });
  return { first: rect(across.first, down.first, 1), second: rect(across.second, down.second, scale) };
}

function overlapOfAxis(first: number, second: number, shift: number, scale: number) {
  const startInFirst = Math.max(0, Math.ceil(-shift / scale));
  const startInSecond = scale * startInFirst + shift;
  const length = Math.min(first - startInFirst, Math.floor((second - startInSecond) / scale));
  return { first: startInFirst, second: startInSecond, length: Math.max(0, length) };
}

/**
 * The middle of a pair, or of a region of its clean picture: at most `side` pixels of the clean one wide and high. Both show
 * the same where their sizes say that they show the same area; else each has its own middle.
 */
export function middlesOf(
  degraded: Size,
  clean: Size,
  side: number,
  region: Rect = wholeOf(clean),
): { degraded: Rect; clean: Rect } {
  const { kind, scale } = relateSizes(degraded, clean);
  if (kind !== 'same' && kind !== 'enlarged')
    return { degraded: centredIn(wholeOf(degraded), side, side), clean: centredIn(region, side, side) };
  const [x, y] = [Math.ceil(region.x / scale), Math.ceil(region.y / scale)];
  const shared = {
    ...{ x, y },
    width: Math.min(degraded.width, Math.floor((region.x + region.width) / scale)) - x,
    height: Math.min(degraded.height, Math.floor((region.y + region.height) / scale)) - y,
  };
  const part = centredIn(shared, Math.floor(side / scale), Math.floor(side / scale));
  return { degraded: part, clean: enlargedRect(part, scale) };
}

/** The middle of a picture, at most `side` pixels wide and high. */
export function middleOf(size: Size, side: number): Rect {
  const [width, height] = [Math.min(size.width, side), Math.min(size.height, side)];
  return { x: Math.floor((size.width - width) / 2), y: Math.floor((size.height - height) / 2), width, height };
}

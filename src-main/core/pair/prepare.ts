import type { Rect } from '@contract/model-spec';
import { PREPARATIONS, type PairFinding, type Preparation } from '@contract/photo';
import { say, type Sentence } from '@contract/sentence';
import { luminance } from '../image/color';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';
import { warp } from '../image/warp';
import { bordersOf, onBlockGrid, seenBoth } from './common-area';
import type { Size } from './geometry';
import { apartAt, IDENTITY, inverse, mapPoint, motionOf, type Homography, type Motion } from './homography';
import { register } from './register';
import { clippedPixels, joined, movedPixels, shareOf } from './spoiled';
import { matchedTo, measureTone, toneChange } from './tone-curve';

/** A pair as it is learned from, and what was found and done. */
export interface PreparedPair {
  degraded: ImageF32;
  clean: ImageF32;
  findings: PairFinding[];
  /** Not 0 where the two show other things: neither learned from nor measured. Null: nowhere. */
  leftOut: Plane | null;
  /** Where the prepared pair lies in the degraded picture, and where its pixels are seen in the clean one as it came. */
  area: Rect;
  map: Homography;
}

/** Pictures whose sides differ by more than this share are no two views of one scene. */
const ALIKE = 0.12;
/** A displacement below this at every corner, in pixels, is none. */
const STILL = 0.1;
/** So near to whole pixels a shift is cropped away, and nothing is resampled. */
const WHOLE = 0.05;
/** Smaller than this there is too little to compare, in pixels. */
const LEAST_SIDE = 64;
/** What is done to pixels, in this order: profiles belong to files. */
const STEPS = PREPARATIONS.filter((step) => step !== 'profile');

/**
 * Lays the clean picture of a real pair on the degraded one, pixel by pixel and tone by tone, so that chance is not learned
 * as if it were degradation. The degraded picture is only cropped: its noise stays as it is. All `steps` are looked for; what is not among them is found,
 * but not done.
 * Pictures whose sizes say that they are no views of one scene come back as they are, and so do identical ones.
 */
export function prepare(degraded: ImageF32, clean: ImageF32, steps: readonly Preparation[] = STEPS): PreparedPair {
  const same = asItCame(degraded, clean);
  if (!alike(degraded, clean) || identical(degraded, clean)) return same;
  const finders = {
    position: placed,
    borders: withoutBorders,
    clipped: withoutClipped,
    moved: withoutMoved,
    tone: toned,
  } as const;
  const measures = { tone: lastOf(measureTone), clipped: lastOf(clippedPixels) };
  return STEPS.reduce<PreparedPair>((pair, step) => {
    if (!sameSize(pair.degraded, pair.clean) && step !== 'position') return pair;
    const found = finders[step](pair, measures);
    if (found === null) return pair;
    const done = found.pair !== null && steps.includes(step);
    const finding: PairFinding = { step, text: found.text, done, ...(found.pair === null ? { advice: true } : {}) };
    return { ...(done ? found.pair! : pair), findings: [...pair.findings, finding] };
  }, same);
}

/** The pair with its clean picture laid on the degraded one, and nothing else done or looked for. */
export function laidOnEachOther(degraded: ImageF32, clean: ImageF32): PreparedPair {
  const same = asItCame(degraded, clean);
  return alike(degraded, clean) ? (placed(same)?.pair ?? same) : same;
}

const asItCame = (degraded: ImageF32, clean: ImageF32): PreparedPair => ({
  ...{ degraded, clean, findings: [], leftOut: null },
  area: wholeOf(degraded),
  map: IDENTITY,
});

/** What several steps ask of the same pictures. */
interface Measures {
  tone: typeof measureTone;
  clipped: typeof clippedPixels;
}

/** A function that keeps its last answer, for as long as it is asked of the same values. */
function lastOf<Asked extends unknown[], Answer>(ask: (...asked: Asked) => Answer): (...asked: Asked) => Answer {
  let last: { asked: Asked; answer: Answer } | null = null;
  return (...asked) => {
    if (last === null || asked.some((value, at) => value !== last!.asked[at])) last = { asked, answer: ask(...asked) };
    return last.answer;
  };
}

/** What a step found, and the pair after it; null where there is nothing to be done. */
interface Found {
  text: Sentence;
  pair: PreparedPair | null;
}

const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;
const wholeOf = ({ width, height }: Size): Rect => ({ x: 0, y: 0, width, height });

const identical = (a: ImageF32, b: ImageF32) =>
  sameSize(a, b) && a.channels === b.channels && a.data.every((value, index) => value === b.data[index]);

function alike(a: Size, b: Size): boolean {
  const near = (x: number, y: number) => Math.abs(x / y - 1) <= ALIKE;
  const large = Math.min(a.width, a.height, b.width, b.height) >= LEAST_SIDE;
  return large && near(a.width, b.width) && near(a.height, b.height);
}

function placed(pair: PreparedPair): Found | null {
  const { degraded, clean } = pair;
  const found = register(luminance(degraded), luminance(clean));
  if (found === null) return null;
  const map = wholePixels(found.map, degraded);
  if (sameSize(degraded, clean) && apartAt(degraded, map, IDENTITY) < STILL) return null;
  const area = onBlockGrid(seenBoth(degraded, clean, map));
  if (Math.min(area.width, area.height) < LEAST_SIDE) return null;
  const text = say('prepare.moved', { how: motionInWords(motionOf(map, degraded), degraded) });
  const moved = isShift(map)
    ? crop(clean, { ...area, x: area.x + map[2], y: area.y + map[5] })
    : warp(clean, area, (x, y) => mapPoint(map, { x: x + area.x, y: y + area.y }));
  return { text, pair: { ...pair, degraded: crop(degraded, area), clean: moved, area, map } };
}

/** A shift of whole pixels, as near as it is one, is one. */
function wholePixels(map: Homography, size: Size): Homography {
  const rounded: Homography = [1, 0, Math.round(map[2]), 0, 1, Math.round(map[5]), 0, 0];
  return apartAt(size, map, rounded) < WHOLE ? rounded : map;
}

const isShift = (map: Homography) =>
  [0, 1, 3, 4, 6, 7].every((at) => map[at] === IDENTITY[at]) && Number.isInteger(map[2]) && Number.isInteger(map[5]);

function motionInWords({ shift, turn, zoom, perspective }: Motion, { width, height }: Size): Sentence[] {
  const parts: Sentence[] = [];
  const reach = Math.hypot(width, height) / 2;
  if (Math.abs(shift.x) >= 0.05) parts.push(say(shift.x > 0 ? 'pair.right' : 'pair.left', { px: hundredths(shift.x) }));
  if (Math.abs(shift.y) >= 0.05) parts.push(say(shift.y > 0 ? 'pair.down' : 'pair.up', { px: hundredths(shift.y) }));
  if (Math.abs(turn) * (Math.PI / 180) * reach >= 0.05)
    parts.push(say(turn > 0 ? 'prepare.clockwise' : 'prepare.counterclockwise', { degrees: hundredths(turn) }));
  if (Math.abs(zoom - 1) * reach >= 0.05)
    parts.push(say(zoom > 1 ? 'prepare.larger' : 'prepare.smaller', { percent: hundredths(100 * (zoom - 1)) }));
  if (perspective >= 0.05) parts.push(say('prepare.perspective', { px: hundredths(perspective) }));
  return parts;
}

const hundredths = (value: number) => Math.round(100 * Math.abs(value)) / 100;

function withoutBorders(pair: PreparedPair): Found | null {
  const { degraded, clean, area } = pair;
  const { left, top, right, bottom } = bordersOf(degraded, clean);
  if (left + top + right + bottom === 0) return null;
  const inner = onBlockGrid({
    x: area.x + left,
    y: area.y + top,
    width: area.width - left - right,
    height: area.height - top - bottom,
  });
  if (Math.min(inner.width, inner.height) < LEAST_SIDE) return null;
  const part = { ...inner, x: inner.x - area.x, y: inner.y - area.y };
  return {
    text: say('prepare.borders', { left, top, right, bottom }),
    pair: { ...pair, degraded: crop(degraded, part), clean: crop(clean, part), area: inner },
  };
}

/** A smaller share of the picture is not worth a word. */
const TOLD_SHARE = 0.002;

function withoutClipped(pair: PreparedPair, { tone, clipped }: Measures): Found | null {
  const { degraded, clean } = pair;
  if (degraded.channels !== clean.channels) return null;
  return withMask(pair, 'prepare.clipped', clipped(degraded, clean, tone(clean, degraded, null)));
}

function withoutMoved(pair: PreparedPair, { tone, clipped }: Measures): Found | null {
  const { degraded, clean } = pair;
  if (degraded.channels !== clean.channels) return null;
  const curves = tone(clean, degraded, null);
  const mask = movedPixels(degraded, clean, curves, clipped(degraded, clean, curves));
  return mask && withMask(pair, 'prepare.movedThings', mask);
}

function withMask(pair: PreparedPair, id: 'prepare.clipped' | 'prepare.movedThings', mask: Plane): Found | null {
  const share = shareOf(mask);
  if (share < TOLD_SHARE) return null;
  return { text: say(id, { percent: 100 * share }), pair: { ...pair, leftOut: joined(pair.leftOut, mask) } };
}

/** Exposures closer than this, in EV, and levels, in [0,1], are the same. */
const SAME_TONE = { ev: 0.02, level: 0.4 / 255 } as const;
function toned(pair: PreparedPair, { tone }: Measures): Found | null {
  const { degraded, clean, leftOut } = pair;
  if (degraded.channels !== clean.channels) return null;
  const curves = tone(clean, degraded, leftOut);
  const { ev, level, byChance } = toneChange(clean, curves);
  if (Math.abs(level) < SAME_TONE.level && ev.every((value) => Math.abs(value) < SAME_TONE.ev)) return null;
  const mean = ev.reduce((sum, value) => sum + value, 0) / ev.length;
  const cast = Math.max(...ev) - Math.min(...ev);
  const levels = Math.abs(level) * 255;
  if (!byChance) return { text: say('prepare.toneLearned', { levels }), pair: null };
  const matched = matchedTo(degraded, clean, curves);
  const exposure =
    Math.abs(mean) < SAME_TONE.ev
      ? say('prepare.asBright')
      : say(mean > 0 ? 'prepare.darker' : 'prepare.brighter', { ev: hundredths(mean) });
  return {
    text: say('prepare.tone', { exposure, cast: hundredths(cast), levels }),
    pair: { ...pair, clean: matched },
  };
}

/** Where a region of the clean picture as it came lies in the prepared pair: the whole pixels inside. */
export function regionWithin({ map, area }: Pick<PreparedPair, 'map' | 'area'>, region: Rect): Rect {
  const back = inverse(map);
  const corners = [
    { x: region.x, y: region.y },
    { x: region.x + region.width - 1, y: region.y },
    { x: region.x, y: region.y + region.height - 1 },
    { x: region.x + region.width - 1, y: region.y + region.height - 1 },
  ].map((corner) => mapPoint(back, corner));
  const span = (values: number[], first: number, length: number) => {
    const start = Math.min(length - 1, Math.max(0, Math.round(Math.min(...values)) - first));
    const end = Math.min(length - 1, Math.max(start, Math.round(Math.max(...values)) - first));
    return { start, length: end - start + 1 };
  };
  const across = span(
    corners.map(({ x }) => x),
    area.x,
    area.width,
  );
  const down = span(
    corners.map(({ y }) => y),
    area.y,
    area.height,
  );
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

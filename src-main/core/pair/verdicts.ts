import { LIMITS, type Rect, type TaskName } from '@contract/model-spec';
import type { PhotoInfo, Verdict } from '@contract/photo';
import { say, type Sentence } from '@contract/sentence';
import { rectFits } from '../image/crop';
import type { Size, SizeRelation } from './geometry';

/** Below this shift in pixels a pair of equal size counts as aligned. */
const ALIGNED_WITHIN_PX = 0.25;
/** Above this PSNR in dB there is next to nothing to learn. */
const HARDLY_DIFFERENT_DB = 50;
/** A difference in mean brightness worth a word, as a share of full white. */
const BRIGHTNESS_SHARE = 0.02;

const stop = (about: Verdict['about'], text: Sentence): Verdict => ({ level: 'stop', about, text });
const caution = (about: Verdict['about'], text: Sentence): Verdict => ({ level: 'caution', about, text });
const good = (about: Verdict['about'], text: Sentence): Verdict => ({ level: 'good', about, text });

const inWords = ({ width, height }: Size) => say('unit.pixels', { width, height });

/** Whether the sizes fit the task. `canAlign`: crops are offered that would mend it. */
export function judgeSizes(
  relation: SizeRelation,
  photos: { degraded: PhotoInfo; clean: PhotoInfo },
  task: TaskName | undefined,
  canAlign: boolean,
): Verdict[] {
  const { degraded, clean } = photos;
  const sizes = {
    degraded: degraded.name,
    degradedSize: inWords(degraded),
    clean: clean.name,
    cleanSize: inWords(clean),
  };
  const remedy = canAlign ? say('pair.alignCrops') : say('pair.exportSameSize');
  switch (relation.kind) {
    case 'same':
      if (task !== 'sr') return [];
      return [stop('size', say('pair.sameSize'))];
    case 'turned':
      return [stop('orientation', say('pair.onItsSide', sizes))];
    case 'reversed':
      return [stop('size', say('pair.reversed', sizes))];
    case 'different':
      return [stop('size', say('pair.sizesDiffer', { ...sizes, remedy }))];
    case 'enlarged':
      return [judgeEnlarged(relation, sizes, remedy, task)];
  }
}

function judgeEnlarged(
  { scale, complete }: { scale: number; complete: boolean },
  sizes: { degraded: string; degradedSize: Sentence; clean: string; cleanSize: Sentence },
  remedy: Sentence,
  task: TaskName | undefined,
): Verdict {
  if (task !== undefined && task !== 'sr') {
    return stop('size', say('pair.largerForOtherTask', { scale, ...sizes }));
  }
  if (complete) return good('size', say('pair.larger', { scale }));
  return stop('size', say('pair.notQuiteLarger', { scale, ...sizes, remedy }));
}

/** Whether there is enough to learn from. `usable`: what the pair has in common, in pixels of the clean picture. */
export function judgeExtent(usable: Size, region: Rect | undefined, patchPx: number | undefined): Verdict[] {
  if (region === undefined) return judgeSides('tiny', 'photo', usable, patchPx);
  if (rectFits(region, usable.width, usable.height)) return judgeSides('region', 'region', region, patchPx);
  return [stop('region', say('pair.regionOutside', { size: inWords(usable) }))];
}

function judgeSides(about: 'tiny' | 'region', what: 'photo' | 'region', size: Size, patchPx = 0): Verdict[] {
  const side = Math.min(size.width, size.height);
  const advised = LIMITS.advisedSide;
  if (side < patchPx) return [stop(about, say(`pair.${what}BelowPatch`, { size: inWords(size), patch: patchPx }))];
  if (side < LIMITS.pictureSide)
    return [stop(about, say(`pair.${what}TooSmall`, { size: inWords(size), least: LIMITS.pictureSide, advised }))];
  return side >= advised ? [] : [caution(about, say(`pair.${what}Small`, { size: inWords(size), advised }))];
}

/** Grey with colour. */
export function judgeChannels(degraded: PhotoInfo, clean: PhotoInfo): Verdict[] {
  if (degraded.channels === clean.channels) return [];
  return [caution('channels', degraded.channels === 1 ? say('pair.degradedGrey') : say('pair.cleanGrey'))];
}

/** True when the shift is no more than a pair of this scale may have. Keeping every n-th pixel moves a photo by up to (n-1)/2. */
export function isAligned(shift: { x: number; y: number }, scale: number): boolean {
  const limit = scale === 1 ? ALIGNED_WITHIN_PX : scale / 2;
  return Math.max(Math.abs(shift.x), Math.abs(shift.y)) <= limit;
}

/** Whether the photos lie on each other. */
export function judgeShift(shift: { x: number; y: number } | null, scale: number, canAlign: boolean): Verdict[] {
  if (shift === null) {
    return [caution('shift', say('pair.littleInCommon'))];
  }
  const largest = Math.max(Math.abs(shift.x), Math.abs(shift.y));
  if (isAligned(shift, scale))
    return [good('aligned', say('pair.aligned', { within: toTenths(Math.max(largest, 0.1)) }))];
  const direction = directionOf(shift);
  return [
    caution('shift', canAlign ? say('pair.shiftedAlign', { direction }) : say('pair.shiftedLittle', { direction })),
  ];
}

function directionOf({ x, y }: { x: number; y: number }): Sentence {
  const across = say(x > 0 ? 'pair.right' : 'pair.left', { px: toTenths(Math.abs(x)) });
  const down = say(y > 0 ? 'pair.down' : 'pair.up', { px: toTenths(Math.abs(y)) });
  if (Math.abs(y) <= ALIGNED_WITHIN_PX) return across;
  return Math.abs(x) <= ALIGNED_WITHIN_PX ? down : say('pair.bothWays', { across, down });
}

const toTenths = (value: number): number => Math.round(value * 10) / 10;

/** A difference in brightness, which a model learns along with the rest. */
export function judgeExposure(brighter: number): Verdict[] {
  if (Math.abs(brighter) < BRIGHTNESS_SHARE) return [];
  const percent = Math.round(Math.abs(brighter) * 100);
  return [caution('exposure', say(brighter > 0 ? 'pair.brighter' : 'pair.darker', { percent }))];
}

/** Nothing, or next to nothing, to learn. `psnr` in dB; null for identical photos. */
export function judgeDifference(psnr: number | null): Verdict[] {
  if (psnr === null) return [stop('identical', say('pair.identical'))];
  if (psnr < HARDLY_DIFFERENT_DB) return [];
  return [caution('identical', say('pair.hardlyDiffer', { db: psnr }))];
}

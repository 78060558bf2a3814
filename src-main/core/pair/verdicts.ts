import { LIMITS, type Rect, type TaskName } from '@contract/model-spec';
import type { PhotoInfo, Verdict } from '@contract/photo';
import { rectFits } from '../image/crop';
import type { Size, SizeRelation } from './geometry';

/** Below this shift in pixels a pair of equal size counts as aligned. */
const ALIGNED_WITHIN_PX = 0.25;
/** Above this PSNR in dB there is next to nothing to learn. */
const HARDLY_DIFFERENT_DB = 50;
/** A difference in mean brightness worth a word, as a share of full white. */
const BRIGHTNESS_SHARE = 0.02;

const stop = (about: Verdict['about'], text: string): Verdict => ({ level: 'stop', about, text });
const caution = (about: Verdict['about'], text: string): Verdict => ({ level: 'caution', about, text });
const good = (about: Verdict['about'], text: string): Verdict => ({ level: 'good', about, text });

const inWords = ({ width, height }: Size) => `${width} × ${height} px`;

/** Whether the sizes fit the task. `canAlign`: crops are offered that would mend it. */
export function judgeSizes(
  relation: SizeRelation,
  photos: { degraded: PhotoInfo; clean: PhotoInfo },
  task: TaskName | undefined,
  canAlign: boolean,
): Verdict[] {
  const { degraded, clean } = photos;
  const sizes = `${degraded.name} is ${inWords(degraded)}, ${clean.name} is ${inWords(clean)}`;
  const remedy = canAlign ? 'align crops both to what they share' : 'export both at the same size';
  switch (relation.kind) {
    case 'same':
      if (task !== 'sr') return [];
      return [
        stop(
          'size',
          'Super resolution learns from a small photo and a clean one 2 to 4 times larger, but these are the same size: choose another task or another photo.',
        ),
      ];
    case 'turned':
      return [stop('orientation', `One photo lies on its side (${sizes}): turn it, save it and add it again.`)];
    case 'reversed':
      return [stop('size', `The degraded photo is the larger one (${sizes}): swap the two.`)];
    case 'different':
      return [stop('size', `The photos differ in size (${sizes}): ${remedy}.`)];
    case 'enlarged':
      return [judgeEnlarged(relation, sizes, remedy, task)];
  }
}

function judgeEnlarged(
  { scale, complete }: { scale: number; complete: boolean },
  sizes: string,
  remedy: string,
  task: TaskName | undefined,
): Verdict {
  const larger = `The clean photo is ${scale} times larger`;
  if (task !== undefined && task !== 'sr') {
    return stop('size', `${larger} (${sizes}): choose super resolution, or export both at the same size.`);
  }
  if (complete) return good('size', `${larger}: this pair teaches super resolution.`);
  return stop('size', `The clean photo is not quite ${scale} times larger (${sizes}): ${remedy}.`);
}

/** Whether there is enough to learn from. `usable`: what the pair has in common, in pixels of the clean picture. */
export function judgeExtent(usable: Size, region: Rect | undefined, patchPx: number | undefined): Verdict[] {
  if (region === undefined) return judgeSides('tiny', 'photo', usable, patchPx);
  if (rectFits(region, usable.width, usable.height)) return judgeSides('region', 'region', region, patchPx);
  return [stop('region', `The region reaches outside the photo (${inWords(usable)}): draw it again inside.`)];
}

function judgeSides(about: 'tiny' | 'region', what: string, size: Size, patchPx = 0): Verdict[] {
  const side = Math.min(size.width, size.height);
  const isTooSmall = `The ${what} is too small to learn from (${inWords(size)}):`;
  if (side < patchPx)
    return [stop(about, `${isTooSmall} not even one patch of ${patchPx} px fits. Choose a larger ${what}.`)];
  if (side < LIMITS.pictureSide) {
    return [stop(about, `${isTooSmall} ${LIMITS.pictureSide} px a side are needed, ${LIMITS.advisedSide} px advised.`)];
  }
  if (side >= LIMITS.advisedSide) return [];
  return [
    caution(about, `The ${what} is small (${inWords(size)}): ${LIMITS.advisedSide} px a side or more teach better.`),
  ];
}

/** Grey with colour. */
export function judgeChannels(degraded: PhotoInfo, clean: PhotoInfo): Verdict[] {
  if (degraded.channels === clean.channels) return [];
  const [grey, colored] = degraded.channels === 1 ? ['degraded', 'clean'] : ['clean', 'degraded'];
  return [
    caution('channels', `The ${grey} photo is grey and the ${colored} one in colour: only brightness can be learned.`),
  ];
}

/** True when the shift is no more than a pair of this scale may have. Keeping every n-th pixel moves a photo by up to (n-1)/2. */
export function isAligned(shift: { x: number; y: number }, scale: number): boolean {
  const limit = scale === 1 ? ALIGNED_WITHIN_PX : scale / 2;
  return Math.max(Math.abs(shift.x), Math.abs(shift.y)) <= limit;
}

/** Whether the photos lie on each other. */
export function judgeShift(shift: { x: number; y: number } | null, scale: number, canAlign: boolean): Verdict[] {
  if (shift === null) {
    return [
      caution('shift', 'The photos have too little in common to be compared: look whether both show the same scene.'),
    ];
  }
  const largest = Math.max(Math.abs(shift.x), Math.abs(shift.y));
  if (isAligned(shift, scale))
    return [good('aligned', `The photos lie on each other (to within ${inPixels(Math.max(largest, 0.1))}).`)];
  const remedy = canAlign
    ? 'align crops both.'
    : 'too little to be cropped away, and restored photos will move by as much.';
  return [caution('shift', `The clean photo lies ${directionInWords(shift)}: ${remedy}`)];
}

function directionInWords({ x, y }: { x: number; y: number }): string {
  const across = `${inPixels(Math.abs(x))} to the ${x > 0 ? 'right' : 'left'}`;
  const down = `${inPixels(Math.abs(y))} ${y > 0 ? 'down' : 'up'}`;
  if (Math.abs(y) <= ALIGNED_WITHIN_PX) return across;
  return Math.abs(x) <= ALIGNED_WITHIN_PX ? down : `${across} and ${down}`;
}

function inPixels(value: number): string {
  return `${Math.round(value * 10) / 10} px`;
}

/** A difference in brightness, which a model learns along with the rest. */
export function judgeExposure(brighter: number): Verdict[] {
  if (Math.abs(brighter) < BRIGHTNESS_SHARE) return [];
  const [adjective, verb] = brighter > 0 ? ['brighter', 'brighten'] : ['darker', 'darken'];
  const percent = Math.round(Math.abs(brighter) * 100);
  return [
    caution(
      'exposure',
      `The clean photo is ${adjective} by ${percent} % of full white, so the model will ${verb} other photos too: match the exposure first if you do not want that.`,
    ),
  ];
}

/** Nothing, or next to nothing, to learn. `psnr` in dB; null for identical photos. */
export function judgeDifference(psnr: number | null): Verdict[] {
  if (psnr === null)
    return [
      stop(
        'identical',
        'The photos are identical, so there is nothing to learn: choose another degraded or clean photo.',
      ),
    ];
  if (psnr < HARDLY_DIFFERENT_DB) return [];
  return [
    caution('identical', `The photos hardly differ (${psnr.toFixed(0)} dB): the model will learn next to nothing.`),
  ];
}

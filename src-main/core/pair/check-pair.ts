import type { Rect, TaskName } from '@contract/model-spec';
import type { PairReport, PhotoInfo, Verdict, VerdictLevel } from '@contract/photo';
import type { ImageF32 } from '../image/image';
import { overlapOf, relateSizes, type SizeRelation } from './geometry';
import { measurePair, psnrOfPair, type Measurements } from './measure';
import {
  isAligned,
  judgeChannels,
  judgeDifference,
  judgeExposure,
  judgeExtent,
  judgeShift,
  judgeSizes,
} from './verdicts';

export interface PairInput {
  degraded: ImageF32;
  clean: ImageF32;
  degradedInfo: PhotoInfo;
  cleanInfo: PhotoInfo;
  /** Absent: whatever the pair itself suggests. */
  task?: TaskName;
  /** The part of the clean picture to learn from, in its pixels. */
  region?: Rect;
  /** Patch side of the training in pixels. */
  patch?: number;
}

const SEVERITY: readonly VerdictLevel[] = ['stop', 'caution', 'good'];

/**
 * Says in words whether two photos make a pair to learn from: size, orientation, channels, shift, exposure, identical
 * files, too small, region. The verdicts come worst first; there is always at least one.
 */
export function checkPair(input: PairInput): PairReport {
  const { degraded, clean, degradedInfo, cleanInfo, task } = input;
  const relation = relateSizes(degraded, clean);
  const measured =
    relation.kind === 'turned' || relation.kind === 'reversed' ? null : measurePair(degraded, clean, relation.scale);
  const alignment = measured && alignmentOf(input, relation, measured);
  const comparable = relation.kind === 'same' || (relation.kind === 'enlarged' && relation.complete);
  const psnr = comparable ? psnrOfPair(degraded, clean, relation.scale) : null;
  const { first: usable } = overlapOf(clean, enlargedSize(degraded, relation.scale), { x: 0, y: 0 });

  const verdicts = [
    ...judgeSizes(relation, { degraded: degradedInfo, clean: cleanInfo }, task, alignment !== null),
    ...judgeExtent(usable, input.region, input.patch),
    ...judgeChannels(degradedInfo, cleanInfo),
    ...(comparable ? judgeDifference(psnr) : []),
    ...(comparable && psnr !== null && measured ? judgeContent(measured, relation.scale, alignment !== null) : []),
  ].sort((a, b) => SEVERITY.indexOf(a.level) - SEVERITY.indexOf(b.level));
  return {
    verdicts,
    level: verdicts[0]?.level ?? 'good',
    shift: measured?.shift ?? null,
    alignment,
    scale: relation.scale,
    psnr,
  };
}

function judgeContent(measured: Measurements, scale: number, canAlign: boolean): Verdict[] {
  return [...judgeShift(measured.shift, scale, canAlign), ...judgeExposure(measured.brighter)];
}

function enlargedSize({ width, height }: ImageF32, scale: number) {
  return { width: width * scale, height: height * scale };
}

/** The crops that would bring the pair together; null when they lie well already or no whole-pixel crop helps. */
function alignmentOf(
  { degraded, clean }: PairInput,
  relation: SizeRelation,
  { shift }: Measurements,
): PairReport['alignment'] {
  if (shift === null) return null;
  const sizesFit = relation.kind === 'same' || (relation.kind === 'enlarged' && relation.complete);
  const wholePixels = isAligned(shift, relation.scale)
    ? { x: 0, y: 0 }
    : { x: Math.round(shift.x), y: Math.round(shift.y) };
  if (sizesFit && wholePixels.x === 0 && wholePixels.y === 0) return null;
  const { first, second } = overlapOf(degraded, clean, wholePixels, relation.scale);
  return { degraded: first, clean: second };
}

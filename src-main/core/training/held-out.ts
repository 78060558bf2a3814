import { LIMITS, type TrainSettings } from '@contract/model-spec';
import { say, type Sentence } from '@contract/sentence';
import { planeOf, type Plane } from '../image/plane';
import { largestEnsemble } from '../models/alignment';
import type { TrainingPlanes } from '../models/method';

/** Validation costs at most about this share of an epoch's arithmetic. */
const VALIDATION_SHARE = 0.05;

/** How a pair's rows are divided. Rows between the parts belong to neither, so no held-out pixel is ever seen. */
export interface Split {
  /** Rows [0, trainingRows) are learned from. */
  trainingRows: number;
  /** Rows [firstHeldOut, height) are only measured on; none when equal to the height. */
  firstHeldOut: number;
  height: number;
}

/**
 * Holds out the last eighth of the rows, at least 32 and at most 256, apart from the training rows by the receptive
 * field. Nothing is held out where the settings say so, and of pictures below 160 px.
 */
export function splitRows(height: number, receptiveField: number, settings: TrainSettings): Split {
  const heldOut = Math.min(256, Math.max(32, Math.round(height / 8)));
  if (!settings.holdOut || height < LIMITS.heldOutHeight || height - heldOut - receptiveField < height / 2) {
    return { trainingRows: height, firstHeldOut: height, height };
  }
  const firstHeldOut = height - heldOut;
  return { trainingRows: firstHeldOut - receptiveField, firstHeldOut, height };
}

/** Why nothing is held out, in words; null where something is. */
export function splitNote({ firstHeldOut, height }: Split, { holdOut }: TrainSettings): Sentence | null {
  if (firstHeldOut < height) return null;
  return holdOut ? say('training.tooLowToHoldOut', { px: LIMITS.heldOutHeight }) : say('training.paperHoldsNothing');
}

/** The rows that are learned from: the same memory, not a copy. */
export function trainingPart(pair: TrainingPlanes, { trainingRows }: Split): TrainingPlanes {
  const part = ({ data, width }: Plane) => planeOf(data.subarray(0, trainingRows * width), width, trainingRows);
  return { degraded: part(pair.degraded), clean: part(pair.clean) };
}

/** How many held-out pixels may be measured after each epoch. */
export function measuredPixels(settings: TrainSettings): number {
  const stride = settings.mode === 'patch2patch' ? Math.ceil(settings.patch / 3) : 1;
  // Training a patch costs about three times what restoring one does.
  const patches = (VALIDATION_SHARE * 3 * settings.patchesPerEpoch) / largestEnsemble(settings);
  const pixels = settings.mode === 'picture' ? settings.patch ** 2 : stride ** 2;
  return Math.max(4096, Math.round(patches * pixels));
}

/** The rectangle of the held-out rows that is measured: their middle, at most `pixels` large. Null without such rows. */
export function measuredRect(split: Split, width: number, pixels: number) {
  const height = split.height - split.firstHeldOut;
  if (height === 0) return null;
  const columns = Math.min(width, Math.max(32, Math.round(pixels / height)));
  return { x: Math.floor((width - columns) / 2), y: split.firstHeldOut, width: columns, height };
}

import type { HistoryPoint } from '@contract/model-card';

/** A fall below the best that is more than chance from epoch to epoch, in dB. */
const MEMORISING_FALL_DB = 0.15;
/** Fewer measured epochs say nothing. */
const LEAST_EPOCHS = 6;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Whether training and held-out squares part ways: over the last third of the measured points the training loss kept
 * falling, while the held-out PSNR stayed at least 0.15 dB below its best. Only stage 1 is judged: against a
 * discriminator PSNR is given up on purpose.
 */
export function isMemorising(points: readonly HistoryPoint[]): boolean {
  const measured = points.filter((point) => point.validationPsnr !== null);
  const last = measured.at(-1);
  if (!last || last.phase === 2 || last.epoch < LEAST_EPOCHS) return false;
  const split = measured.findIndex((point) => point.epoch > (last.epoch * 2) / 3);
  const [before, late] = [measured.slice(0, split), measured.slice(split)];
  if (before.length === 0) return false;
  const psnr = (point: HistoryPoint) => point.validationPsnr!;
  const fell = Math.max(...late.map(psnr)) <= Math.max(...before.map(psnr)) - MEMORISING_FALL_DB;
  const justBefore = before.slice(-late.length);
  return fell && mean(late.map(({ loss }) => loss)) < mean(justBefore.map(({ loss }) => loss));
}

import type { LuminanceRange, PictureScore, Protocol } from '@contract/evaluate';
import type { ImageF32 } from '../image/image';
import type { OpenModel } from '../models/method';
import { restoreImage, type Lab, type Pair } from './lab';
import { scoreEveryRange, type Measured } from './score-picture';

/** A picture to measure on. `id` is the hash of its pixels, hexadecimal. */
export interface TestPicture {
  set: string;
  name: string;
  id: string;
  read(): Promise<Pair>;
}

/** A picture that was restored once, measured on every luminance. */
type MeasuredPicture = { restoreMs: number; restored?: string | undefined } & Record<LuminanceRange, Measured>;

/** Results that are there already, and a place for new ones: long work goes on where it was ended. */
export interface Kept {
  get(key: string): unknown;
  put(key: string, value: unknown): Promise<void>;
}

/**
 * Restores and measures every picture, one after the other; pictures that `kept` knows are not done again.
 * `trainedOn` is the id of the picture that was learned from. `onScore` is told how many are done.
 */
export async function scoreAll(
  lab: Lab,
  model: OpenModel,
  pictures: TestPicture[],
  protocol: Protocol,
  options: {
    kept: Kept;
    trainedOn: string | null;
    onScore(done: number): void;
    /** Names a restored picture by what is on it. */
    fingerprint?: (restored: ImageF32) => string;
  },
): Promise<PictureScore[]> {
  const scores: PictureScore[] = [];
  for (const picture of pictures) {
    const key = `${picture.set}/${picture.name}/${picture.id}`;
    const known = options.kept.get(key) as MeasuredPicture | undefined;
    const measured = known ?? (await measure(lab, model, picture, protocol, options.fingerprint));
    if (!known) await options.kept.put(key, measured);
    scores.push({
      set: picture.set,
      picture: picture.name,
      ...measured[protocol.luminance],
      restoreMs: measured.restoreMs,
      ...(measured.restored === undefined ? {} : { restored: measured.restored }),
      trainedOn: picture.id === options.trainedOn,
    });
    options.onScore(scores.length);
  }
  return scores;
}

async function measure(
  lab: Lab,
  model: OpenModel,
  picture: TestPicture,
  protocol: Protocol,
  fingerprint?: (restored: ImageF32) => string,
): Promise<MeasuredPicture> {
  await lab.token.next();
  const { clean, degraded } = await picture.read();
  const startedMs = lab.nowMs();
  const restored = await restoreImage(lab, model, degraded, protocol);
  const restoreMs = Math.round(lab.nowMs() - startedMs);
  return { restoreMs, restored: fingerprint?.(restored), ...scoreEveryRange({ clean, degraded, restored }, protocol) };
}

import type { PictureScore, Protocol } from '@contract/evaluate';
import type { OpenModel } from '../models/method';
import { restoreImage, type Lab, type Pair } from './lab';
import { scorePicture } from './score-picture';

/** A picture to measure on. `id` is the hash of its pixels, hexadecimal. */
export interface TestPicture {
  set: string;
  name: string;
  id: string;
  read(): Promise<Pair>;
}

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
  options: { kept: Kept; trainedOn: string | null; onScore(done: number): void },
): Promise<PictureScore[]> {
  const scores: PictureScore[] = [];
  for (const picture of pictures) {
    const key = `${picture.set}/${picture.name}/${picture.id}`;
    const known = options.kept.get(key) as PictureScore | undefined;
    const score = known ?? (await scoreOne(lab, model, picture, protocol, picture.id === options.trainedOn));
    if (!known) await options.kept.put(key, score);
    scores.push(score);
    options.onScore(scores.length);
  }
  return scores;
}

async function scoreOne(
  lab: Lab,
  model: OpenModel,
  picture: TestPicture,
  protocol: Protocol,
  trainedOn: boolean,
): Promise<PictureScore> {
  await lab.token.next();
  const { clean, degraded } = await picture.read();
  const startedMs = lab.nowMs();
  const restored = await restoreImage(lab, model, degraded, protocol.borders);
  const restoreMs = Math.round(lab.nowMs() - startedMs);
  const measured = scorePicture({ clean, degraded, restored }, protocol);
  return { set: picture.set, picture: picture.name, ...measured, restoreMs, trainedOn };
}

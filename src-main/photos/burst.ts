import { basename, parse } from 'node:path';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import type { PhotosCalls } from '@contract/worker-calls';
import { probePhoto } from '../codec';
import { alignBurst, ENOUGH_SHOTS, shotAgainstOthers, stacked } from '../core/pair/burst';
import { readPixels } from './pixels';
import { derive } from './prepared-pairs';

/** All shots but one are held in memory as floats. */
const MOST_MEGAPIXELS = 250;

/** A pair from the shots of a still scene: see `pair.burst`. Throws bad-input where they are no burst. */
export async function burstPair(shots: readonly string[], each: boolean): Promise<PhotosCalls['pair.burst']['answer']> {
  await requireAlike(shots);
  const read = (index: number) => readPixels(shots[index]!);
  const burst = await alignBurst(shots.length, read);
  const { used, farthest } = burst;
  if (used.length < 2) throw new AppError('bad-input', say('burst.none'));
  const few = each && used.length < ENOUGH_SHOTS;
  const pairs = [];
  for (let shot = 0; shot < (few ? used.length : 1); shot++) pairs.push(await shotAgainstOthers(burst, shot, read));
  const degraded = stacked(pairs.map((pair) => pair.degraded));
  const clean = stacked(pairs.map((pair) => pair.clean));
  const percent = (100 * pairs.reduce((sum, { outliers }) => sum + outliers, 0)) / pairs.length;
  const left = shots.length - used.length;
  const notes: Sentence[] = [
    say('burst.laid', { used: used.length, count: shots.length, px: farthest, percent }),
    ...(left > 0 ? [say('burst.others', { count: left })] : []),
    ...(used.length < ENOUGH_SHOTS ? [say('burst.few', { count: used.length })] : []),
  ];
  const name = parse(basename(shots[0]!)).name;
  return {
    degraded: await derive(degraded.image, `${name}-shot.png`),
    clean: await derive(clean.image, `${name}-mean.png`),
    ...(pairs.length > 1 ? { leftOut: await derive(degraded.seams, 'seams.png', 8) } : {}),
    notes,
  };
}

async function requireAlike(shots: readonly string[]): Promise<void> {
  const infos = [];
  for (const shot of shots) infos.push(await probePhoto(shot));
  const [{ width, height, channels }] = infos as [(typeof infos)[0], ...typeof infos];
  if (infos.some((info) => info.width !== width || info.height !== height || info.channels !== channels))
    throw new AppError('bad-input', say('burst.sizes'));
  const megapixels = (shots.length * width * height) / 1e6;
  if (megapixels > MOST_MEGAPIXELS)
    throw new AppError('bad-input', say('burst.tooLarge', { megapixels, most: MOST_MEGAPIXELS }));
}

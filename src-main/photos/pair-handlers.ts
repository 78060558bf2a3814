import { parse } from 'node:path';
import { PREPARATIONS, type PairReport, type Verdict } from '@contract/photo';
import { AppError } from '@contract/result';
import type { DegradeRequest, PhotosCalls } from '@contract/worker-calls';
import { LIMITS } from '@contract/model-spec';
import { say } from '@contract/sentence';
import { drawDeadLeaves } from '../core/degrade/dead-leaves';
import { degrade } from '../core/degrade/degrade';
import { degradeBands, degradedSize } from '../core/degrade/degrade-bands';
import { measureDegradation } from '../core/degradation/model';
import { degradationInWords, numbersOf } from '../core/degradation/words';
import { crop } from '../core/image/crop';
import type { ImageF32 } from '../core/image/image';
import { scoreInBands } from '../core/metrics/score';
import { imageSource } from '../core/image/image-source';
import { centredIn, wholeOf } from '../core/image/middle';
import { checkPair } from '../core/pair/check-pair';
import { middlesOf, relateSizes } from '../core/pair/geometry';
import { laidOnEachOther } from '../core/pair/prepare';
import { suitedMethod } from '../core/pair/suited-method';
import { compareSides, wrongWay } from '../core/pair/wrong-way';
import { decodePhoto, encodePhoto, probePhoto } from '../codec';
import { createRawSink, openRawSource } from '../codec/raw-picture';
import { burstPair } from './burst';
import { readPixels, withPixels } from './pixels';
import { byRecipe } from './recipe';
import { derive, preparedPair } from './prepared-pairs';
import type { Handlers } from '../processes/serve';
import { drawScene } from './scene';
import { scratchPicture, sessionScratch } from '../disk/session-scratch';

type PairCalls = Pick<PhotosCalls, Extract<keyof PhotosCalls, `pair.${string}` | 'compare.score'>>;

export const pairHandlers: Handlers<PairCalls> = {
  'pair.check': async (args) => (isReal(args) ? checkReal(args) : checkAsItIs(args)),
  'pair.turned': ({ degraded, clean }) => isTurned(degraded, clean),
  'pair.prepare': ({ degraded, clean, steps, region }) => preparedPair(degraded, clean, steps, region),
  'pair.degradation': async ({ degraded, clean }) => {
    const [from, to] = [await readPixels(degraded), await readPixels(clean)];
    const alike = from.width === to.width && from.height === to.height && from.channels === to.channels;
    if (!alike || Math.min(from.width, from.height) < LIMITS.pictureSide) return null;
    const numbers = numbersOf(measureDegradation(from, to));
    return { ...numbers, text: degradationInWords(numbers) };
  },
  'pair.burst': ({ shots, each }) => burstPair(shots, each),
  'pair.align': async (args) => {
    const { degraded, clean, ...infos } = await readPair(args);
    const report = checkPair({ degraded, clean, ...infos });
    if (!report.alignment) throw new AppError('bad-input', say('pair.noCropHelps'));
    return {
      degraded: await derive(crop(degraded, report.alignment.degraded), `${parse(args.degraded).name}-aligned.png`),
      clean: await derive(crop(clean, report.alignment.clean), `${parse(args.clean).name}-aligned.png`),
    };
  },
  'pair.middle': ({ degraded, clean, side, region }) =>
    withPixels(degraded, (from) =>
      withPixels(clean, async (to) => {
        const parts = middlesOf(from, to, side, region);
        return {
          degraded: await derive(await from.read(parts.degraded), `${parse(degraded).name}.png`),
          clean: await derive(await to.read(parts.clean), `${parse(clean).name}.png`),
        };
      }),
    ),
  'pair.degrade': async ({ clean, ...request }) => {
    const name = `${parse(clean).name}-${request.task}.png`;
    const path = await scratchPicture(name);
    await degradePhoto(clean, path, request);
    return { path, name };
  },
  'pair.recipe': ({ clean, recipe, psf, part }) => byRecipe(clean, recipe, psf, part),
  'pair.sample': async ({ size, scene = false, ...request }) => {
    const how = { size, seed: request.seed ?? 0 };
    const clean = scene ? await drawScene(how) : drawDeadLeaves(how);
    return {
      clean: await derive(clean, 'sample.png', 8),
      degraded: await derive(degrade(clean, noiseApart(request)), `sample-${request.task}.png`),
    };
  },
  'compare.score': ({ restored, clean }) =>
    withPixels(restored, (ours) => withPixels(clean, (theirs) => scoreInBands(ours, theirs))),
};

/** Degrades band by band: a large photo as floats would take a gigabyte. */
async function degradePhoto(photo: string, out: string, request: DegradeRequest): Promise<void> {
  const scratch = await sessionScratch();
  const raw = await decodePhoto(photo, scratch.path('clean'));
  const source = await openRawSource(raw);
  const size = { ...degradedSize(raw, request), channels: raw.channels, depth: 16 } as const;
  const degraded = await createRawSink(scratch.path('degraded'), size);
  try {
    await degradeBands(source, degraded.sink, request);
    await encodePhoto({ raw: degraded.raw, original: null, out, format: 'png', onConflict: 'overwrite' });
  } finally {
    await source.close();
    await degraded.close();
    await scratch.remove(raw.path);
    await scratch.remove(degraded.raw.path);
  }
}

/** The seed that drew the picture must not draw its noise too. */
function noiseApart(request: DegradeRequest): DegradeRequest {
  return { ...request, seed: ((request.seed ?? 0) + 1) % 2 ** 32 };
}

/** A pair that was brought along: nothing is known of how it was degraded. */
const isReal = ({ task }: PhotosCalls['pair.check']['args']) => task === undefined;

type CheckArgs = PhotosCalls['pair.check']['args'];

/** A real pair is checked as it is learned from. */
async function checkReal({ degraded, clean, steps = PREPARATIONS, region, ...hints }: CheckArgs): Promise<PairReport> {
  const prepared = await preparedPair(degraded, clean, steps, region);
  const read = await readPair({ degraded: prepared.degraded.path, clean: prepared.clean.path });
  const { findings, region: moved } = prepared;
  const report = checkPair({ ...read, ...hints, ...(moved === undefined ? {} : { region: moved }) });
  const verdicts = [...judgeSides(read.degraded, read.clean), ...report.verdicts];
  const level = report.level === 'good' && verdicts.length > report.verdicts.length ? 'caution' : report.level;
  const method = await suitedMethod(imageSource(read.degraded), imageSource(read.clean));
  return { ...report, verdicts, level, findings, method };
}

async function checkAsItIs({ degraded, clean, ...hints }: Omit<CheckArgs, 'steps'>): Promise<PairReport> {
  const read = await readPair({ degraded, clean });
  const method = await suitedMethod(imageSource(read.degraded), imageSource(read.clean));
  return { ...checkPair({ ...read, ...hints }), method };
}

async function readPair(paths: { degraded: string; clean: string }) {
  return {
    degraded: await readPixels(paths.degraded),
    clean: await readPixels(paths.clean),
    degradedInfo: await probePhoto(paths.degraded),
    cleanInfo: await probePhoto(paths.clean),
  };
}

/** Side of the middle part that tells the two sides apart, in pixels. */
const TOLD_BY = 1024;

/** Whether a pair seems to be the wrong way round, from the middle of its photos: told in a moment, whatever their size. */
async function isTurned(degraded: string, clean: string): Promise<boolean> {
  const [from, to] = [await readMiddle(degraded), await readMiddle(clean)];
  const { kind } = relateSizes(from.of, to.of);
  if (kind !== 'same') return kind === 'reversed';
  const placed = laidOnEachOther(from.middle, to.middle);
  return wrongWay(compareSides(placed.degraded, placed.clean)) !== null;
}

async function readMiddle(path: string) {
  const scratch = await sessionScratch();
  const of = await decodePhoto(path, scratch.path('photo'));
  const source = await openRawSource(of);
  try {
    return { of, middle: await source.read(centredIn(wholeOf(of), TOLD_BY, TOLD_BY)) };
  } finally {
    await source.close();
    await scratch.remove(of.path);
  }
}

/** Says where the pair seems to be the wrong way round. */
function judgeSides(degraded: ImageF32, clean: ImageF32): Verdict[] {
  if (degraded.width !== clean.width || degraded.height !== clean.height) return [];
  const middle = centredIn(wholeOf(degraded), TOLD_BY, TOLD_BY);
  const sides = compareSides(crop(degraded, middle), crop(clean, middle));
  const way = wrongWay(sides);
  if (way === null) return [];
  const text =
    way === 'noisier'
      ? say('pair.cleanNoisier', { clean: sides.noise.clean, degraded: sides.noise.degraded })
      : say('pair.cleanSofter', { percent: 100 * (sides.detail.degraded - 1) });
  return [{ level: 'caution', about: 'swapped', text }];
}

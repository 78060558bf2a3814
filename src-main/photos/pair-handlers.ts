import { basename, parse } from 'node:path';
import type { PairReport, PhotoInfo } from '@contract/photo';
import { AppError } from '@contract/result';
import type { DegradeRequest, DerivedPhoto, PhotosCalls } from '@contract/worker-calls';
import { LIMITS } from '@contract/model-spec';
import { say } from '@contract/sentence';
import { drawDeadLeaves } from '../core/degrade/dead-leaves';
import { degrade } from '../core/degrade/degrade';
import { degradeBands, degradedSize } from '../core/degrade/degrade-bands';
import { measureDegradation } from '../core/degradation/model';
import { degradationInWords, numbersOf } from '../core/degradation/words';
import { crop } from '../core/image/crop';
import type { ImageF32 } from '../core/image/image';
import { score } from '../core/metrics/score';
import { imageSource } from '../core/image/image-source';
import { checkPair } from '../core/pair/check-pair';
import { prepare, regionWithin } from '../core/pair/prepare';
import { suitedMethod } from '../core/pair/suited-method';
import { decodePhoto, encodePhoto, probePhoto } from '../codec';
import { createRawSink, openRawSource } from '../codec/raw-picture';
import { readPixels, writePicture } from './pixels';
import type { Handlers } from '../processes/serve';
import { drawScene } from './scene';
import { scratchPicture, sessionScratch } from '../disk/session-scratch';

type PairCalls = Pick<PhotosCalls, Extract<keyof PhotosCalls, `pair.${string}` | 'compare.score'>>;

export const pairHandlers: Handlers<PairCalls> = {
  'pair.check': async (args) => {
    const { degraded, clean, report } = await readAndCheck(args, isReal(args));
    return { ...report, method: await suitedMethod(imageSource(degraded), imageSource(clean)) };
  },
  'pair.prepare': async ({ degraded, clean, steps, region }) => {
    const [from, to] = [await readPixels(degraded), await readPixels(clean)];
    const pair = prepare(from, to, steps);
    const changed = pair.degraded !== from || pair.clean !== to;
    const photo = async (image: ImageF32, path: string) =>
      changed ? derive(image, `${parse(path).name}-prepared.png`) : { path, name: basename(path) };
    return {
      degraded: await photo(pair.degraded, degraded),
      clean: await photo(pair.clean, clean),
      findings: pair.findings,
      ...(region === undefined ? {} : { region: regionWithin(pair, region) }),
    };
  },
  'pair.degradation': async ({ degraded, clean }) => {
    const [from, to] = [await readPixels(degraded), await readPixels(clean)];
    const alike = from.width === to.width && from.height === to.height && from.channels === to.channels;
    if (!alike || Math.min(from.width, from.height) < LIMITS.pictureSide) return null;
    const numbers = numbersOf(measureDegradation(from, to));
    return { ...numbers, text: degradationInWords(numbers) };
  },
  'pair.align': async (args) => {
    const { degraded, clean, report } = await readAndCheck(args, false);
    if (!report.alignment) throw new AppError('bad-input', say('pair.noCropHelps'));
    return {
      degraded: await derive(crop(degraded, report.alignment.degraded), `${parse(args.degraded).name}-aligned.png`),
      clean: await derive(crop(clean, report.alignment.clean), `${parse(args.clean).name}-aligned.png`),
    };
  },
  'pair.degrade': async ({ clean, ...request }) => {
    const name = `${parse(clean).name}-${request.task}.png`;
    const path = await scratchPicture(name);
    await degradePhoto(clean, path, request);
    return { path, name };
  },
  'pair.sample': async ({ size, scene = false, ...request }) => {
    const how = { size, seed: request.seed ?? 0 };
    const clean = scene ? await drawScene(how) : drawDeadLeaves(how);
    return {
      clean: await derive(clean, 'sample.png', 8),
      degraded: await derive(degrade(clean, noiseApart(request)), `sample-${request.task}.png`),
    };
  },
  'compare.score': async ({ restored, clean }) => score(await readPixels(restored), await readPixels(clean)),
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

/** `prepared`: checked as it is learned from. */
async function readAndCheck(
  args: PhotosCalls['pair.check']['args'],
  prepared: boolean,
): Promise<{ degraded: ImageF32; clean: ImageF32; report: PairReport }> {
  const { degraded: degradedPath, clean: cleanPath, ...hints } = args;
  const [degradedInfo, cleanInfo] = [await probePhoto(degradedPath), await probePhoto(cleanPath)];
  const read = { degraded: await readPixels(degradedPath), clean: await readPixels(cleanPath) };
  if (!prepared) return { ...read, report: checkPair({ ...read, degradedInfo, cleanInfo, ...hints }) };
  const pair = prepare(read.degraded, read.clean);
  const { degraded, clean, findings } = pair;
  const size = (info: PhotoInfo, { width, height }: ImageF32) => ({ ...info, width, height });
  const { region, ...others } = hints;
  const report = checkPair({
    ...{ degraded, clean, degradedInfo: size(degradedInfo, degraded), cleanInfo: size(cleanInfo, clean), ...others },
    ...(region === undefined ? {} : { region: regionWithin(pair, region) }),
  });
  return { degraded, clean, report: { ...report, findings } };
}

async function derive(image: ImageF32, name: string, depth: 8 | 16 = 16): Promise<DerivedPhoto> {
  const path = await scratchPicture(name);
  await writePicture(path, image, depth);
  return { path, name };
}

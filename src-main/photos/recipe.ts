import { parse } from 'node:path';
import type { Rect } from '@contract/model-spec';
import type { Recipe } from '@contract/recipe';
import type { DerivedPhoto } from '@contract/worker-calls';
import { encodePhoto, probePhoto } from '../codec';
import { writeRaw } from '../codec/raw-picture';
import type { Psf } from '../core/degradation/psf';
import { checkPsfSize, degradeByRecipe, psfOfPicture } from '../core/degradation/recipe';
import { enlargeBicubic } from '../core/image/bicubic';
import { crop } from '../core/image/crop';
import type { ImageF32 } from '../core/image/image';
import { gather, indicesWithin } from '../core/image/pad';
import { reduceByMean } from '../core/image/reduce';
import { sessionScratch } from '../disk/session-scratch';
import { readPixels } from './pixels';
import { derive } from './prepared-pairs';

/** The quality at which messengers compress. */
const MESSENGER_QUALITY = 70;

/** A photo, or a part of it, degraded as a recipe says. */
export async function byRecipe(photo: string, recipe: Recipe, psf?: string, part?: Rect): Promise<DerivedPhoto> {
  const spread = psf === undefined ? null : await readPsf(psf);
  const whole = await readPixels(photo);
  const clean = part === undefined ? whole : crop(whole, part);
  const { messenger = 1, jpeg = 0 } = recipe;
  const degraded = degradeByRecipe(clean, recipe, spread);
  const sent = messenger > 1 ? await asSent(degraded, messenger) : degraded;
  return derive(
    jpeg > 0 ? await compressed(sent, Math.round(100 - jpeg)) : sent,
    `${parse(photo).name}-degraded.png`,
    8,
  );
}

/** Its size is looked at before its pixels: a small file may be a large picture. */
async function readPsf(path: string): Promise<Psf> {
  checkPsfSize(await probePhoto(path));
  return psfOfPicture(await readPixels(path));
}

/** Made smaller, compressed, and enlarged to its size again; what a whole number of times leaves over is repeated. */
async function asSent(image: ImageF32, times: number): Promise<ImageF32> {
  const padded = (length: number) => Math.ceil(length / times) * times;
  const columns = indicesWithin(0, padded(image.width), image.width);
  const rows = indicesWithin(0, padded(image.height), image.height);
  const small = await compressed(reduceByMean(gather(image, columns, rows), times), MESSENGER_QUALITY);
  const { width, height } = image;
  return crop(enlargeBicubic(small, times), { x: 0, y: 0, width, height });
}

/** What a JPEG file leaves of a picture. */
async function compressed(image: ImageF32, quality: number): Promise<ImageF32> {
  const scratch = await sessionScratch();
  const raw = await writeRaw(scratch.path('recipe'), image, 8);
  const out = scratch.path('recipe', '.jpg');
  try {
    await encodePhoto({ raw, original: null, out, format: 'jpeg', settings: { quality }, onConflict: 'overwrite' });
    return await readPixels(out);
  } finally {
    await scratch.remove(raw.path);
    await scratch.remove(out).catch(() => undefined);
  }
}

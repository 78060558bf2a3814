import type { Recipe } from '@contract/recipe';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { blurredBy, normalised, PSF_RADIUS, PSF_SIDE, type Psf } from './psf';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { createPlane, eachPlane, type Plane } from '../image/plane';
import { createRandom, type Random } from '../random';
import { blur, gaussianWeights } from '../degrade/blur';

/** What a faded print has lost of contrast and colour, and how far its black has risen, by channel. */
const FADED = { contrast: 0.45, colour: 0.5, black: [0.3, 0.25, 0.19] } as const;
/** Noise of a camera in mid grey at ISO 100, in levels of 255; it rises with the root of the ISO, */
const ISO_100 = 0.5;
/** and by level as counts of photons do, over a floor: variance as a share of that in mid grey. */
const [FLOOR, BY_LEVEL] = [0.4, 1.2] as const;
/** How soft the noise of a camera's picture and the grain of a film are, σ in px, and what the colours share of the first. */
const [CAMERA_SOFT, FILM_SOFT, SHARED] = [0.6, 1, 0.5] as const;
/** Points a pixel at which shapes of PSFs are drawn. */
const POINTS = 5;

/**
 * A clean picture degraded as a recipe says, but for what a file's compression does: faded, blurred (by `psf`, too), noisy.
 * Values are not clipped.
 */
export function degradeByRecipe(clean: ImageF32, recipe: Recipe, psf: Psf | null = null): ImageF32 {
  const { fade = 0, lens = 0, defocus = 0, motion = 0, angle = 0, iso = 0, grain = 0, seed = 0 } = recipe;
  const shapes = [psf, defocus > 0 ? disc(defocus) : null, motion > 0 ? line(motion, angle) : null];
  const soft = shapes.reduce<ImageF32>(
    (image, shape) => (shape === null ? image : eachPlane(image, (plane) => blurredBy(shape, plane))),
    blur(fade > 0 ? faded(clean, fade / 100) : clean, lens),
  );
  const random = createRandom(seed);
  const noisy = iso > 0 ? withCameraNoise(soft, (ISO_100 / 255) * Math.sqrt(iso / 100), random) : soft;
  return grain > 0 ? withGrain(noisy, grain / 255, random) : noisy;
}

function faded(image: ImageF32, share: number): ImageF32 {
  const { channels } = image;
  const grey = luminance(image).data;
  const data = image.data.map((value, at) => {
    const pale = value + share * FADED.colour * (grey[Math.floor(at / channels)]! - value);
    return pale * (1 - share * FADED.contrast) + share * FADED.black[channels === 1 ? 1 : at % channels]!;
  });
  return { ...image, data };
}

/** White noise of deviation 1, softened by a Gaussian and brought back to it. */
function softNoise({ width, height }: ImageF32, sigma: number, random: Random): Float32Array {
  const plane = createPlane(width, height);
  for (let at = 0; at < plane.data.length; at++) plane.data[at] = random.normal();
  const left = gaussianWeights(sigma).reduce((sum, weight) => sum + weight ** 2, 0);
  return blur(plane, sigma).data.map((value) => value / left);
}

function withCameraNoise(image: ImageF32, middle: number, random: Random): ImageF32 {
  const { channels } = image;
  const common = softNoise(image, CAMERA_SOFT, random);
  const own = Array.from({ length: channels }, () => softNoise(image, CAMERA_SOFT, random));
  const data = image.data.map((value, at) => {
    const pixel = Math.floor(at / channels);
    const noise = Math.sqrt(SHARED) * common[pixel]! + Math.sqrt(1 - SHARED) * own[at % channels]![pixel]!;
    return value + middle * Math.sqrt(FLOOR + BY_LEVEL * Math.min(1, Math.max(0, value))) * noise;
  });
  return { ...image, data };
}

/** A film's grain is that of its silver, the same in all colours, and least in black and white. */
function withGrain(image: ImageF32, middle: number, random: Random): ImageF32 {
  const noise = softNoise(image, FILM_SOFT, random);
  const data = image.data.map((value, at) => {
    const level = Math.min(1, Math.max(0, value));
    return value + middle * 2 * Math.sqrt(level * (1 - level)) * noise[Math.floor(at / image.channels)]!;
  });
  return { ...image, data };
}

const disc = (radius: number): Psf => drawn((x, y) => (x * x + y * y <= radius * radius ? 1 : 0));

/** A line through the middle, a pixel wide. */
function line(length: number, degrees: number): Psf {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return drawn((x, y) =>
    Math.abs(x * cosine + y * sine) <= Math.max(1, length) / 2 && Math.abs(y * cosine - x * sine) <= 0.5 ? 1 : 0,
  );
}

function drawn(weightAt: (x: number, y: number) => number): Psf {
  const taps = new Float32Array(PSF_SIDE ** 2);
  const offset = (point: number) => (point + 0.5) / POINTS - 0.5;
  for (const tap of taps.keys())
    for (let point = 0; point < POINTS ** 2; point++)
      taps[tap]! += weightAt(
        (tap % PSF_SIDE) - PSF_RADIUS + offset(point % POINTS),
        Math.floor(tap / PSF_SIDE) - PSF_RADIUS + offset(Math.floor(point / POINTS)),
      );
  return normalised(taps);
}

/** Throws AppError 'bad-input' for a picture that is larger than a PSF. */
export function checkPsfSize({ width, height }: { width: number; height: number }): void {
  if (width > PSF_SIDE || height > PSF_SIDE)
    throw new AppError('bad-input', say('recipe.psfLarge', { width, height, most: PSF_SIDE }));
}

/** A picture of what a point of light becomes as a PSF. Throws bad-input where it is larger than one, or black. */
export function psfOfPicture(picture: ImageF32): Psf {
  const { data, width, height }: Plane = luminance(picture);
  checkPsfSize({ width, height });
  if (!data.some((value) => value > 0)) throw new AppError('bad-input', say('recipe.psfBlack'));
  const [left, top] = [(PSF_SIDE - width) >> 1, (PSF_SIDE - height) >> 1];
  const taps = new Float32Array(PSF_SIDE ** 2);
  for (const [at, value] of data.entries()) {
    const [x, y] = [left + (at % width), top + Math.floor(at / width)];
    // What spreads to the right of a point is gathered from the left of a pixel.
    taps[(PSF_SIDE - 1 - y) * PSF_SIDE + PSF_SIDE - 1 - x] = value;
  }
  return normalised(taps);
}

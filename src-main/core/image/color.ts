import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32 } from './image';
import { createPlane, type Plane } from './plane';

/** BT.601 weights of R, G and B, full range. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114] as const;
/** Chroma is scaled so that it spans [0,1] around 0.5. */
const BLUE_SPAN = 2 * (1 - BLUE);
const RED_SPAN = 2 * (1 - RED);

/** BT.601 full-range luminance, [height, width, 1] in [0,1]. A grey picture is returned as it is, not copied. */
export function luminance(image: ImageF32): Plane {
  if (isPlane(image)) return image;
  requireColor(image);
  const { data: source } = image;
  const plane = createPlane(image.width, image.height);
  for (let i = 0, j = 0; i < plane.data.length; i++, j += 3) {
    plane.data[i] = RED * source[j]! + GREEN * source[j + 1]! + BLUE * source[j + 2]!;
  }
  return plane;
}

/** The same of a picture's planes: R, G and B, or the only one, which is not copied. */
export function luminanceOfPlanes([first, ...others]: readonly Plane[]): Plane {
  const [green, blue] = others;
  if (!green || !blue) return first!;
  const data = first!.data.map((red, at) => RED * red + GREEN * green.data[at]! + BLUE * blue.data[at]!);
  return { ...first!, data };
}

const isPlane = (image: ImageF32): image is Plane => image.channels === 1;

/** RGB → Y, Cb, Cr of the same shape; Cb and Cr lie around 0.5. */
export function toYCbCr(rgb: ImageF32): ImageF32 {
  requireColor(rgb);
  const { data: source, width, height } = rgb;
  const data = new Float32Array(source.length);
  for (let i = 0; i < data.length; i += 3) {
    const y = RED * source[i]! + GREEN * source[i + 1]! + BLUE * source[i + 2]!;
    data[i] = y;
    data[i + 1] = 0.5 + (source[i + 2]! - y) / BLUE_SPAN;
    data[i + 2] = 0.5 + (source[i]! - y) / RED_SPAN;
  }
  return { data, width, height, channels: 3 };
}

/** The inverse of `toYCbCr`. */
export function fromYCbCr(colours: ImageF32): ImageF32 {
  requireColor(colours);
  const { data: source, width, height } = colours;
  const data = new Float32Array(source.length);
  for (let i = 0; i < data.length; i += 3) {
    const y = source[i]!;
    const blue = y + BLUE_SPAN * (source[i + 1]! - 0.5);
    const red = y + RED_SPAN * (source[i + 2]! - 0.5);
    data[i] = red;
    data[i + 1] = (y - RED * red - BLUE * blue) / GREEN;
    data[i + 2] = blue;
  }
  return { data, width, height, channels: 3 };
}

function requireColor(image: ImageF32): void {
  if (image.channels !== 3) {
    throw new AppError('bad-input', say('photo.channels', { channels: image.channels }));
  }
}

import { crop } from './crop';
import type { ImageF32, PixelSource } from './image';

/** A picture in memory, read as photos are. Throws nothing of its own; `crop` refuses rectangles outside. */
export function imageSource(image: ImageF32): PixelSource {
  const channels = image.channels === 1 ? 1 : 3;
  return { ...image, channels, read: (rect) => Promise.resolve(crop(image, rect)) };
}

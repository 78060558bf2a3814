import type { Tile, TileRequest } from '@contract/worker-calls';
import { probePhoto, renderPyramidTile, renderTile, writePyramid, type Pyramid } from '../files/codec';
import { photoIdentity } from '../files/photo-identity';
import { sessionScratch } from '../files/session-scratch';

/** From here on a photo is not decoded for every tile, nor kept in memory. */
const LARGE_PIXELS = 12_000_000;
/** Pyramids of the photos looked at last, on disk: half a dozen of 100 megapixels. */
const MOST_BYTES = 3 * 2 ** 30;

/** The pyramids of this session, the one used last at the end. */
const pyramids = new Map<string, Promise<Pyramid>>();

/** A part of a photo for the screen. Of a large photo any part but a small view of the whole comes from its pyramid. */
export async function screenTile({ path, rect, maxSide }: TileRequest): Promise<Tile> {
  const { width, height } = await probePhoto(path);
  const isWhole = rect === null || (rect.x === 0 && rect.y === 0 && rect.width >= width && rect.height >= height);
  const isSmall = width * height < LARGE_PIXELS;
  const isOverview = isWhole && maxSide !== null && maxSide < Math.max(width, height);
  const { bytes, mime } =
    isSmall || isOverview || rect === null
      ? await renderTile(path, isOverview ? null : rect, maxSide)
      : await renderPyramidTile(await pyramidOf(path), rect, maxSide);
  return { bytes, mime };
}

async function pyramidOf(path: string): Promise<Pyramid> {
  const key = await photoIdentity(path);
  const pyramid = pyramids.get(key) ?? build(path);
  pyramids.delete(key);
  pyramids.set(key, pyramid);
  try {
    await pyramid;
  } catch (error) {
    pyramids.delete(key);
    throw error;
  }
  await forgetOldest();
  return pyramid;
}

async function build(path: string): Promise<Pyramid> {
  return writePyramid(path, (await sessionScratch()).path('screen', '.tif'));
}

async function forgetOldest(): Promise<void> {
  const built = [];
  for (const [key, pyramid] of pyramids) {
    const done = await Promise.race([pyramid, Promise.resolve(null)]).catch(() => null);
    if (done !== null) built.push({ key, ...done });
  }
  let bytes = built.reduce((sum, one) => sum + one.bytes, 0);
  for (const one of built.slice(0, -1)) {
    if (bytes <= MOST_BYTES) return;
    bytes -= one.bytes;
    pyramids.delete(one.key);
    // What cannot be removed while it is read goes with the session's folder.
    await (await sessionScratch()).remove(one.path).catch(() => undefined);
  }
}

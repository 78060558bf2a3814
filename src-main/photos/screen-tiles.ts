import type { EncodedTile } from '@contract/photo';
import type { TileRequest } from '@contract/worker-calls';
import { probePhoto, renderPyramidTile, renderTile, writePyramid, type Pyramid } from '../codec';
import { KeptFiles } from '../disk/kept-files';
import { sessionScratch } from '../disk/session-scratch';

/** From here on a photo is not decoded for every tile, nor kept in memory. */
const LARGE_PIXELS = 12_000_000;
/** Pyramids of the photos looked at last: half a dozen of 100 megapixels. */
const pyramids = new KeptFiles<Pyramid>(3 * 2 ** 30, ({ bytes }) => bytes);

/** A part of a photo for the screen. Of a large photo any part but a small view of the whole comes from its pyramid. */
export async function screenTile({ path, rect, maxSide }: TileRequest): Promise<EncodedTile> {
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

function pyramidOf(path: string): Promise<Pyramid> {
  return pyramids.of(path, async () => writePyramid(path, (await sessionScratch()).path('screen', '.tif')));
}

import type { Score } from '@contract/photo';
import { say } from '@contract/sentence';
import { luminance } from '../image/color';
import type { ImageF32, PixelSource } from '../image/image';
import { addSquares, psnrOfSum } from './psnr';
import { ssimByRows } from './ssim';

/** Rows that are held at once. */
const BAND_ROWS = 64;

/**
 * PSNR and SSIM on luminance (paper Sec. 5) of photos of any size, in little memory. Pictures of different size are cropped
 * top-left to their common size, and the note says so. Throws bad-input where the common size is below 11 px.
 */
export async function scoreInBands(restored: PixelSource, clean: PixelSource): Promise<Score> {
  const common = commonSize(restored, clean);
  const rows = scoreByRows(common);
  for (let y = 0; y < common.height; y += BAND_ROWS) {
    const band = { x: 0, y, width: common.width, height: Math.min(BAND_ROWS, common.height - y) };
    rows.add(await restored.read(band), await clean.read(band));
  }
  return rows.score(noteOf(restored, clean, common));
}

interface Size {
  width: number;
  height: number;
}

const commonSize = (one: Size, other: Size): Size => ({
  width: Math.min(one.width, other.width),
  height: Math.min(one.height, other.height),
});

function noteOf(one: Size, other: Size, { width, height }: Size): Pick<Score, 'note'> {
  const alike = one.width === other.width && one.height === other.height;
  return alike ? {} : { note: say('photo.comparedOn', { width, height }) };
}

function scoreByRows(size: Size) {
  const similarity = ssimByRows(size);
  let sum = 0;
  return {
    add(restored: ImageF32, clean: ImageF32): void {
      const [a, b] = [luminance(restored), luminance(clean)];
      sum = addSquares(sum, a, b);
      similarity.add(a, b);
    },
    score(note: Pick<Score, 'note'>): Score {
      const psnr = psnrOfSum(sum, size.width * size.height);
      return { psnr, ssim: similarity.mean(), identical: psnr === null, ...note };
    },
  };
}

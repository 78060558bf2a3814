import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { byRecipe } from '../../src-main/photos/recipe';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

it('a PSF’s picture is refused by its size before its pixels are had', async () => {
  const psf = join(await temporaryFolder(), 'psf.png');
  const side = 6_000;
  await sharp({ create: { width: side, height: side, channels: 3, background: 'white' } })
    .png()
    .toFile(psf);
  const before = process.memoryUsage().rss;
  // The photo would be read after it.
  const failure = await failureOf(byRecipe('/nowhere/clean.png', {}, psf));
  expect(failure).toMatchObject({ kind: 'bad-input', message: /21/ });
  // As floats it is 432 MB.
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
});

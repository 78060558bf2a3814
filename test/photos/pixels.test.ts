import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { PREPARATIONS } from '@contract/photo';
import { pairHandlers } from '../../src-main/photos/pair-handlers';
import { photoHandlers } from '../../src-main/photos/photo-handlers';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

/** A small file that says it is a picture of this size. */
async function saying(path: string, width: number, height: number): Promise<string> {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  await writeFile(path, png);
  return path;
}

it('what needs whole pictures as floats refuses large ones by their size, before their pixels are had', async () => {
  const folder = await temporaryFolder();
  const large = await saying(join(folder, 'large.png'), 16_000, 16_000);
  const silent = () => undefined;
  const pair = { degraded: large, clean: large };
  const calls = {
    check: () => pairHandlers['pair.check'](pair, silent),
    drawn: () => pairHandlers['pair.check']({ ...pair, task: 'deblur' }, silent),
    prepare: () => pairHandlers['pair.prepare']({ ...pair, steps: PREPARATIONS }, silent),
    degradation: () => pairHandlers['pair.degradation'](pair, silent),
    align: () => pairHandlers['pair.align'](pair, silent),
    recipe: () => pairHandlers['pair.recipe']({ clean: large, recipe: {} }, silent),
    beside: () => photoHandlers['photo.beside']({ paths: [large, large], out: join(folder, 'out.png') }, silent),
  };
  for (const [name, call] of Object.entries(calls))
    expect(await failureOf(Promise.resolve(call())), name).toMatchObject({
      kind: 'bad-input',
      message: /large\.png is too large .*120 million/,
    });
});

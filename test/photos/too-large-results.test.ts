import { join } from 'node:path';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { batchHandlers } from '../../src-main/photos/batch-handlers';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
vi.stubEnv('ONEPAIR_HOME', join(folder, 'home'));
const path = join(folder, 'wide.png');
await sharp({ create: { width: 6000, height: 8, channels: 3, background: '#808080' } })
  .png()
  .toFile(path);

it('a photo whose result its format cannot hold is refused before it is restored', async () => {
  const prepare = (format: 'webp' | 'avif' | 'png', scale: number) =>
    Promise.resolve(
      batchHandlers['batch.prepare'](
        { path, settings: { ...RESTORE_DEFAULTS, format }, training: null, scale },
        () => undefined,
      ),
    );
  for (const format of ['webp', 'avif'] as const) {
    expect((await failureOf(prepare(format, 3))).message).toMatch(
      /up to 1638\d pixels a side, the result has 18000×24/,
    );
    expect(await prepare(format, 1)).toHaveProperty('raw');
  }
  expect(await prepare('png', 3)).toHaveProperty('raw');
});

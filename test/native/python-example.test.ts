import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onepair, temporaryHome, type Home } from './host-built';

const root = resolve(import.meta.dirname, '../..');
/** ONEPAIR_PYTHON: an interpreter that has the packages. */
const python = process.env['ONEPAIR_PYTHON'] ?? 'python3';
const found = spawnSync(python, ['-c', 'import numpy, safetensors, PIL'], { encoding: 'utf8' });
const why = `${python} lacks a package: ${found.stderr.trim().split('\n').at(-1) ?? 'it is not here'}`;

let home: Home;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(async () => {
  await home.remove();
});

const run = (args: string[]) => spawnSync(python, args, { encoding: 'utf8', cwd: home.path('.') });

describe(`Python reads models${found.status === 0 ? '' : ` (skipped: ${why})`}`, () => {
  const METHODS = [
    ['rnn', ['--units', '32', '--epochs', '1']],
    ['unet-gan', ['--units', '8', '--stage-epochs', '1,0']],
  ] as const;

  it.skipIf(found.status !== 0).each(METHODS)(
    'examples/python/restore.py: %s to the numbers of the app',
    async (method, flags) => {
      const [photo, values] = [home.path(`${method}.png`), home.path(`${method}.npy`)];
      await onepair(['sample-pair', '--out', home.path(`${method}-pair`), '--size', '129']);
      // Pillow reads 8 bits; an odd side meets no grid.
      await sharp(home.path(`${method}-pair/degraded.png`))
        .toColourspace('srgb')
        .png()
        .toFile(photo);
      const learn = ['train', '--sample', '--size', '128', '--task', 'deblur', '--method', method, '--preset', 'fast'];
      const trained = await onepair([...learn, ...flags, '--out', home.path(`${method}.onepair`), '--json']);
      expect(trained.code).toBe(0);
      const restored = await onepair(['restore', home.path(`${method}.onepair`), photo, '--depth', '16', '--out', home.path('res'), '--name', method]); // prettier-ignore
      expect(restored.code).toBe(0);
      expect(
        run([resolve(root, 'examples/python/restore.py'), home.path(`${method}.onepair`), photo, values]).stderr,
      ).toBe('');
      expect(await mostApart(values, home.path(`res/${method}.png`))).toBeLessThan(1.5 / 65535);
    },
  );

  it.skipIf(found.status !== 0)('docs/model-format.md: its lines read a model and agree with its hash', async () => {
    const learn = ['train', '--sample', '--size', '128', '--task', 'deblur', '--method', 'linear'];
    await onepair([...learn, '--out', home.path('model.onepair')]);
    const lines = /```python\n([^]*?)```/.exec(readFileSync(resolve(root, 'docs/model-format.md'), 'utf8'))?.[1] ?? '';
    const told = run(['-c', `${lines}\nprint(card["settings"]["method"], weights["linear.filter"].shape)`]);
    expect(told.stderr).toBe('');
    expect(told.stdout.trim()).toBe('linear (15, 15)');
  });
});

/** The largest difference between float values of Python and the app's 16 bits, clipped alike. */
async function mostApart(values: string, picture: string): Promise<number> {
  const { data } = await sharp(picture)
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const app = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  const file = readFileSync(values);
  const header = 10 + file.readUInt16LE(8);
  const floats = new Float32Array(file.buffer.slice(file.byteOffset + header, file.byteOffset + file.length));
  expect(floats.length).toBe(app.length);
  return floats.reduce((most, value, index) => Math.max(most, Math.abs(Math.min(1, Math.max(0, value)) - app[index]! / 65535)), 0); // prettier-ignore
}

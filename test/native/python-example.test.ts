import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onepair, temporaryHome, type Home } from './host-built';

const root = resolve(import.meta.dirname, '../..');
/** ONEPAIR_PYTHON: an interpreter that has the packages. */
const python = process.env['ONEPAIR_PYTHON'] ?? 'python3';
/** Why the examples that need these packages are skipped here; '' where Python has them. */
function missing(packages: string): string {
  const { status, stderr } = spawnSync(python, ['-c', `import ${packages}`], { encoding: 'utf8' });
  // No status: there is no such interpreter.
  return status === 0 ? '' : ` (skipped: ${status === null ? `no ${python}` : stderr.trim().split('\n').at(-1)})`;
}
const why = missing('numpy, safetensors, PIL');
const whyOnnx = missing('numpy, onnxruntime, PIL');

let home: Home;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(async () => {
  await home.remove();
});

const run = (args: string[]) => spawnSync(python, args, { encoding: 'utf8', cwd: home.path('.') });

/** Lines of Python that open a photo as `rgb` and find the examples. */
const opened = (
  photo: string,
) => `import sys; sys.path.insert(0, ${JSON.stringify(resolve(root, 'examples/python'))}); import numpy as np
from PIL import Image; rgb = np.asarray(Image.open(${JSON.stringify(photo)}).convert("RGB"), np.float32) / 255`;

/** Lines that do something: no blank ones, comments or docstrings. */
const linesOf = (script: string) =>
  readFileSync(resolve(root, 'examples/python', script), 'utf8')
    .replaceAll(/"""[^]*?"""/g, '')
    .split('\n')
    .filter((line) => /^ *[^ #]/.test(line)).length;

it.each(['restore.py', 'restore_onnx.py'])('examples/python/%s does it in 40 lines', (script) => {
  expect(linesOf(script)).toBeLessThanOrEqual(40);
});

describe(`Python reads models${why}`, () => {
  const METHODS = [
    ['rnn', ['--units', '32', '--epochs', '1']],
    ['unet-gan', ['--units', '8', '--stage-epochs', '1,0']],
  ] as const;

  it.skipIf(why !== '').each(METHODS)(
    'examples/python/restore.py: %s to the numbers of the app',
    async (method, flags) => {
      const { model, photo, app } = await restoredByApp(method, flags);
      const values = home.path(`${method}.npy`);
      const python = `${opened(photo)}; from restore import restore; np.save(${JSON.stringify(values)}, np.float32(restore(${JSON.stringify(model)}, rgb)))`;
      expect(run(['-c', python]).stderr).toBe('');
      expect(await mostApart(values, app)).toBeLessThan(1.5 / 65535);
    },
  );

  it.skipIf(whyOnnx !== '').each(METHODS)(
    `examples/python/restore_onnx.py: %s to the numbers of the app${whyOnnx}`,
    async (method, flags) => {
      const { model, photo, app } = await restoredByApp(method, flags);
      const [graph, values] = [home.path(`${method}.onnx`), home.path(`${method}-onnx.npy`)];
      expect((await onepair(['models', 'export', model, '--onnx', graph])).code).toBe(0);
      for (const flags of ['', ', side=36, margin=36']) {
        const python = `${opened(photo)}; import onnxruntime; from restore_onnx import restore
session = onnxruntime.InferenceSession(${JSON.stringify(graph)})
np.save(${JSON.stringify(values)}, restore(session, rgb.transpose(2, 0, 1)${flags}).transpose(1, 2, 0))`;
        expect(run(['-c', python]).stderr).toBe('');
        expect(await mostApart(values, app)).toBeLessThan(1.5 / 65535);
      }
    },
  );

  it.skipIf(whyOnnx !== '').each([
    ['restore.py', '.onepair'],
    ['restore_onnx.py', '.onnx'],
  ])('examples/python/%s writes a picture', (script, ending) => {
    const args = [home.path(`unet-gan${ending}`), home.path('unet-gan.png'), home.path(`${script}.png`)];
    expect(run([resolve(root, 'examples/python', script), ...args]).stderr).toBe('');
    expect(existsSync(args[2]!)).toBe(true);
  });

  it.skipIf(why !== '')('docs/model-format.md: its lines read a model and agree with its hash', async () => {
    const learn = ['train', '--sample', '--size', '128', '--task', 'deblur', '--method', 'linear'];
    await onepair([...learn, '--out', home.path('model.onepair')]);
    const lines = /```python\n([^]*?)```/.exec(readFileSync(resolve(root, 'docs/model-format.md'), 'utf8'))?.[1] ?? '';
    const told = run(['-c', `${lines}\nprint(card["settings"]["method"], weights["linear.filter"].shape)`]);
    expect(told.stderr).toBe('');
    expect(told.stdout.trim()).toBe('linear (15, 15)');
  });
});

const restoring = new Map<string, Promise<{ model: string; photo: string; app: string }>>();
/** A model of that method, a photo of 8 bits with odd sides (Pillow reads no more; no grid fits), and what the app makes of it. */
function restoredByApp(method: string, flags: readonly string[]) {
  const made = restoring.get(method) ?? makeRestored(method, flags);
  restoring.set(method, made);
  return made;
}

async function makeRestored(method: string, flags: readonly string[]) {
  const [model, photo] = [home.path(`${method}.onepair`), home.path(`${method}.png`)];
  await onepair(['sample-pair', '--out', home.path(`${method}-pair`), '--size', '129']);
  await sharp(home.path(`${method}-pair/degraded.png`))
    .toColourspace('srgb')
    .png()
    .toFile(photo);
  const learn = ['train', '--sample', '--size', '128', '--task', 'deblur', '--method', method, '--preset', 'fast'];
  expect((await onepair([...learn, ...flags, '--out', model])).code).toBe(0);
  const out = ['--depth', '16', '--out', home.path('res'), '--name', method];
  expect((await onepair(['restore', model, photo, ...out])).code).toBe(0);
  return { model, photo, app: home.path(`res/${method}.png`) };
}

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

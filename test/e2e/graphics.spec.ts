import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, test } from './app';

/** The graphics processor in software that Chromium brings. */
const BROWSER = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const folders = [dirname(realpathSync(BROWSER)), '/usr/lib/chromium'];
const vulkan = folders.find((folder) => existsSync(join(folder, 'vk_swiftshader_icd.json')));

test.skip(vulkan === undefined || process.platform !== 'linux', 'This browser brings no Vulkan in software.');

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-graphics-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

function onepair(...args: string[]) {
  const env = {
    ...process.env,
    ONEPAIR_HOME: at('home'),
    VK_ICD_FILENAMES: join(vulkan!, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: vulkan,
  };
  const cli = resolve(import.meta.dirname, '../../out/main/cli.js');
  return promisify(execFile)(process.execPath, [cli, ...args], { env });
}

/** The samples of the only result in a folder, 0–1, and what made it. */
async function resultIn(name: string) {
  const [file] = (await readdir(at(name))).filter((one) => one.endsWith('.png'));
  const { data } = await sharp(at(`${name}/${file!}`))
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = Array.from(
    new Uint16Array(data.buffer, data.byteOffset, data.length / 2),
    (sample) => sample / 65535,
  );
  const ledger = await readFile(at(`${name}/.onepair/ledger.jsonl`), 'utf8');
  return { samples, engine: /"engine":"([^"]+)"/.exec(ledger)?.[1] };
}

test('a photo restored on WebGPU is that of the processor, and the ledger says what restored it', async () => {
  await onepair('sample-pair', '--out', at('pair'), '--size', '96', '--seed', '3');
  const pair = ['--degraded', at('pair/degraded.png'), '--clean', at('pair/clean.png'), '--task', 'deblur'];
  const small = ['--method', 'unet-gan', '--preset', 'fast', '--units', '8', '--epochs', '1', '--batch', '8'];
  await onepair('train', ...pair, ...small, '--out', at('model.onepair'));
  await sharp(at('pair/degraded.png'))
    .extract({ left: 8, top: 8, width: 24, height: 24 })
    .toColourspace('rgb16')
    .toFile(at('photo.png'));
  for (const engine of ['onnx-cpu', 'onnx-webgpu'])
    await onepair('restore', at('model.onepair'), at('photo.png'), '--out', at(engine), '--engine', engine);
  const [expected, restored] = [await resultIn('onnx-cpu'), await resultIn('onnx-webgpu')];
  expect([expected.engine, restored.engine]).toEqual(['onnx-cpu', 'onnx-webgpu']);
  expect(restored.samples.length).toBe(24 * 24 * 3);
  const differences = restored.samples.map((sample, index) => Math.abs(sample - expected.samples[index]!));
  expect(Math.max(...differences)).toBeLessThan(1e-3);
  // No driver ended anything.
  expect((await readdir(at('home'))).filter((name) => name.includes('.trial-'))).toEqual([]);
});

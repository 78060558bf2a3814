import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { PHOTO_EXTENSIONS } from '@contract/photo';
import { isShipped, runtimePackages } from '../../scripts/package/app-folder.mjs';
import { icns, ico } from '../../scripts/package/icons.mjs';
import { machineOf, machineOfFile } from '../../scripts/package/native-file.mjs';

const root = resolve(import.meta.dirname, '../..');

describe('the run-time packages of a platform', () => {
  const { packages } = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as {
    packages: Parameters<typeof runtimePackages>[0];
  };
  const sharpOn = (platform: string, arch: string, libc = 'glibc') =>
    runtimePackages(packages, { platform, arch, libc }).filter((place) => place.includes('/@img/sharp-'));

  it("are those of that platform, processor and C library, no one else's", () => {
    const native = (places: string[]) => places.filter((place) => !place.includes('wasm32')).sort();
    expect(native(sharpOn('linux', 'x64'))).toEqual([
      'node_modules/@img/sharp-libvips-linux-x64',
      'node_modules/@img/sharp-linux-x64',
    ]);
    expect(native(sharpOn('linux', 'arm64', 'musl'))).toEqual([
      'node_modules/@img/sharp-libvips-linuxmusl-arm64',
      'node_modules/@img/sharp-linuxmusl-arm64',
    ]);
    expect(native(sharpOn('darwin', 'arm64')).every((place) => place.endsWith('darwin-arm64'))).toBe(true);
    expect(native(sharpOn('win32', 'x64'))).toEqual(['node_modules/@img/sharp-win32-x64']);
  });

  it('hold nothing that only developers need', () => {
    const places = runtimePackages(packages, { platform: 'linux', arch: 'x64', libc: 'glibc' });
    expect(places).toEqual(expect.arrayContaining(['node_modules/sharp', 'node_modules/@tensorflow/tfjs-node-gpu']));
    for (const tool of ['electron', 'vitest', 'typescript', 'svelte'])
      expect(places).not.toContain(`node_modules/${tool}`);
  });
});

it.each([
  ['@tensorflow/tfjs/dist/tf.node.js', true],
  ['@tensorflow/tfjs/dist/tf.fesm.min.js', false],
  ['@tensorflow/tfjs/dist/tf.node.js.map', false],
  ['@tensorflow/tfjs-core/dist/', true],
  ['@tensorflow/tfjs-core/dist/public/chained_ops/abs.js', false],
  ['@tensorflow/tfjs-node-gpu/dist/kernels/all.js', true],
  ['@tensorflow/tfjs-core/src/ops/add.ts', false],
  ['@tensorflow/tfjs-node-gpu/deps/lib/libtensorflow_cc.so.2', true],
  ['@tensorflow/tfjs-node-gpu/src/index.ts', false],
  ['@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', true],
  ['@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm', false],
  ['libheif-js/libheif-wasm/', true],
  ['libheif-js/libheif-wasm/libheif-bundle.js', true],
  ['libheif-js/libheif-wasm/libheif.js', false],
  ['argparse/README.md', false],
  ['argparse/LICENSE.md', true],
])('%s is part of the app: %s', (path, shipped) => {
  expect(isShipped(path)).toBe(shipped);
});

describe('icons', () => {
  const png = (side: number) =>
    sharp({ create: { width: side, height: side, channels: 4, background: '#4aa3e8' } })
      .png()
      .toBuffer();

  it('are containers whose parts add up and decode', async () => {
    const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
    const drawn = new Map(
      await Promise.all(sizes.map(async (side): Promise<[number, Buffer]> => [side, await png(side)])),
    );
    const apple = icns(drawn);
    expect(apple.readUInt32BE(4)).toBe(apple.length);
    let parts = 0;
    for (let at = 8; at < apple.length; at += apple.readUInt32BE(at + 4)) parts += 1;
    expect(parts).toBe(10);
    const windows = ico(drawn);
    for (let entry = 0; entry < windows.readUInt16LE(4); entry++) {
      const at = 6 + 16 * entry;
      const start = windows.readUInt32LE(at + 12);
      const { width } = await sharp(windows.subarray(start, start + windows.readUInt32LE(at + 8))).metadata();
      expect(width % 256).toBe(windows.readUInt8(at));
    }
  });
});

it('tells what machine a program is for', () => {
  expect(machineOfFile(process.execPath)).toBe(`${process.platform} ${process.arch}`);
  const head = Buffer.alloc(256);
  expect(machineOf(head)).toBeNull();
  head.writeUInt32BE(0x7f454c46, 0);
  head.writeUInt16LE(183, 18);
  expect(machineOf(head)).toBe('linux arm64');
  const windows = Buffer.alloc(256);
  windows.write('MZ', 0, 'latin1');
  windows.writeUInt32LE(128, 60);
  windows.writeUInt32LE(0x4550, 128);
  windows.writeUInt16LE(0x8664, 132);
  expect(machineOf(windows)).toBe('win32 x64');
  const mac = Buffer.alloc(64);
  mac.writeUInt32LE(0xfeedfacf, 0);
  mac.writeUInt32LE(0x0100000c, 4);
  expect(machineOf(mac)).toBe('darwin arm64');
});

it("offers 'Open with' for the photos that are read", () => {
  const config = readFileSync(resolve(root, 'electron-builder.yml'), 'utf8');
  const windows = readFileSync(resolve(root, 'scripts/package/open-with.nsh'), 'utf8');
  const mac = /ext: \[(jpg[^\]]*)\]/.exec(config)?.[1]?.split(', ') ?? [];
  const offered = [...windows.matchAll(/offerFor "\.(\w+)"/g)].map(([, ending]) => ending);
  expect(offered).toEqual(mac);
  expect(PHOTO_EXTENSIONS).toEqual(expect.arrayContaining(mac.map((ending) => `.${ending}`)));
});

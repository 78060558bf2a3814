#!/usr/bin/env node
// npm run guide [-- NAME...]: makes the pictures of docs/guide and the figures beside them (figures.json), all drawn, with the built
// command line as the user uses it. A model learns from drawn shapes and restores a drawn scene.
import './setup/require-node.mjs';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import sharp from 'sharp';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { runMain, SetupError } from './setup/say.mjs';
import { setUp } from './setup.mjs';

/** @typedef {(clean: Buffer, seed: number) => Promise<Buffer>} Spoil a clean PNG as this task's photos are spoilt */
/** @typedef {{ name: string, spoil: Spoil, train: string[], shots?: number, ends?: boolean, small?: boolean }} Scene */

const SIDE = 256;
/** The part of the pictures that is shown, and how large. */
const CROP = { left: 96, top: 90, width: 150, height: 150 };
const SHOWN = 300;
const SHOTS = 16;

/** @param {Buffer} png @param {(values: Float32Array) => void} change */
async function onValues(png, change) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const values = Float32Array.from(data);
  change(values);
  const bytes = Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, value))));
  return sharp(bytes, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .png()
    .toBuffer();
}

/** Normal deviates, the same at every run (mulberry32, Box–Muller). @param {number} seed */
function normal(seed) {
  let state = seed * 7919 + 1;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** @param {number} sigma in grey levels @returns {Spoil} */
const noisy = (sigma) => (clean, seed) => {
  const next = normal(seed);
  return onValues(clean, (values) => {
    for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? 0) + sigma * next();
  });
};

/** @type {Scene[]} */
const SCENES = [
  {
    name: 'first-pair',
    spoil: async (clean, seed) => noisy(1.4)(await sharp(clean).blur(1.6).png().toBuffer(), seed),
    train: ['--task', 'deblur', '--method', 'rnn', '--preset', 'fast'],
  },
  { name: 'burst', spoil: noisy(16), train: ['--method', 'non-local'], shots: SHOTS },
  {
    name: 'old-scan',
    // Faded, soft and grainy.
    spoil: async (clean, seed) =>
      noisy(5)(await sharp(clean).blur(1.1).linear([0.66, 0.62, 0.55], [70, 62, 48]).png().toBuffer(), seed),
    train: ['--method', 'rnn', '--preset', 'fast', '--channels', 'all'],
  },
  {
    name: 'messenger',
    // Half the size, and compressed.
    spoil: (clean) =>
      sharp(clean)
        .resize(SIDE / 2)
        .jpeg({ quality: 85 })
        .toBuffer(),
    train: ['--task', 'sr', '--scale', '2', '--method', 'rnn', '--preset', 'fast'],
    small: true,
  },
  {
    name: 'two-ends',
    spoil: async (clean, seed) => noisy(1.4)(await sharp(clean).blur(1.6).png().toBuffer(), seed),
    train: ['--task', 'deblur', '--method', 'rnn-gan', '--preset', 'fast'],
    ends: true,
  },
];

/** @param {string} home @param {string[]} args @returns {Promise<Record<string, any>>} the last line of its answer */
async function onepair(home, ...args) {
  const env = { ...process.env, ONEPAIR_HOME: home };
  const { code, output } = await run(process.execPath, [join(root, process.env['ONEPAIR_OUT'] ?? 'out', 'main', 'cli.js'), ...args, '--json'], { env, cwd: home }); // prettier-ignore
  if (code !== 0) throw new SetupError(`onepair ${args.join(' ')} ended with code ${code ?? 'none'}: ${output.trim().split('\n').at(-2)}`); // prettier-ignore
  return JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
}

/** The mean of some pictures, as whoever has a burst makes the clean one. @param {Buffer[]} pictures */
async function meanOf(pictures) {
  const all = await Promise.all(pictures.map((png) => sharp(png).raw().toBuffer()));
  return onValues(/** @type {Buffer} */ (pictures[0]), (values) => {
    for (let index = 0; index < values.length; index++)
      values[index] = all.reduce((sum, one) => sum + (one[index] ?? 0), 0) / all.length;
  });
}

let drawn = 0;

/** @param {string} home @param {string[]} what @returns {Promise<Buffer>} a drawn picture of 8 bits */
async function draw(home, ...what) {
  const folder = join(home, `drawn-${(drawn += 1)}`);
  await onepair(home, 'sample-pair', '--out', folder, '--size', String(SIDE), ...what);
  return sharp(join(folder, 'clean.png')).toColourspace('srgb').png().toBuffer();
}

/** @param {Scene} scene @param {string} home */
async function take({ name, spoil, train, shots, ends, small }, home) {
  const [learned, other] = [await draw(home, '--seed', '11'), await draw(home, '--seed', '12', '--scene')];
  const at = (/** @type {string} */ file) => join(home, `${name}-${file}`);
  const degraded = await spoil(learned, 1);
  const more = await Promise.all(Array.from({ length: (shots ?? 1) - 1 }, (_, index) => spoil(learned, index + 2)));
  await writeFile(at('degraded.png'), degraded);
  await writeFile(at('clean.png'), shots === undefined ? learned : await meanOf([degraded, ...more]));
  await writeFile(at('photo.png'), await spoil(other, 99));
  await writeFile(at('truth.png'), other);
  const model = at('model.onepair');
  await onepair(home, 'train', '--degraded', at('degraded.png'), '--clean', at('clean.png'), ...train, '--out', model);
  const restore = async (/** @type {string} */ result, /** @type {string[]} */ ...flags) => {
    await onepair(
      home,
      'restore',
      model,
      at('photo.png'),
      '--out',
      home,
      '--name',
      `${name}-${result}`,
      '--format',
      'png',
      ...flags,
    );
    return at(`${result}.png`);
  };
  const results = ends
    ? [await restore('faithful', '--crisp', '0'), await restore('crisp', '--crisp', '100')]
    : [await restore('restored')];
  const psnr = async (/** @type {string} */ path) =>
    (await onepair(home, 'compare', path, at('truth.png')))['psnr'].toFixed(1);
  // A smaller photo is shown and measured as any program would enlarge it.
  const before = small ? at('enlarged.png') : at('photo.png');
  if (small) await sharp(at('photo.png')).resize(SIDE, SIDE).png().toFile(before);
  const shown = [before, ...results, at('truth.png')];
  await writeFile(join(root, 'docs', 'guide', `${name}.webp`), await strip(shown));
  return Promise.all([before, ...results].map(psnr));
}

/** The same part of pictures beside each other, with a line between. @param {string[]} paths */
async function strip(paths) {
  const parts = await Promise.all(
    paths.map((path) => sharp(path).extract(CROP).resize(SHOWN, SHOWN, { kernel: 'nearest' }).png().toBuffer()),
  );
  const gap = 6;
  const width = paths.length * (SHOWN + gap) - gap;
  return sharp({ create: { width, height: SHOWN, channels: 3, background: '#ffffff' } })
    .composite(parts.map((input, index) => ({ input, left: index * (SHOWN + gap), top: 0 })))
    .webp({ quality: 82, effort: 6 })
    .toBuffer();
}

await runMain(async () => {
  await setUp();
  const home = await mkdtemp(join(tmpdir(), 'onepair-guide-'));
  try {
    await mkdir(join(root, 'docs', 'guide'), { recursive: true });
    const path = join(root, 'docs', 'guide', 'figures.json');
    const wanted = process.argv.slice(2);
    /** @type {Record<string, string[]>} */
    const figures = wanted.length > 0 && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    for (const scene of SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      figures[scene.name] = await take(scene, home);
      console.log(`${scene.name}: PSNR ${figures[scene.name]?.join(', ')} dB`);
    }
    await writeFile(path, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

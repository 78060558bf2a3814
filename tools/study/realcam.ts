import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { protocolFor } from '@contract/evaluate';
import { METHODS, PRESETS, resolveSettings, type TrainChoices } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import { choiceOf } from '../../src-main/cli/arguments';
import { loadBackend } from '../../src-main/compute/backend';
import { learn, restoreImage, withTrained, type Lab, type Pair } from '../../src-main/core/evaluate/lab';
import { crop } from '../../src-main/core/image/crop';
import type { ImageF32 } from '../../src-main/core/image/image';
import { meanScores, scoreReal, type RealScore } from './realcam-score';

/**
 * `npm run study -- realcam --data DIR`: learns from one real pair of each group and restores the photos of its other
 * scenes. A group is a folder of SCENE-N_real.jpg (one shot) and SCENE-N_mean.jpg (the mean of many of the same scene).
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    groups: { type: 'string' },
    train: { type: 'string', multiple: true },
    method: { type: 'string' },
    preset: { type: 'string' },
    pictures: { type: 'string' },
    side: { type: 'string' },
    out: { type: 'string' },
    threads: { type: 'string' },
    with: { type: 'string' },
  },
});

/** The pair to learn from, where a group of this name has it; else its first. */
const TRAINING: Partial<Record<string, string>> = {
  'canon5d2-iso3200': 'toy-3',
  'canon600d-iso1600': 'toy-2',
  'nikond800-iso6400': 'stair-3',
};

const lab: Lab = {
  token: { next: () => Promise.resolve('go') },
  nowMs: () => performance.now(),
  onProgress: () => undefined,
};
const data = values.data ?? '';
const choices: TrainChoices = { task: 'custom' };
const method = choiceOf('method', values.method, METHODS);
const preset = choiceOf('preset', values.preset, PRESETS);
if (method) choices.method = method;
if (preset) choices.preset = preset;
const settings = resolveSettings(choices);
await loadBackend('cpu');

async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function measureGroup(group: string): Promise<object[]> {
  const folder = join(data, group);
  const names = (await readdir(folder)).filter((name) => name.endsWith('_real.jpg')).map((name) => name.slice(0, -9));
  const learnFrom = TRAINING[group] ?? names[0]!;
  const tests = names
    .filter((name) => sceneOf(name) !== sceneOf(learnFrom))
    .slice(0, Number(values.pictures ?? Infinity));
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const trained = await learn(lab, await readPair(folder, learnFrom), settings);
  const trainS = (performance.now() - startedMs) / 1000;
  const scores: { name: string; input: RealScore; restored: RealScore }[] = [];
  const trainCpuS = cpuSince(startedCpu);
  const restoring = process.cpuUsage();
  await withTrained(trained, async (model) => {
    for (const name of tests) {
      const whole = await readPair(folder, name);
      const { degraded, clean } = values.side === undefined ? whole : middleOf(whole, Number(values.side));
      const restored = await restoreImage(lab, model, degraded, protocolFor('custom'));
      const score = { name, input: scoreReal(degraded, clean), restored: scoreReal(restored, clean) };
      scores.push(score);
      process.stdout.write(`  ${name}: ${inWords(score.input)} -> ${inWords(score.restored)}\n`);
      if (values.out !== undefined) await keep(values.out, `${group}-${name}.png`, restored);
    }
  });
  const [input, restored] = [meanScores(scores.map((one) => one.input)), meanScores(scores.map((one) => one.restored))];
  const worse = scores.filter((one) => one.restored.matched < one.input.matched).length;
  const system = `${settings.method} ${settings.preset}`;
  process.stdout.write(
    `${group} (${learnFrom}), ${scores.length} pictures, raw / matched dB / SSIM: input ${inWords(input)}, ` +
      `${system} ${inWords(restored)}; ${worse} worse than their input; ` +
      `trained in ${trainS.toFixed(0)} s (${trainCpuS.toFixed(0)} s of CPU), ` +
      `${(cpuSince(restoring) / scores.length).toFixed(1)} s of CPU a picture\n` +
      trained.facts.notes.map((note) => `  ${inEnglish(note)}\n`).join(''),
  );
  return [{ group, learnFrom, system, input, restored, worse, scores, trainS, trainCpuS }];
}

const sceneOf = (name: string) => name.slice(0, name.lastIndexOf('-'));
const inWords = ({ raw, matched, ssim }: RealScore) => `${raw.toFixed(2)} / ${matched.toFixed(2)} / ${ssim.toFixed(4)}`;
const cpuSince = (start: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

function middleOf({ degraded, clean }: Pair, side: number): Pair {
  const part = (image: ImageF32) =>
    crop(image, { x: (image.width - side) >> 1, y: (image.height - side) >> 1, width: side, height: side });
  return { degraded: part(degraded), clean: part(clean) };
}

async function readPair(folder: string, name: string): Promise<Pair> {
  const read = async (side: string): Promise<ImageF32> => {
    const { data: bytes, info } = await sharp(join(folder, `${name}_${side}.jpg`))
      .raw()
      .toBuffer({ resolveWithObject: true });
    return {
      data: Float32Array.from(bytes, (value) => value / 255),
      width: info.width,
      height: info.height,
      channels: 3,
    };
  };
  return { degraded: await read('real'), clean: await read('mean') };
}

async function keep(folder: string, name: string, { data: samples, width, height }: ImageF32): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bytes = Uint8Array.from(samples, (value) => Math.round(255 * value));
  await sharp(bytes, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(join(folder, name));
}

const rows: object[] = [];
for (const group of values.groups?.split(',') ?? (await foldersOf(data))) rows.push(...(await measureGroup(group)));
if (values.out !== undefined) await writeFile(join(values.out, 'realcam.json'), JSON.stringify(rows, null, 1));

import { inEnglish } from '@contract/in-language';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORMAT_VERSION } from '@contract/model-card';
import { expectedTensors, resolveSettings, type TrainChoices, type TrainSettings } from '@contract/model-spec';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../src-main/core/degrade/degrade';
import { imageSource } from '../../src-main/core/image/image-source';
import { methods, openModel } from '../../src-main/core/methods/registry';
import { layerTensors } from '../../src-main/core/models/unet-weights';
import { thetaLength } from '../../src-main/core/models/unet-layers';
import { initialTheta, unpackTheta } from '../../src-main/core/models/rnn-weights';
import { createRandom } from '../../src-main/core/random';
import { restorePicture } from '../../src-main/core/restore/restore-picture';
import { tileOf } from '../../src-main/core/patches/tile';
import { preparePair } from '../../src-main/core/training/prepare-pair';
import { train } from '../../src-main/core/training/train';
import { tf } from '../../src-main/core/tf';
import { valuesOf } from '../../src-main/core/values';
import { loadModel, saveModel } from '../../src-main/store/model-file';
import { loadBackend } from '../../src-main/compute/backend';
import { batchRows } from './batch-rows';
import { median, withHost, type Row } from './bench-host';
import { previewRows } from './preview-rows';
import { peerRows } from './peer-rows';
import { webgpuRows } from './webgpu-rows';
import { cellSize, unetSize } from '@contract/model-tensors';

const LIMIT_SIDE = 2048;
const go = { next: () => Promise.resolve('go' as const) };

/**
 * `npm run bench [-- engine|preview|batch|peers|webgpu …] [--json FILE]`: the engine's speed as ratios to a 2048³ matrix product of the
 * same process, taken turn by turn so that a machine whose speed drifts gives the same ratios; and some absolute times.
 */
const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string', default: '7' } },
  allowPositionals: true,
});
const rounds = Math.max(3, Number(values.rounds));
const rows: Row[] = [];

const backend = await loadBackend('auto');
console.log(`${inEnglish(backend.label)} · TensorFlow ${backend.tensorflowVersion} · tfjs ${backend.tfjsVersion}`);
const clean = drawDeadLeaves({ size: 512, seed: 0 });
const degraded = degrade(clean, { task: 'deblur', seed: 0 });

const parts = new Map<string, () => Promise<void>>([
  ['engine', engine],
  ['preview', () => previewRows(add)],
  [
    'batch',
    async () => {
      (await batchRows()).forEach(add);
    },
  ],
  ['peers', () => peerRows({ degraded, clean }, randomModel, rounds, add)],
  ['webgpu', () => webgpuRows(add)],
]);
// What needs a browser is asked for by name.
const usual = [...parts.keys()].filter((name) => name !== 'webgpu');
for (const name of positionals.length > 0 ? positionals : usual) {
  const part = parts.get(name);
  if (!part) throw new Error(`There is no part ${name}: choose engine, preview, batch, peers or webgpu.`);
  await part();
}

console.table(
  rows.map(({ what, ratio, value, unit }) => ({
    what,
    'share of matmul': ratio === null ? '' : ratio.toFixed(2),
    value: `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`,
  })),
);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ backend, rounds, rows }, null, 2)}\n`);
}

/** Long parts tell what they have found so far. */
function add(row: Row): void {
  rows.push(row);
  console.log(`${row.what}: ${row.value.toFixed(row.value < 10 ? 2 : 0)} ${row.unit}`);
}

async function engine(): Promise<void> {
  await trainingStep({ method: 'rnn', preset: 'paper', batch: 1024, units: 1000 });
  await trainingStep({ method: 'rnn', preset: 'paper', batch: 64, units: 512 });
  await restoring({ method: 'rnn', preset: 'paper', units: 1000 });
  const BARE: TrainChoices = { method: 'unet-gan', ingredients: [] };
  await trainingStep({ ...BARE, preset: 'best' });
  await trainingStep({ ...BARE, preset: 'fast' });
  await restoring({ ...BARE, preset: 'best' });
  await restoring({ ...BARE, preset: 'fast' });
  await restoredPhoto({ method: 'linear', preset: 'best' }, 1024);
  await restoredPhoto({ method: 'rnn', preset: 'fast', epochs: 1, patchesPerEpoch: 1024 }, 512);
  await restoredPhoto({ method: 'unet-gan', preset: 'fast', epochs: 2, patchesPerEpoch: 256 }, 1024);
  await modelLoad();
  await startToReady();
}

/** Adds a row: GFLOP/s of `work` and its share of a large product's, the median over pairs taken in turn. */
async function inTurns(what: string, flops: number, work: () => Promise<void> | void): Promise<void> {
  const matrix = tf.randomUniform([LIMIT_SIDE, LIMIT_SIDE], -1, 1);
  const product = () => {
    valuesOf(() => tf.matMul(matrix, matrix));
  };
  await work();
  product();
  const pairs: { ratio: number; gflops: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const limitMs = await timed(product);
    const ms = await timed(work);
    const gflops = flops / ms / 1e6;
    pairs.push({ gflops, ratio: gflops / ((2 * LIMIT_SIDE ** 3) / limitMs / 1e6) });
  }
  matrix.dispose();
  rows.push({
    what,
    ratio: median(pairs.map((pair) => pair.ratio)),
    value: median(pairs.map((pair) => pair.gflops)),
    unit: 'GFLOP/s',
  });
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Whole steps as training takes them: patches drawn, forward, backward, Adam, loss read. */
async function trainingStep(choices: TrainChoices): Promise<void> {
  const settings = resolveSettings(choices);
  const method = methods[settings.method];
  const { planes } = await preparePair(imageSource(degraded), imageSource(clean), settings);
  const random = createRandom(0);
  const learner = method.createLearner({ planes, settings, random, symmetries: [0], linearFilter: new Float32Array() });
  // About as much arithmetic as one reference product takes, or ten.
  const steps = Math.max(1, Math.round(2e10 / (settings.batch * method.trainFlopsPerPatch(settings))));
  await inTurns(
    `${settings.method} training step, batch ${settings.batch} × ${settings.units} units`,
    steps * settings.batch * method.trainFlopsPerPatch(settings),
    () => {
      for (let step = 0; step < steps; step++) learner.step(1e-3, 1);
    },
  );
  learner.dispose();
}

function randomModel(settings: TrainSettings) {
  if (settings.method === 'unet-gan') {
    const network = unetSize(settings);
    const random = createRandom(0);
    const theta = Float32Array.from({ length: thetaLength(network) }, () => 0.05 * random.normal());
    return layerTensors(theta, network);
  }
  const size = cellSize(settings);
  return unpackTheta(initialTheta(size, createRandom(0), false), size);
}

/** A tile restored as restoring does it: patches extracted, forward, overlaps averaged. */
async function restoring(choices: TrainChoices): Promise<void> {
  const settings = resolveSettings(choices);
  const model = openModel(settings, randomModel(settings));
  const { planes } = await preparePair(imageSource(degraded), imageSource(clean), settings);
  const plane = planes[0]!.degraded;
  const whole = settings.mode === 'picture';
  const side = whole ? 480 : 160;
  const rect = { x: 16, y: 16, width: side, height: side };
  const pixels = whole ? side ** 2 : (side + settings.patch - 1) ** 2;
  const stride = whole ? undefined : 1;
  await inTurns(
    `${settings.method} restore, ${settings.units} units`,
    pixels * methods[settings.method].restoreFlopsPerPixel(settings, stride),
    async () => {
      await model.restoreTile(tileOf(plane, rect, model.margin), { token: go });
    },
  );
  model.dispose();
}

/** Megapixels a second of restoring an RGB picture in memory, codec not included. */
async function restoredPhoto(choices: TrainChoices, side: number): Promise<void> {
  const settings = resolveSettings(choices);
  const trained = await train(await preparePair(imageSource(degraded), imageSource(clean), settings), settings, {
    token: go,
    nowMs: () => performance.now(),
    onProgress: () => undefined,
    onPreview: () => undefined,
  });
  const photo = drawDeadLeaves({ size: side, seed: 1 });
  const source = imageSource(photo);
  const model = openModel(settings, trained.tensors);
  const sink = { writeRows: () => Promise.resolve() };
  const options = { strength: 100, token: go, onProgress: () => undefined };
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    times.push(
      await timed(async () => {
        await restorePicture(model, source, sink, options);
      }),
    );
  }
  model.dispose();
  const megapixels = (side * side) / 1e6;
  rows.push({
    what: `restore ${settings.method} ${settings.preset}, RGB`,
    ratio: null,
    value: megapixels / (median(times.slice(1)) / 1000),
    unit: 'megapixel/s',
  });
}

/** Reading, checking and opening a model file of 1,000 units. */
async function modelLoad(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-bench-'));
  const path = join(folder, 'model.onepair');
  const settings = resolveSettings({ method: 'rnn', preset: 'paper' });
  const facts = {
    ...{
      epochs: 0,
      steps: 0,
      elapsedMs: 0,
      finishedAt: '',
      device: '',
      pictureWidth: 0,
      pictureHeight: 0,
      pairName: '',
    },
    ...{ heldOutSquares: 0, validationPsnr: null, inputPsnr: null, linearPsnr: null, stoppedEarly: false, notes: [] },
  };
  const card = {
    formatVersion: FORMAT_VERSION,
    name: 'bench',
    settings,
    facts,
    history: [],
    appVersion: '0',
    createdAt: '',
  };
  try {
    await saveModel(path, {
      card: { ...card, formatVersion: FORMAT_VERSION },
      tensors: randomModel(settings),
      crop: null,
    });
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const load = async () => {
        const stored = await loadModel(path, expectedTensors);
        openModel(stored.card.settings, stored.tensors).dispose();
      };
      times.push(await timed(load));
    }
    const { size } = await stat(path);
    rows.push({ what: `model load, ${(size / 1e6).toFixed(1)} MB`, ratio: null, value: median(times), unit: 'ms' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** From forking the compute process to its first answer: TensorFlow is loaded and proven. */
async function startToReady(): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++)
    times.push(await withHost(({ call }) => timed(() => call('runtime.info', {}).then(() => undefined))));
  rows.push({ what: 'compute process, start to ready', ratio: null, value: median(times), unit: 'ms' });
}

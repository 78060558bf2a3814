import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { resolveSettings, type TrainChoices, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { onnxRunner } from '../../src-main/compute/onnx-runner';
import type { ImageF32 } from '../../src-main/core/image/image';
import { imageSource } from '../../src-main/core/image/image-source';
import { createPlane } from '../../src-main/core/image/plane';
import { methods } from '../../src-main/core/methods/registry';
import { unetSize } from '@contract/model-tensors';
import { flopsPerBlock } from '../../src-main/core/models/unet-layers';
import { Graph } from '../../src-main/core/onnx/graph';
import { openOnGraphs } from '../../src-main/core/onnx/open-on-graphs';
import { tilesHere } from '../../src-main/core/onnx/tile-restorer';
import { unetOnBlocks } from '../../src-main/core/onnx/unet-graph';
import { tileOf } from '../../src-main/core/patches/tile';
import { createRandom } from '../../src-main/core/random';
import { preparePair } from '../../src-main/core/training/prepare-pair';
import { median, type Row } from './bench-host';

/** The same work with other libraries, in turn with ours round by round, so that a machine whose speed drifts gives the same ratios. */
const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'peers.py');
/** Blocks of a side in the restoring that is compared: a tile of 1,024 px. */
const BLOCKS = 512;
const go = { next: () => Promise.resolve('go' as const) };

interface Work {
  what: string;
  /** Multiplications and additions of one call of ours, and of each peer's. */
  flops: number;
  run: () => Promise<void> | void;
  peers: { name: string; request: object; flops: number }[];
  /** In this very process, without the pixels. */
  alone?: { run: () => Promise<void>; flops: number };
  end: () => void;
}

type RandomModel = (settings: TrainSettings) => NamedArray[];

export async function peerRows(
  pair: { degraded: ImageF32; clean: ImageF32 },
  randomModel: RandomModel,
  rounds: number,
  add: (row: Row) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-peers-'));
  const python = startPeers();
  try {
    for (const make of WORKS) {
      const work = await make(pair, randomModel, folder);
      (await inTurn(work, python, Math.max(5, rounds))).forEach(add);
      work.end();
    }
  } finally {
    python.end();
    await rm(folder, { recursive: true });
  }
}

const BARE: TrainChoices = { method: 'unet-gan', ingredients: [] };
const WORKS: ((
  pair: { degraded: ImageF32; clean: ImageF32 },
  randomModel: RandomModel,
  folder: string,
) => Promise<Work>)[] = [
  (_, model, folder) => restoring({ ...BARE, preset: 'best' }, model, folder),
  (_, model, folder) => restoring({ ...BARE, preset: 'fast' }, model, folder),
  (pair) => training({ ...BARE, preset: 'best' }, pair, 'train'),
  (pair) => training({ ...BARE, preset: 'fast' }, pair, 'train'),
  (pair) => training({ method: 'rnn', preset: 'paper', batch: 64, units: 512 }, pair, 'rnn'),
];

async function training(
  choices: TrainChoices,
  pair: { degraded: ImageF32; clean: ImageF32 },
  what: 'train' | 'rnn',
): Promise<Work> {
  const settings = resolveSettings(choices);
  const method = methods[settings.method];
  const { planes } = await preparePair(imageSource(pair.degraded), imageSource(pair.clean), settings);
  const random = createRandom(0);
  const learner = method.createLearner({ planes, settings, random, symmetries: [0], linearFilter: new Float32Array() });
  const flops = settings.batch * method.trainFlopsPerPatch(settings);
  const times = Math.max(1, Math.round(1.5e10 / flops));
  return {
    what: `${settings.method} training step, batch ${settings.batch} × ${settings.units}`,
    flops: times * flops,
    run: () => {
      for (let step = 0; step < times; step++) learner.step(1e-4, 1);
    },
    peers: [{ name: 'PyTorch', request: { peer: 'torch', what, maps: settings.units, times }, flops: times * flops }],
    end: () => {
      learner.dispose();
    },
  };
}

async function restoring(choices: TrainChoices, randomModel: RandomModel, folder: string): Promise<Work> {
  const settings = resolveSettings({ ...choices, channels: 'luminance' });
  const tensors = randomModel(settings);
  const runner = onnxRunner('cpu');
  const model = await openOnGraphs(tilesHere(runner), settings, tensors);
  const side = 2 * BLOCKS;
  const plane = createPlane(side, side);
  plane.data.fill(0.5);
  const tile = tileOf(plane, { x: 0, y: 0, width: side, height: side }, model.margin);
  const size = unetSize(settings);
  const graph = new Graph();
  const blocks = graph.input('blocks', [1, size.outputs, 'rows', 'columns']);
  graph.output('made', unetOnBlocks(graph, blocks, tensors, size, 0.5), [1, size.outputs, 'rows', 'columns']);
  const file = graph.toModel({ name: 'bench', version: '', doc: '', facts: {} });
  const path = join(folder, `${settings.units}.onnx`);
  await writeFile(path, file);
  const session = await runner.open(file);
  const values = new Float32Array(size.outputs * BLOCKS ** 2).fill(0.5);
  const flops = flopsPerBlock(size) * BLOCKS ** 2;
  return {
    what: `unet-gan restore, ${settings.units} maps`,
    flops,
    run: async () => {
      await model.restoreTile(tile, { token: go });
    },
    alone: {
      run: async () => {
        await session.run(values, [1, size.outputs, BLOCKS, BLOCKS]);
      },
      flops,
    },
    peers: [
      { name: 'PyTorch', request: { peer: 'torch', what: 'restore', maps: settings.units }, flops },
      { name: 'onnxruntime (Python)', request: { peer: 'onnxruntime', graph: path }, flops },
    ],
    end: () => {
      model.dispose();
      session.release();
    },
  };
}

async function inTurn(work: Work, python: Peers, rounds: number): Promise<Row[]> {
  const timed = async (run: Work['run']) => {
    const startedAt = performance.now();
    await run();
    return performance.now() - startedAt;
  };
  const others = [
    ...(work.alone
      ? [{ name: 'onnxruntime-node alone', flops: work.alone.flops, ms: () => timed(work.alone!.run) }]
      : []),
    ...work.peers.map(({ name, flops, request }) => ({ name, flops, ms: () => python.ask(request) })),
  ];
  await timed(work.run);
  const ours: number[] = [];
  const ratios = new Map<string, number[]>();
  const skipped = new Map<string, string>();
  for (let round = 0; round <= rounds; round++) {
    const own = work.flops / (await timed(work.run)) / 1e6;
    if (round > 0) ours.push(own);
    for (const { name, flops, ms } of others) {
      const answer = skipped.has(name) ? null : await ms();
      if (typeof answer === 'string') skipped.set(name, answer);
      // The first round is for warming up.
      if (typeof answer === 'number' && round > 0)
        ratios.set(name, [...(ratios.get(name) ?? []), own / (flops / answer / 1e6)]);
    }
  }
  for (const [name, reason] of skipped) console.log(`${work.what}: no comparison with ${name}: ${reason}`);
  return [
    { what: work.what, ratio: null, value: median(ours), unit: 'GFLOP/s' },
    ...[...ratios].map(([name, found]) => ({
      what: `${work.what}: its share of ${name}`,
      ratio: null,
      value: median(found),
      unit: `(${Math.min(...found).toFixed(2)}–${Math.max(...found).toFixed(2)} in ${found.length} rounds)`,
    })),
  ];
}

interface Peers {
  /** Milliseconds, or why there is nothing to measure. */
  ask: (request: object) => Promise<number | string>;
  end: () => void;
}

/** The Python that ONEPAIR_PYTHON names, else `python3`. */
function startPeers(): Peers {
  const program = process.env['ONEPAIR_PYTHON'] ?? 'python3';
  const child = spawn(program, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<string>((resolve) => {
    child.once('error', () => {
      resolve(`${program} does not start`);
    });
    child.once('exit', (code) => {
      resolve(`${program} ended with code ${code}`);
    });
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const threads = cpus().length;
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify({ ...request, threads })}\n`);
      const next = await Promise.race([lines.next().then(({ value }) => value as string | undefined), gone]);
      if (next === undefined) return gone;
      if (!next.startsWith('{')) return next;
      const { ms, skipped } = JSON.parse(next) as { ms?: number; skipped?: string };
      return ms ?? skipped ?? 'no answer';
    },
    end: () => {
      child.stdin.end();
    },
  };
}

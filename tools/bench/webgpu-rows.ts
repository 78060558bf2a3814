import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TrainChoices } from '@contract/model-spec';
import type { Row } from './bench-host';
import { learn, restore } from './webgpu/case';

/** The page's program runs from the sources: it bundles core for the browser. */
const PAGE = join(import.meta.dirname, '..', '..', 'tools', 'bench', 'webgpu', 'page.mjs');

/** How far a model trained there may lie from one trained here, dB, and a restored value, in units of the pixels' range. */
const BARS = { psnr: 0.02, restored: 1e-3 };

/** A few large steps from nothing: a graphics processor in software takes seconds for each. */
const SHORT: TrainChoices = { preset: 'fast', rate: 0.01, ingredients: [] };
const RNN: TrainChoices = { ...SHORT, method: 'rnn', patch: 7, units: 16, batch: 16 };
const CASES: TrainChoices[] = [
  { method: 'linear', preset: 'fast', patch: 9 },
  { ...RNN, patchesPerEpoch: 160, epochs: 2 },
  { ...RNN, method: 'rnn-gan', patchesPerEpoch: 64, stageEpochs: [1, 1] },
  { ...SHORT, method: 'unet-gan', patch: 32, units: 8, batch: 8, patchesPerEpoch: 32, stageEpochs: [1, 1] },
];

interface Answer {
  done?: { psnr: number; steps: number; trainMs: number; tensors: number; restored: number[]; adapter: string };
  error?: string;
}

/** Core on WebGPU in a page beside TensorFlow here, from one seed; a missed bar ends the program with 1. */
export async function webgpuRows(add: (row: Row) => void): Promise<void> {
  const page = spawn(process.execPath, [PAGE], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: page.stdout })[Symbol.asyncIterator]();
  try {
    for (const choices of CASES) {
      const here = await learn(choices);
      const tensors = here.model.tensors.map((tensor) => ({ ...tensor, data: [...tensor.data] }));
      page.stdin.write(`${JSON.stringify({ choices, model: { ...here.model, tensors } })}\n`);
      const line = await answers.next();
      const { done: there, error } = line.done === true ? {} : (JSON.parse(line.value) as Answer);
      if (!there) throw new Error(error ?? 'The page has ended.');
      const expected = await restore(here.model);
      const psnrApart = Math.abs(here.psnr - there.psnr);
      const restoredApart = expected.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - there.restored[at]!)),
        0,
      );
      const what = `${choices.method}, ${there.steps} steps on WebGPU (${there.adapter})`;
      add({
        what: `${what}: trained ${here.psnr.toFixed(3)} dB here; apart`,
        ratio: null,
        value: 1000 * psnrApart,
        unit: 'thousandths of a dB',
      });
      add({
        what: `${what}: one model restores; apart`,
        ratio: null,
        value: 1e6 * restoredApart,
        unit: 'millionths of the range',
      });
      add({
        what: `${what}: training takes so much longer`,
        ratio: null,
        value: there.trainMs / here.trainMs,
        unit: 'times',
      });
      const isGood = psnrApart <= BARS.psnr && restoredApart <= BARS.restored && there.tensors === 0;
      if (!isGood || there.steps !== here.steps) process.exitCode = 1;
    }
  } finally {
    page.stdin.end();
  }
}

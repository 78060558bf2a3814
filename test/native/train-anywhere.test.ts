import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PART_BYTES } from '@contract/graphics-exchange';
import { pack, unpack } from '@contract/packed';
import { resolveSettings, type TrainChoices } from '@contract/model-spec';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../src-main/core/degrade/degrade';
import { imageSource } from '../../src-main/core/image/image-source';
import { preparePair } from '../../src-main/core/training/prepare-pair';
import { train, type TrainEnvironment, type TrainingOrder } from '../../src-main/core/training/train';
import { exchangeWithPage } from '../../src-main/compute/page-worker';
import { runtime } from '../../src-main/compute/runtime';
import { trainAnywhere } from '../../src-main/compute/train-anywhere';
import type { Emit } from '../../src-main/processes/serve';
import { GraphicsFault, trainForHost, type Exchange } from '../../src-renderer/trainer/train-for-host';

const RNN: TrainChoices = {
  ...{ method: 'rnn', preset: 'fast', task: 'deblur', patch: 7, units: 16, batch: 16 },
  ...{ patchesPerEpoch: 256, epochs: 3, seed: 0 },
};

beforeAll(async () => {
  await runtime();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const pairOf = (choices: TrainChoices) => {
  const clean = drawDeadLeaves({ size: 96, seed: 3 });
  const degraded = degrade(clean, { task: 'deblur', seed: 1 });
  return preparePair(imageSource(degraded), imageSource(clean), resolveSettings(choices));
};

/** What is told of a training. */
function environmentOf(change: Partial<TrainEnvironment> = {}) {
  const steps: number[] = [];
  const epochs: number[] = [];
  const environment: TrainEnvironment = {
    token: { next: () => Promise.resolve('go') },
    nowMs: () => performance.now(),
    onProgress: ({ step }) => steps.push(step),
    onPreview: () => undefined,
    onCheckpoint: () => Promise.resolve(),
    onEpoch: (epoch) => {
      epochs.push(epoch);
      return Promise.resolve();
    },
    ...change,
  };
  return { environment, steps, epochs };
}

/** A page whose worker trains in this process. `settle` is asked before anything is handed over. */
function pageHere(settle: () => Promise<void> = () => Promise.resolve()): Emit {
  return (event, payload) => {
    if (event !== 'graphics.wanted') return;
    const { session } = payload as { session: string };
    const send = (part: Uint8Array | null, last: boolean) => exchangeWithPage({ session, page: 'page', part, last });
    const exchange: Exchange = async (word) => {
      const bytes = pack(word);
      let at = 0;
      for (; at + PART_BYTES < bytes.length; at += PART_BYTES) await send(bytes.slice(at, at + PART_BYTES), false);
      let answered = await send(bytes.slice(at), true);
      const parts: Uint8Array[] = [];
      while (answered) {
        parts.push(answered.part);
        if (answered.last) return unpack(Buffer.concat(parts)) as TrainingOrder;
        answered = await send(null, false);
      }
      return { do: 'end' };
    };
    void trainForHost(exchange, { name: 'WebGPU · test', settle });
  };
}

describe('a training on a page', () => {
  it('ends in the very model that is trained here, and tells as much', async () => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    const here = environmentOf();
    const expected = await train(await pairOf(RNN), resolveSettings(RNN), here.environment);
    const there = environmentOf();
    const devices: unknown[] = [];
    const { trained, device, notes } = await trainAnywhere(await pairOf(RNN), resolveSettings(RNN), there.environment, {
      emit: pageHere(),
      offered: true,
      onDevice: (name) => devices.push(name),
    });
    expect(notes).toEqual([]);
    expect(device).toBe('WebGPU · test');
    expect(devices).toEqual(['WebGPU · test']);
    expect(trained.tensors).toEqual(expected.tensors);
    expect(trained.settings).toEqual(expected.settings);
    expect(there.epochs.at(-1)).toBe(3);
    expect(there.steps.at(-1)).toBe(48);
  });

  it('goes on here from its last checkpoint where the graphics processor is lost', async () => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    const expected = await train(await pairOf(RNN), resolveSettings(RNN), environmentOf().environment);
    let hasCheckpoint = false;
    const settle = () => (hasCheckpoint ? Promise.reject(new GraphicsFault('lost', 'gone')) : Promise.resolve());
    const there = environmentOf({
      onCheckpoint: () => {
        hasCheckpoint = true;
        return Promise.resolve();
      },
    });
    const { trained, device, notes } = await trainAnywhere(await pairOf(RNN), resolveSettings(RNN), there.environment, {
      emit: pageHere(settle),
      offered: true,
      onDevice: () => undefined,
    });
    const { backend } = await runtime();
    expect(device).toEqual(backend.label);
    expect(notes).toMatchObject([
      { id: 'graphics.wentOn', args: { device: 'WebGPU · test', why: { id: 'graphics.lost' } } },
    ]);
    expect(trained.tensors).toEqual(expected.tensors);
  });
});

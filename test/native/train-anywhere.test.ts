import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PART_BYTES } from '@contract/graphics-exchange';
import type { Word } from '@contract/page-training';
import { pack, unpack } from '@contract/packed';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { resolveSettings, type TrainChoices } from '@contract/model-spec';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../src-main/core/degrade/degrade';
import { crop } from '../../src-main/core/image/crop';
import { imageSource } from '../../src-main/core/image/image-source';
import type { JobToken } from '../../src-main/core/job-token';
import { preparePair } from '../../src-main/core/training/prepare-pair';
import { train, type TrainEnvironment, type TrainingOrder } from '../../src-main/core/training/train';
import { trySteps } from '../../src-main/core/training/trial';
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

const GO: JobToken = { next: () => Promise.resolve('go') };

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

const UNET: TrainChoices = {
  ...{ method: 'unet-gan', preset: 'fast', task: 'deblur', patch: 48, units: 8, batch: 64 },
  ...{ patchesPerEpoch: 256, stageEpochs: [1, 1], seed: 0 },
};

/** A training wherever the runtime that is asked for would have it. */
async function trained(
  choices: TrainChoices,
  { emit = pageHere(), offered = true, ...change }: Partial<TrainEnvironment> & { emit?: Emit; offered?: boolean } = {},
) {
  const told = environmentOf(change);
  const devices: unknown[] = [];
  const onDevice = (name: unknown) => devices.push(name);
  const where = { emit, offered, onDevice };
  const learned = await trainAnywhere(await pairOf(choices), resolveSettings(choices), told.environment, where);
  return { ...learned, ...told, devices };
}

const trainedHere = async (choices: TrainChoices) =>
  train(await pairOf(choices), resolveSettings(choices), environmentOf().environment);

describe('a training on a page', () => {
  it.each([
    ['rnn', RNN],
    ['unet-gan', UNET],
  ])('ends in the very model that is trained here, and tells as much: %s', async (_name, choices) => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    const expected = await trainedHere(choices);
    const there = await trained(choices);
    expect(there.notes).toEqual([]);
    expect(there.device).toBe('WebGPU · test');
    expect(there.devices).toEqual(['WebGPU · test']);
    expect(there.trained.tensors).toEqual(expected.tensors);
    expect(there.trained.settings).toEqual(expected.settings);
    expect(there.trained.facts.notes).toEqual(expected.facts.notes);
    expect(there.trained.domain).toEqual(expected.domain);
    expect(there.epochs.at(-1)).toBe(expected.settings.epochs);
    expect(there.steps.at(-1)).toBe(expected.facts.steps);
  });

  it('goes on here from its last checkpoint where the graphics processor is lost', async () => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    const expected = await trainedHere(RNN);
    let hasCheckpoint = false;
    const settle = () => (hasCheckpoint ? Promise.reject(new GraphicsFault('lost', 'gone')) : Promise.resolve());
    const there = await trained(RNN, {
      emit: pageHere(settle),
      onCheckpoint: () => {
        hasCheckpoint = true;
        return Promise.resolve();
      },
    });
    const { backend } = await runtime();
    expect(there.device).toEqual(backend.label);
    expect(there.devices).toEqual(['WebGPU · test', backend.label]);
    const lost = { device: 'WebGPU · test', why: { id: 'graphics.lost' } };
    expect(there.notes).toMatchObject([{ id: 'graphics.wentOn', args: lost }]);
    expect(there.trained.tensors).toEqual(expected.tensors);
  });

  it('ends with what was learned where it is stopped, and with nothing where it is cancelled', async () => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    let steps = 0;
    const token: JobToken = { next: () => Promise.resolve(steps > 0 ? 'stop' : 'go') };
    const long = { ...RNN, epochs: 1000 };
    const stopped = await trained(long, { token, onProgress: ({ step }) => (steps = step) });
    expect(stopped.device).toBe('WebGPU · test');
    expect(stopped.trained.facts.stoppedEarly).toBe(true);
    expect(stopped.trained.facts.steps).toBeLessThan(16_000);
    steps = 0;
    const cancelled: JobToken = {
      next: () => (steps > 0 ? Promise.reject(new AppError('cancelled', say('job.cancelled'))) : Promise.resolve('go')),
    };
    const ended = trained(long, { token: cancelled, onProgress: ({ step }) => (steps = step) });
    await expect(ended).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('shows another part of the pair from the moment that it is looked at', async () => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    const choices = { ...RNN, epochs: 40 };
    const pair = await pairOf(choices);
    const seen: number[] = [];
    const { environment } = environmentOf({ onPreview: ({ place }) => seen.push(place.x) });
    const rect = { x: 16, y: 24, width: 64, height: 64 };
    const moved = { rect, degraded: crop(pair.crop.degraded, rect), clean: crop(pair.crop.clean, rect) };
    environment.onProgress = () => (pair.crop = moved);
    const where = { emit: pageHere(), offered: true, onDevice: () => undefined };
    const { device } = await trainAnywhere(pair, resolveSettings(choices), environment, where);
    expect(device).toBe('WebGPU · test');
    expect(seen.at(-1)).toBe(rect.x);
  });
});

describe('a page is not taken', () => {
  const otherLosses: Emit = (event, payload) => {
    const { session } = payload as { session: string };
    const say = (word: Word) => exchangeWithPage({ session, page: 'page', part: pack(word), last: true });
    if (event !== 'graphics.wanted') return;
    void say({ is: 'ready', device: 'WebGPU · test' }).then(() =>
      say({ is: 'tried', stepMs: 0.001, losses: [0.5, 0.5, 0.5] }),
    );
  };

  it.each<[string, Parameters<typeof trained>[1], string]>([
    ['where none has a graphics processor', { offered: false }, 'graphics.none'],
    ['where its losses are others', { emit: otherLosses }, 'graphics.otherLosses'],
  ])('%s, and the model says so', async (_when, how, why) => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'webgpu');
    const { device, notes } = await trained(RNN, how);
    expect(device).toEqual((await runtime()).backend.label);
    expect(notes).toMatchObject([{ id: 'graphics.notUsed', args: { why: { id: why } } }]);
  });

  it.each(['auto', 'cpu', ''])('by a short training with "%s", which calls none', async (choice) => {
    vi.stubEnv('ONEPAIR_RUNTIME', choice);
    const emit = vi.fn();
    const { device, notes } = await trained(RNN, { emit });
    expect(emit).not.toHaveBeenCalled();
    expect(device).toEqual((await runtime()).backend.label);
    expect(notes).toEqual([]);
  });

  it.each([
    ['faster', 0.001, true],
    ['slower', 1000, false],
  ])('by a long one but where it is %s', async (_how, stepMs, isTaken) => {
    vi.stubEnv('ONEPAIR_RUNTIME', 'auto');
    let heard = 0;
    const called: Emit = (event, payload) => {
      if (event !== 'graphics.wanted') return;
      const { session } = payload as { session: string };
      const say = async (word: Word) => {
        const answer = await exchangeWithPage({ session, page: 'page', part: pack(word), last: true });
        return answer && (unpack(answer.part) as TrainingOrder);
      };
      const tell = async () => {
        const order = await say({ is: 'ready', device: 'WebGPU · test' });
        if (order?.do !== 'try') return;
        heard += 1;
        const { losses } = await trySteps(order.settings, order.channels, GO, () => performance.now());
        const next = await say({ is: 'tried', stepMs, losses });
        if (next?.do === 'train') await say({ is: 'failed', why: 'memory', text: '' });
      };
      void tell();
    };
    // So long that a page is called; its time is up after a step.
    const long = { ...RNN, epochs: 1000, patchesPerEpoch: 1_000_000 };
    const { notes } = await trained(long, { emit: called, endsAtMs: 0 });
    expect(heard).toBe(1);
    expect(notes.map(({ id }) => id)).toEqual(isTaken ? ['graphics.wentOn'] : []);
  });
});

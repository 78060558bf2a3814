import type { ModelCard } from '@contract/model-card';
import { resolveSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { ExpectedTensors } from '../../src-main/files/model-file';

/** What a point of the curve says besides, in stage 1. */
export const STAGE_1 = { phase: 1 as const, adversarialLoss: null, discriminatorLoss: null };

/** A small seeded generator of whole numbers below `limit`. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export function noise(length: number, depth: 8 | 16, seed = 1): Uint8Array | Uint16Array {
  const next = seeded(seed);
  const samples = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  return samples.map(() => next(2 ** depth));
}

export const SETTINGS = resolveSettings({ method: 'rnn', preset: 'fast', patch: 3, units: 8 });

export const card = (name = 'Starfish deblur', createdAt = '2026-01-02T03:04:05.000Z'): ModelCard => ({
  formatVersion: 1,
  name,
  settings: SETTINGS,
  facts: {
    epochs: 5,
    steps: 100,
    elapsedMs: 1234.5,
    finishedAt: createdAt,
    device: 'CPU · 2 cores',
    pictureWidth: 256,
    pictureHeight: 256,
    pairName: 'starfish.png',
    heldOutRows: 32,
    validationPsnr: 29.1,
    inputPsnr: 24.5,
    linearPsnr: null,
    stoppedEarly: false,
    notes: [],
  },
  history: [{ step: 1, epoch: 0.1, elapsedMs: 10, loss: 0.5, validationPsnr: null, ...STAGE_1 }],
  appVersion: '0.1.0',
  createdAt,
});

/** Stands for the registry: a hidden layer and a bias. */
export const expectedTensors: ExpectedTensors = ({ units, patch }) => [
  { name: 'hidden/kernel', shape: [patch * patch, units], dtype: 'F32' },
  { name: 'hidden/bias', shape: [units], dtype: 'F32' },
];

export function weights(seed = 7): NamedArray[] {
  const next = seeded(seed);
  return expectedTensors(SETTINGS).map(({ name, shape }) => {
    const length = shape.reduce((product, side) => product * side, 1);
    return { name, shape, dtype: 'F32', data: Float32Array.from({ length }, () => next(2001) / 1000 - 1) };
  });
}

export const crop = (side = 4) => {
  const part = (seed: number) => noise(side * side * 3, 8, seed) as Uint8Array;
  return { width: side, height: side, degraded: part(1), restored: part(2), clean: part(3) };
};

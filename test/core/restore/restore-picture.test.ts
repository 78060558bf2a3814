import { expect, it } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import type { OpenModel } from '../../../src-main/core/models/method';
import { restorePicture } from '../../../src-main/core/restore/restore-picture';
import { failureOf } from '../../fixtures/helpers';

const size = { width: 6, height: 5, channels: 1 } as const;
const photo = {
  ...size,
  read: ({ width, height }: { width: number; height: number }) =>
    Promise.resolve({ width, height, channels: 1 as const, data: new Float32Array(width * height).fill(0.5) }),
};
const token = { next: () => Promise.resolve('go' as const) };

/** A model that answers one value everywhere. */
const constant = (value: number): OpenModel => ({
  settings: resolveSettings({ method: 'linear' }),
  margin: 0,
  restoreTile: ({ width, height }) =>
    Promise.resolve({ width, height, channels: 1, data: new Float32Array(width * height).fill(value) }),
  dispose: () => undefined,
});

const restore = async (value: number) => {
  const rows: number[] = [];
  const sink = {
    writeRows: (_: number, band: { data: Float32Array }) => {
      rows.push(...band.data);
      return Promise.resolve();
    },
  };
  await restorePicture(constant(value), photo, sink, { strength: 100, token, onProgress: () => undefined });
  return rows;
};

it('hands on what a model answers, beyond white and black as well', async () => {
  expect(new Set(await restore(1.25))).toEqual(new Set([1.25]));
});

it.each([NaN, Infinity, -Infinity, 3e38, -3e38])('refuses a model that answers %d, in words', async (value) => {
  expect(await failureOf(restore(value))).toMatchObject({ kind: 'bad-input', message: /weights make no sense/ });
});

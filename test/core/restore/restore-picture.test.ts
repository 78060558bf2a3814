import { describe, expect, it, vi } from 'vitest';
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

describe('a model that restores several tiles at once', () => {
  /** Gives the tile back; each call ends when it is told to. */
  const held = () => {
    const waiting: { end: () => void; fail: () => void }[] = [];
    const model: OpenModel = {
      ...constant(0),
      tilesAtOnce: 2,
      restoreTile: ({ plane }) =>
        new Promise((resolve, reject) => {
          waiting.push({
            end: () => {
              resolve(plane);
            },
            fail: () => {
              reject(new Error('no tile'));
            },
          });
        }),
    };
    return { model, waiting };
  };
  const rising = {
    ...size,
    read: ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
      Promise.resolve({
        ...{ width, height, channels: 1 as const },
        data: Float32Array.from(
          { length: width * height },
          (_, at) => (y + Math.floor(at / width)) * 6 + x + (at % width),
        ),
      }),
  };
  const how = { strength: 100, token, onProgress: () => undefined, tilePixels: 6 };

  it('has them under way side by side, and writes their rows in order', async () => {
    const { model, waiting } = held();
    const rows: number[] = [];
    const sink = {
      writeRows: (_: number, { data }: { data: Float32Array }) => Promise.resolve(void rows.push(...data)),
    };
    const restoring = restorePicture(model, rising, sink, how);
    for (let tile = 0; tile < 5; tile += 1) {
      // The later of two always ends first.
      await vi.waitFor(() => {
        expect(waiting.length).toBe(Math.min(2, 5 - tile));
      });
      waiting.pop()!.end();
    }
    expect(await restoring).toBe('done');
    expect(rows).toEqual(Array.from({ length: 30 }, (_, at) => at));
  });

  it('takes no more of them where one fails', async () => {
    const { model, waiting } = held();
    const sink = { writeRows: () => Promise.resolve() };
    const restoring = expect(restorePicture(model, rising, sink, how)).rejects.toThrow('no tile');
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(2);
    });
    waiting[0]!.fail();
    waiting[1]!.end();
    await restoring;
    expect(waiting).toHaveLength(2);
  });
});

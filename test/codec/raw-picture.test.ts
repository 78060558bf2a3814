import { readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRawSink, openRawSource, readRaw, writeRaw } from '../../src-main/codec/raw-picture';
import { failureOf, rawPicture, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();

describe.each([8, 16] as const)('%i bit', (depth) => {
  it('reads rectangles as the whole picture holds them', async () => {
    const size = { width: 23, height: 17, channels: 3, depth } as const;
    const { raw, samples } = await rawPicture(join(folder, `read-${depth}`), size);
    const source = await openRawSource(raw);
    for (const rect of [
      { x: 0, y: 0, width: 23, height: 17 },
      { x: 5, y: 3, width: 7, height: 11 },
      { x: 22, y: 16, width: 1, height: 1 },
    ]) {
      const tile = await source.read(rect);
      for (let i = 0; i < tile.data.length; i += 1) {
        const [c, x, y] = [i % 3, Math.floor(i / 3) % rect.width, Math.floor(i / 3 / rect.width)];
        const sample = samples[((y + rect.y) * 23 + x + rect.x) * 3 + c]!;
        expect(tile.data[i]).toBe(Math.fround(sample / (2 ** depth - 1)));
      }
    }
    await expect(source.read({ x: 20, y: 0, width: 4, height: 1 })).rejects.toThrow(/outside/);
    await source.close();
  });

  it('floats and back are exact for every value', async () => {
    const samples = depth === 8 ? new Uint8Array(256) : new Uint16Array(65_536);
    samples.forEach((_, i) => (samples[i] = i));
    const size = { width: samples.length, height: 1, channels: 1, depth } as const;
    const { raw } = await rawPicture(join(folder, `all-${depth}`), size, samples);
    const again = await writeRaw(join(folder, `again-${depth}`), await readRaw(raw), depth);
    expect(await readFile(again.path)).toEqual(await readFile(raw.path));
  });

  it('a sink takes bands, clamps, and rounds once', async () => {
    const out = await createRawSink(join(folder, `sink-${depth}`), { width: 2, height: 3, channels: 1, depth });
    const top = 2 ** depth - 1;
    await out.sink.writeRows(0, { data: Float32Array.from([-1, 2]), width: 2, height: 1, channels: 1 });
    await out.sink.writeRows(1, {
      data: Float32Array.from([0.5, 0.4 / top, 0.6 / top, 1]),
      width: 2,
      height: 2,
      channels: 1,
    });
    await expect(
      out.sink.writeRows(3, { data: new Float32Array(2), width: 2, height: 1, channels: 1 }),
    ).rejects.toThrow(/do not fit/);
    await expect(
      out.sink.writeRows(0, { data: Float32Array.from([NaN, 0]), width: 2, height: 1, channels: 1 }),
    ).rejects.toThrow(/not a number/);
    await out.close();
    const { data } = await readRaw(out.raw);
    expect(Array.from(data, (value) => Math.round(value * top))).toEqual([0, top, (top + 1) / 2, 0, 1, top]);
  });
});

it('a raw file of another size is refused', async () => {
  const { raw } = await rawPicture(join(folder, 'cut'), { width: 4, height: 4, channels: 1, depth: 8 });
  await truncate(raw.path, 15);
  expect((await failureOf(readRaw(raw))).message).toMatch(/15 bytes instead of 16/);
  expect((await failureOf(openRawSource(raw))).kind).toBe('internal');
});

import { beforeEach, expect, it, vi } from 'vitest';
import type { ImageRequest } from '@contract/image-url';
import { TileCache } from '../../../../src-renderer/lib/tiles/tile-cache';
import { tileAt } from '../../../../src-renderer/lib/tiles/tiles';

const photo = { width: 8192, height: 8192 };
const tile = (column: number) => tileAt(photo, 0, column, 0);
const close = vi.fn();

beforeEach(() => {
  close.mockClear();
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 512, height: 512, close }));
});

function source() {
  const asked: ImageRequest[] = [];
  const answers: (() => void)[] = [];
  return {
    asked,
    answerAll: async () => {
      while (answers.length > 0) {
        answers.splice(0).forEach((answer) => {
          answer();
        });
        await vi.waitFor(() => undefined);
      }
    },
    image: (request: ImageRequest) => {
      asked.push(request);
      return new Promise<Blob>((resolve) =>
        answers.push(() => {
          resolve(new Blob());
        }),
      );
    },
  };
}

it('asks for a tile once, with its crop, and has it afterwards', async () => {
  const images = source();
  const cache = new TileCache(images);
  expect(cache.get('a', tile(1))).toBeNull();
  expect(cache.get('a', tile(1))).toBeNull();
  expect(images.asked).toEqual([{ photo: 'a', x: 512, y: 0, width: 512, height: 512, max: 512 }]);
  await images.answerAll();
  await vi.waitFor(() => {
    expect(cache.get('a', tile(1))).not.toBeNull();
  });
});

it('fetches six at once, and what was asked for last comes first', async () => {
  const images = source();
  const cache = new TileCache(images);
  for (let column = 0; column < 10; column++) cache.get('a', tile(column));
  expect(images.asked.map((request) => request.x! / 512)).toEqual([0, 1, 2, 3, 4, 5]);
  await images.answerAll();
  await vi.waitFor(() => {
    expect(images.asked.map((request) => request.x! / 512).slice(6)).toEqual([9, 8, 7, 6]);
  });
});

it('forgets what has not started when the view moves on', async () => {
  const images = source();
  const cache = new TileCache(images);
  for (let column = 0; column < 10; column++) cache.get('a', tile(column));
  cache.beginFrame();
  await images.answerAll();
  expect(images.asked).toHaveLength(6);
});

it('remembers a tile that cannot be had, and gives its bitmaps back when closed', async () => {
  let asked = 0;
  const cache = new TileCache({
    image: () => {
      asked++;
      return asked === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(new Blob());
    },
  });
  cache.get('a', tile(0));
  cache.get('a', tile(1));
  await vi.waitFor(() => {
    expect(cache.get('a', tile(1))).not.toBeNull();
  });
  expect(cache.get('a', tile(0))).toBeNull();
  expect(asked).toBe(2);
  cache.close();
  expect(close).toHaveBeenCalledTimes(1);
});

it('drops the longest unused tiles when they are too many bytes', async () => {
  const images = source();
  const cache = new TileCache(images, { keptBytes: 3 * 512 * 512 * 4 });
  const bring = async (column: number) => {
    cache.get('a', tile(column));
    await images.answerAll();
    await vi.waitFor(() => {
      expect(cache.peek('a', tile(column))).not.toBeNull();
    });
  };
  for (const column of [0, 1, 2]) await bring(column);
  cache.get('a', tile(0));
  await bring(3);
  expect(cache.bytes).toBe(3 * 512 * 512 * 4);
  expect(close).toHaveBeenCalledTimes(1);
  expect(cache.peek('a', tile(1))).toBeNull();
  expect(cache.peek('a', tile(0))).not.toBeNull();
});

it('computes an operation from copies of its pictures, once, and keeps the pictures for the next gain', async () => {
  const images = source();
  const computed = vi.fn(() => Promise.resolve({ width: 512, height: 512, close } as unknown as ImageBitmap));
  const cache = new TileCache(images, { computer: { computeLayer: computed, close: () => undefined } });
  const op = (gain: number) => ({ kind: 'difference', of: ['a', 'b'], gain }) as const;
  for (const gain of [1, 2]) {
    cache.get(op(gain), tile(0));
    cache.get(op(gain), tile(0));
    await images.answerAll();
    await vi.waitFor(() => {
      expect(cache.peek(op(gain), tile(0))).not.toBeNull();
    });
    await images.answerAll();
  }
  expect(computed).toHaveBeenCalledTimes(2);
  expect(images.asked.map(({ photo }) => photo)).toEqual(['a', 'b']);
});

it('keeps what is on the screen, however much that is', async () => {
  const images = source();
  const cache = new TileCache(images, { keptBytes: 2 * 512 * 512 * 4 });
  const frame = async () => {
    cache.beginFrame();
    for (const column of [0, 1, 2]) cache.get('a', tile(column));
    await images.answerAll();
  };
  await frame();
  await vi.waitFor(() => {
    expect([0, 1, 2].every((column) => cache.peek('a', tile(column)) !== null)).toBe(true);
  });
  await frame();
  expect(images.asked).toHaveLength(3);
  cache.beginFrame();
  cache.get('a', tile(7));
  await images.answerAll();
  await vi.waitFor(() => {
    expect(cache.peek('a', tile(7))).not.toBeNull();
  });
  expect(cache.bytes).toBe(2 * 512 * 512 * 4);
});

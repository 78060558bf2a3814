import { beforeEach, expect, it, vi } from 'vitest';
import type { ImageRequest } from '@contract/image-url';
import { TileCache } from '../../../src-renderer/lib/tile-cache';
import { tileAt } from '../../../src-renderer/lib/tiles';

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
  cache.forgetWaiting();
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

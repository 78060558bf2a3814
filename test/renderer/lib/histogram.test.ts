import { expect, it } from 'vitest';
import { BINS, histogramOf, outline } from '../../../src-renderer/lib/histogram';

const pixels = (...colours: [number, number, number][]) => Uint8ClampedArray.from(colours.flatMap((c) => [...c, 255]));

it('counts each channel, and what is clipped in any of them', () => {
  const grey = Array.from({ length: 4 }, () => [128, 128, 128] as [number, number, number]);
  const { channels, shadows, highlights } = histogramOf(
    pixels(...grey, [128, 100, 0], [255, 200, 0], [254, 1, 128], [255, 255, 255]),
  );
  expect(shadows).toBe(2 / 8);
  expect(highlights).toBe(2 / 8);
  // 128 is the most common: red 5 times, green 4, blue 5; the two white pixels press nothing flat.
  expect(channels.map((counts) => counts[BINS / 2])).toEqual([1, 0.8, 1]);
  expect(channels[0][BINS - 1]).toBe(3 / 5);
});

it('tells nothing of no pixels, and draws one point a bin', () => {
  expect(histogramOf(pixels())).toMatchObject({ shadows: 0, highlights: 0 });
  expect(outline([0, 0.25, 1])).toBe('M0 1L0.5 1.000L1.5 0.750L2.5 0.000L3 1Z');
});

import { inEnglish } from '@contract/in-language';
import { expect, it } from 'vitest';
import { channelPlane, type Plane } from '../../../src-main/core/image/plane';
import { matchByChance } from '../../../src-main/core/training/match-tone';
import { drawnPhoto } from '../nonlocal/noisy';

const photo = drawnPhoto(2, 96);
const planes = [0, 1, 2].map((channel) => channelPlane(photo, channel));
const toned = (gain: number, offset: number): Plane[] =>
  planes.map((plane) => ({ ...plane, data: plane.data.map((value) => gain * value + offset) }));
const distance = (a: Plane[], b: Plane[]) =>
  Math.max(...a.flatMap(({ data }, i) => [...data].map((value, j) => Math.abs(value - b[i]!.data[j]!))));

it('a small difference in exposure is matched and told', () => {
  const degraded = toned(0.96, 0.01);
  const { planes: matched, note } = matchByChance(planes, degraded);
  expect(distance(matched, degraded)).toBeLessThan(0.5 / 255);
  expect(note && inEnglish(note)).toContain('taken for chance and matched');
});

it('photos of one exposure are left as they are, without a word', () => {
  const { planes: matched, note } = matchByChance(planes, toned(1, 0));
  expect(distance(matched, planes)).toBeLessThan(0.01 / 255);
  expect(note).toBeNull();
});

it('a large difference is what went wrong: it stays, and is told', () => {
  const { planes: kept, note } = matchByChance(planes, toned(0.6, 0.25));
  expect(kept).toBe(planes);
  expect(note && inEnglish(note)).toContain('that is learned, too');
});

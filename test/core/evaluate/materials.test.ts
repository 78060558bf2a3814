import { describe, expect, test } from 'vitest';
import { protocolFor } from '@contract/evaluate';
import type { StudyRequest } from '@contract/study';
import { inEnglish } from '@contract/in-language';
import { drawChessboard } from '../../../src-main/core/degrade/chessboard';
import { chooseMaterials, pairAtNoise, pairOf, type Material } from '../../../src-main/core/evaluate/materials';
import { drawnPicture, flatPicture, largestDifference } from '../image/drawn-picture';

const request = (quick: boolean): StudyRequest => ({ study: 'noise', choices: {}, quick });
const material = (width: number, height: number): Material => ({
  name: 'photo.png',
  id: '0000002a',
  clean: drawnPicture(width, height),
  degraded: null,
});

describe('what a study learns from and measures on', () => {
  test('is drawn where nothing is given, the same for the same seed and no picture twice', () => {
    const { training, tests } = chooseMaterials(request(true), null, []);
    expect(tests).toHaveLength(2);
    expect(chooseMaterials(request(true), null, [])).toEqual({ training, tests, notes: [] });
    const ids = [training, ...tests].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(largestDifference(training.clean.data, tests[0]!.clean.data)).toBeGreaterThan(0.1);
  });

  test('are two parts of a single picture that share no pixel', () => {
    const photo = material(240, 240);
    const { training, tests, notes } = chooseMaterials(request(true), photo, []);
    expect([training.clean.width, training.clean.height]).toEqual([240, 150]);
    expect([tests[0]!.clean.width, tests[0]!.clean.height]).toEqual([160, 90]);
    expect(training.clean.data).toEqual(photo.clean.data.slice(0, 240 * 150 * 3));
    expect(inEnglish(notes[0]!)).toContain('never sees');
  });

  test('of a small picture is the picture itself, and it says so', () => {
    const { training, tests, notes } = chooseMaterials(request(false), material(150, 150), []);
    expect(tests).toEqual([training]);
    expect(inEnglish(notes[0]!)).toContain('measured on what taught it');
  });

  test('is cut to a small part for quick studies, a photo and its degraded one alike', () => {
    const clean = drawnPicture(600, 400);
    const photo = { ...material(1, 1), clean, degraded: { ...clean, data: clean.data.map((value) => value / 2) } };
    const { training } = chooseMaterials(request(true), photo, [material(300, 300)]);
    expect([training.clean.width, training.clean.height]).toEqual([256, 256]);
    expect(training.degraded!.data).toEqual(training.clean.data.map((value) => value / 2));
  });
});

describe('a pair', () => {
  test('of super resolution is a small picture and a large one that is a multiple of it', () => {
    const { clean, degraded } = pairOf(material(100, 95), protocolFor('sr'));
    expect([clean.width, clean.height, degraded.width, degraded.height]).toEqual([99, 93, 33, 31]);
  });

  test('that is a photo gets noise on top of what it has', () => {
    const flat = flatPicture(80, 80, 3, 0.5);
    const photo = { ...material(1, 1), clean: flat, degraded: flat };
    const protocol = protocolFor('custom');
    expect(largestDifference(pairAtNoise(photo, protocol, 0).degraded.data, flat.data)).toBeLessThan(1e-5);
    const { data } = pairAtNoise(photo, protocol, 10).degraded;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / data.length);
    expect((255 * deviation) / 10).toBeCloseTo(1, 1);
    expect(flat).toEqual(flatPicture(80, 80, 3, 0.5));
  });
});

test('a chessboard has fields of equal size, half of them white', () => {
  const { data, width, channels } = drawChessboard(64, 16);
  expect([width, channels]).toEqual([64, 1]);
  expect(data.reduce((sum, value) => sum + value)).toBe(64 * 32);
  expect([data[0], data[15], data[16], data[16 * 64], data[16 * 64 + 16]]).toEqual([0, 0, 1, 1, 0]);
});

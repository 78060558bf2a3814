import { expect, it } from 'vitest';
import { cameraWords, suggestModel } from '../../../src-renderer/lib/suggest-model';
import { fakeModel } from '../fakes/fake-api';

const camera = (iso?: number, lens?: string, model = 'D5') => ({
  make: 'One',
  model,
  ...(iso === undefined ? {} : { iso }),
  ...(lens === undefined ? {} : { lens }),
});
const models = [
  fakeModel('none', 'Drawn'),
  fakeModel('low', 'Low', { camera: camera(200, '50mm') }),
  fakeModel('high', 'High', { camera: camera(3200, '50mm') }),
  fakeModel('highTele', 'High tele', { camera: camera(3200, '200mm') }),
];
const suggested = (...photos: Parameters<typeof suggestModel>[1]) => suggestModel(models, photos)?.id ?? null;

it('suggests the model whose pair was taken alike: camera, then ISO, then lens', () => {
  expect(suggested(camera(3200, '200mm'))).toBe('highTele');
  expect(suggested(camera(1600, '50mm'))).toBe('high');
  expect(suggested(camera(250))).toBe('low');
  expect(suggested(camera(800))).toBeNull();
  expect(suggested(camera(3200, '50mm', 'D4'))).toBeNull();
});

it('suggests nothing for photos that say nothing, or were taken differently', () => {
  expect(suggested()).toBeNull();
  expect(suggested(undefined)).toBeNull();
  expect(suggested(camera(3200, '50mm'), undefined)).toBeNull();
  expect(suggested(camera(3200), camera(200))).toBeNull();
  expect(suggested(camera(3200, '50mm'), camera(2500, '50mm'))).toBe('high');
});

it('names the camera once', () => {
  expect(cameraWords(camera(3200, '50mm'))).toBe('One D5 · ISO 3200 · 50mm');
  expect(cameraWords({ make: 'One', model: 'One D5' })).toBe('One D5');
  expect(cameraWords({ iso: 100 })).toBe('ISO 100');
});

import { expect, it } from 'vitest';
import { inEnglish } from '@contract/in-language';
import { degradeAlike } from '../../../src-main/core/degradation/degrade-alike';
import { correlationOf, grainWidth, sheetOf } from '../../../src-main/core/degradation/grain';
import { measureDegradation, middleNoise } from '../../../src-main/core/degradation/model';
import { degradationInWords, numbersOf } from '../../../src-main/core/degradation/words';
import { blur } from '../../../src-main/core/degrade/blur';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { crop } from '../../../src-main/core/image/crop';
import { deviationAt } from '../../../src-main/core/nonlocal/noise-law';
import { createRandom } from '../../../src-main/core/random';
import { addCameraNoise, deviationOf, drawnPhoto, SHARED } from '../nonlocal/noisy';
import { throughFile } from './through-file';

const photo = drawnPhoto(1, 176);
const model = measureDegradation(addCameraNoise(photo, 2), photo);
const sheet = sheetOf(model.grain, createRandom(5), 256);

it('finds the noise of a pair again: its law by level, its grain, what the channels share', () => {
  for (const channel of [0, 1, 2])
    for (const level of [0.35, 0.6, 0.75])
      expect(deviationAt(model.noise, channel, level) / deviationOf(level)).toBeCloseTo(1, 0.7);
  // Softened by [1 2 1]/4 both ways: neighbours correlate by 4/6, those after by 1/6.
  expect(correlationOf(model.grain, 0, 0, 1, 0)).toBeCloseTo(4 / 6, 1);
  expect(Math.abs(correlationOf(model.grain, 1, 1, 0, 2) - 1 / 6)).toBeLessThan(0.08);
  expect(Math.abs(correlationOf(model.grain, 0, 2) - SHARED)).toBeLessThan(0.05);
  expect(Math.abs(grainWidth(model.grain) - (1 + 2 * (16 / 36) + 2 / 36))).toBeLessThan(0.2);
  expect(model.jpeg).toBeNull();
  expect(model.psf).toBeNull();
});

it('makes new noise of the same kind, other than the pair’s', () => {
  const again = measureDegradation(degradeAlike(model, photo, { sheet, x: 40, y: 7, gain: 1 }), photo);
  for (const level of [0.35, 0.6, 0.75])
    expect(deviationAt(again.noise, 1, level) / deviationAt(model.noise, 1, level)).toBeCloseTo(1, 0.7);
  expect(Math.abs(correlationOf(again.grain, 0, 0, 1, 0) - correlationOf(model.grain, 0, 0, 1, 0))).toBeLessThan(0.06);
  expect(Math.abs(correlationOf(again.grain, 0, 1) - correlationOf(model.grain, 0, 1))).toBeLessThan(0.06);
});

it('takes grain of the light alone for such in a JPEG, whose halved colours it does not count as noise', async () => {
  const drawn = drawDeadLeaves({ size: 256, seed: 3 });
  const random = createRandom(4);
  const deviation = 8 / 255;
  const grey = Float32Array.from({ length: drawn.data.length / 3 }, () => deviation * random.normal());
  const noisy = { ...drawn, data: drawn.data.map((value, at) => value + grey[Math.floor(at / 3)]!) };
  const read = measureDegradation(await throughFile(noisy, 80), drawn);
  expect(read.jpeg?.quality).toBeCloseTo(80, -1);
  expect(correlationOf(read.grain, 0, 1)).toBeGreaterThan(0.7);
  expect(middleNoise(read) / (255 * deviation)).toBeCloseTo(1, 0.7);
});

it('does not take the contrast that blur takes for tone', () => {
  const blurred = blur(photo, 1.6);
  const read = measureDegradation(blurred, photo);
  for (const gain of read.tone.gain) expect(Math.abs(gain - 1)).toBeLessThan(0.005);
  expect(read.psf).not.toBeNull();
});

it('says it in numbers and words, of a grey pair, too', () => {
  const numbers = numbersOf(model);
  expect(numbers).toMatchObject({ blur: null, jpeg: null });
  expect(degradationInWords(numbers).map((sentence) => inEnglish(sentence))).toEqual([
    expect.stringMatching(/^Noise of \d\.\d of 255 levels/),
    expect.stringMatching(/grains are about [12]\.\d px wide; the colours have (4[5-9]|5[0-5]) % of it in common\.$/),
  ]);
  const grey = { ...photo, channels: 1, data: photo.data.filter((_, at) => at % 3 === 1) };
  const small = { x: 0, y: 0, width: 96, height: 96 };
  const [clean, degraded] = [crop(grey, small), crop(addCameraNoise(grey, 3), small)];
  const ofGrey = numbersOf(measureDegradation(degraded, clean));
  expect(ofGrey.grain.shared).toBeNull();
  expect([numbers.curves!.noise.length, ofGrey.curves!.noise.length]).toEqual([3, 1]);
  const levels = numbers.curves!.noise[0]!.map(([level]) => level);
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  expect(numbers.curves!.psf).toBeNull();
});

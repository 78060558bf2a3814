import type { DegradationNumbers } from '@contract/degradation';
import { say, type Sentence } from '@contract/sentence';
import { LEVELS } from '../nonlocal/noise-law';
import { correlationOf, grainWidth } from './grain';
import type { DegradationModel } from './degrade-alike';
import { middleNoise } from './model';
import { psfWidths, type Psf } from './psf';

/** What a pair's model comes to in numbers, as a model's card holds it. */
export function numbersOf(model: DegradationModel): DegradationNumbers {
  const { noise, grain, jpeg, psf, channels } = model;
  const mean = (bin: number) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += noise.deviations[channel * LEVELS + bin]!;
    return hundredths((255 * sum) / channels);
  };
  const widths = psf && psfWidths(psf);
  return {
    blur: widths && {
      longer: hundredths(widths.longer),
      shorter: hundredths(widths.shorter),
      angle: Math.round(widths.angle),
    },
    noise: { dark: mean(0), middle: hundredths(middleNoise(model)), bright: mean(LEVELS - 1) },
    grain: {
      width: hundredths(grainWidth(grain)),
      shared: channels === 1 ? null : hundredths((correlationOf(grain, 0, 1) + correlationOf(grain, 1, 2)) / 2),
    },
    jpeg: jpeg && { ...jpeg },
    curves: { noise: noiseCurves(model), psf: psf && pointSpread(psf) },
  };
}

function noiseCurves({ noise, channels }: DegradationModel): [number, number][][] {
  return Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: LEVELS }, (__, bin): [number, number] => {
      const at = channel * LEVELS + bin;
      return [hundredths(255 * noise.levels[at]!), hundredths(255 * noise.deviations[at]!)];
    }),
  );
}

/** A PSF says from where a pixel gathers: a point spreads the other way round. */
const pointSpread = (psf: Psf): number[] => Array.from(psf.toReversed(), (tap) => Math.round(1e5 * tap) / 1e5);

/** The pair below this many levels of noise is said to have none. */
const TOLD_NOISE = 0.4;
/** A PSF so much longer one way than the other has a direction. */
const DIRECTED = 1.3;

/** The model in sentences: what is wrong with the degraded picture, with numbers. */
export function degradationInWords({ blur, noise, grain, jpeg }: DegradationNumbers): Sentence[] {
  return [
    ...(blur === null ? [] : [blurInWords(blur)]),
    ...(noise.middle < TOLD_NOISE ? [] : [say('degradation.noise', noise), grainInWords(grain)]),
    ...(jpeg === null ? [] : [say('degradation.jpeg', { quality: jpeg.quality, x: jpeg.x, y: jpeg.y })]),
  ];
}

const blurInWords = ({ longer, shorter, angle }: NonNullable<DegradationNumbers['blur']>) =>
  longer > DIRECTED * shorter
    ? say('degradation.blurAlong', { longer, shorter, angle })
    : say('degradation.blur', { px: (longer + shorter) / 2 });

const grainInWords = ({ width, shared }: DegradationNumbers['grain']) =>
  shared === null
    ? say('degradation.grain', { px: width })
    : say('degradation.colourGrain', { px: width, percent: 100 * shared });

const hundredths = (value: number) => Math.round(100 * value) / 100;

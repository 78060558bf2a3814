import type { Protocol } from '@contract/evaluate';
import type { Said } from '@contract/said';
import type { StudyRequest } from '@contract/study';
import { say, type Sentence } from '@contract/sentence';
import { addNoise } from '../degrade/degrade';
import { drawDeadLeaves } from '../degrade/dead-leaves';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { centredIn, wholeOf } from '../image/middle';
import type { Pair } from './lab';
import { asStored, degradeBy, croppedToScale, noiseSeed } from './protocol';

/** A clean picture of a study; with its degraded one where that is a photo and nobody knows how it came about. */
export interface Material {
  name: Said;
  /** Hexadecimal: where its noise comes from. */
  id: string;
  clean: ImageF32;
  degraded: ImageF32 | null;
}

/** The sides of pictures, in pixels: quick studies look at small parts. */
const SIDES = {
  quick: { training: 256, test: 160, drawn: 192 },
  full: { training: 512, test: 512, drawn: 512 },
} as const;
const DRAWN_TESTS = { quick: 2, full: 5 } as const;
/** Pictures with fewer rows are not divided into a part to learn from and a part to measure on. */
const DIVIDED_HEIGHT = 192;
const TRAINING_SHARE = 5 / 8;

/** Both pictures of a material by a protocol; an own degraded photo is taken as it is. */
export function pairOf(material: Material, protocol: Protocol): Pair {
  const clean = croppedToScale(material.clean, protocol.scale);
  return { clean, degraded: material.degraded ?? degradeBy(clean, protocol, noiseSeed(protocol, material.id)) };
}

/** The same at another noise: made again, or added to a photo that was degraded already. */
export function pairAtNoise(material: Material, protocol: Protocol, noise: number): Pair {
  if (!material.degraded) return pairOf(material, { ...protocol, noise });
  const copy = { ...material.degraded, data: material.degraded.data.slice() };
  return { clean: material.clean, degraded: asStored(addNoise(copy, noise, noiseSeed(protocol, material.id)), 16) };
}

/**
 * What a study learns from and measures on. Without pictures both are drawn. A single picture is divided: the upper
 * part teaches, the lower is measured on and never seen in training.
 */
export function chooseMaterials(
  request: StudyRequest,
  given: Material | null,
  tests: Material[],
): { training: Material; tests: Material[]; notes: Sentence[] } {
  const extent = request.quick ? 'quick' : 'full';
  const sides = SIDES[extent];
  if (!given) return { ...drawn(sides.drawn, DRAWN_TESTS[extent], request.choices.seed ?? 0, tests), notes: [] };
  const testParts = tests.map((test) => middleOf(test, sides.test));
  if (tests.length > 0) return { training: middleOf(given, sides.training), tests: testParts, notes: [] };
  if (given.clean.height < DIVIDED_HEIGHT) {
    const training = middleOf(given, sides.training);
    return { training, tests: [training], notes: [say('study.measuredOnItself')] };
  }
  const divided = divide(given);
  return {
    training: middleOf(divided.training, sides.training),
    tests: [middleOf(divided.test, sides.test)],
    notes: [say('study.upperAndLower')],
  };
}

function drawn(side: number, count: number, seed: number, given: Material[]) {
  const draw = (index: number, size: number): Material => ({
    name: say('study.drawn', { number: index }),
    id: (0x9e3779b1 * (index + 1) + seed).toString(16).padStart(8, '0').slice(-8),
    clean: drawDeadLeaves({ size, seed: (seed + index) >>> 0 }),
    degraded: null,
  });
  const tests = given.length > 0 ? given : Array.from({ length: count }, (_, index) => draw(index + 1, side));
  return { training: draw(0, side), tests };
}

function divide(material: Material): { training: Material; test: Material } {
  const { width, height } = material.clean;
  const above = Math.round(height * TRAINING_SHARE);
  return {
    training: part(material, { x: 0, y: 0, width, height: above }, 'study.upper'),
    test: part(material, { x: 0, y: above, width, height: height - above }, 'study.lower'),
  };
}

/** At most `side` × `side` px from the middle. */
function middleOf(material: Material, side: number): Material {
  const { clean } = material;
  if (clean.width <= side && clean.height <= side) return material;
  return part(material, centredIn(wholeOf(clean), side, side), null);
}

function part(
  material: Material,
  rect: Parameters<typeof crop>[1],
  which: 'study.upper' | 'study.lower' | null,
): Material {
  return {
    ...material,
    name: which === null ? material.name : say(which, { picture: material.name }),
    clean: crop(material.clean, rect),
    degraded: material.degraded && crop(material.degraded, rect),
  };
}

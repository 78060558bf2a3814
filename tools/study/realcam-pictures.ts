import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pair } from '../../src-main/core/evaluate/lab';
import { crop } from '../../src-main/core/image/crop';
import type { ImageF32 } from '../../src-main/core/image/image';
import { readPicture } from './pictures';

/** A folder of SCENE-N_real.jpg (one shot) and SCENE-N_mean.jpg (the mean of many of the same scene). */
export interface Group {
  name: string;
  folder: string;
  /** SCENE-N of every pair, in order. */
  pairs: string[];
}

/** The pair to learn from, where a group of this name has it; else its first. */
const TRAINING: Partial<Record<string, string>> = {
  'canon5d2-iso3200': 'toy-3',
  'canon600d-iso1600': 'toy-2',
  'nikond800-iso6400': 'stair-3',
};

const REAL = '_real.jpg';
const MEAN = '_mean.jpg';

export const realFile = ({ folder }: Group, pair: string) => join(folder, pair + REAL);

/** The groups in a folder that have pairs, in order. */
export async function groupsIn(data: string): Promise<Group[]> {
  const entries = await readdir(data, { withFileTypes: true });
  const groups = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => readGroup(name, join(data, name))),
  );
  return groups.filter(({ pairs }) => pairs.length > 0).sort((a, b) => a.name.localeCompare(b.name));
}

async function readGroup(name: string, folder: string): Promise<Group> {
  const files = new Set(await readdir(folder));
  const pairs = [...files].filter((file) => file.endsWith(REAL)).map((file) => file.slice(0, -REAL.length));
  return { name, folder, pairs: pairs.filter((pair) => files.has(pair + MEAN)).sort() };
}

const sceneOf = (pair: string) => pair.slice(0, pair.lastIndexOf('-'));

/** So many pairs to learn from: the usual one, then the first ones of other scenes. */
export function learningPairs({ name, pairs }: Group, count: number): string[] {
  const usual = TRAINING[name];
  const first = usual !== undefined && pairs.includes(usual) ? usual : pairs[0]!;
  const others = pairs.filter(
    (pair, index) =>
      sceneOf(pair) !== sceneOf(first) && pairs.findIndex((other) => sceneOf(other) === sceneOf(pair)) === index,
  );
  return [first, ...others].slice(0, count);
}

/** What is restored by what was learned from a pair: the photos of other scenes. */
export const testPairs = ({ pairs }: Group, learnFrom: string): string[] =>
  pairs.filter((pair) => sceneOf(pair) !== sceneOf(learnFrom));

export async function readPair({ folder }: Group, pair: string): Promise<Pair> {
  return {
    degraded: await readPicture(join(folder, pair + REAL)),
    clean: await readPicture(join(folder, pair + MEAN)),
  };
}

/** The middle of a pair, `side` pixels each way; all of it without a side. */
export function middleOf({ degraded, clean }: Pair, side: number | null): Pair {
  if (side === null) return { degraded, clean };
  const part = (image: ImageF32) =>
    crop(image, { x: (image.width - side) >> 1, y: (image.height - side) >> 1, width: side, height: side });
  return { degraded: part(degraded), clean: part(clean) };
}

import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { protocolFor } from '@contract/evaluate';
import { SAMPLE_SIDE, type MethodName, type PresetName, type TaskName } from '@contract/model-spec';
import { formatOfName } from '@contract/photo';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import type { Pair } from '../../../src-main/core/evaluate/lab';
import { asStored, degradeBy, noiseSeed } from '../../../src-main/core/evaluate/protocol';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { hardCase } from '../hard-case';
import { pixelsId, readPicture } from '../pictures';
import type { CaseName } from './about';
import { apartPair, burstPairOf, soundPair, type Degrade } from './seen-apart';

/** Pairs of one's own that are drawn or degraded here, so that what should come out is known. */

export interface System {
  task: TaskName;
  method: MethodName;
  preset: PresetName;
}

interface Learned {
  from: string;
  pair: () => Promise<Pair>;
}

export interface Case {
  /** PSNR and SSIM on luminance, or PSNR over R, G and B alike. */
  on: 'luminance' | 'colours';
  learned: (data: string) => Learned[];
  systems: System[];
  sets: string[];
  degrade: Degrade;
  /** CBM3D is given the noise that was added. */
  cbm3d?: number;
}

const deblur = protocolFor('deblur');
const denoise = protocolFor('denoise');
/** As a file of 8 bits holds it. */
const stored = (picture: ImageF32) => asStored(picture, 8);
const blurred = (clean: ImageF32, role: 'test' | 'training') =>
  Promise.resolve(degradeBy(clean, deblur, noiseSeed(deblur, pixelsId(clean), role)));
const noisy = (clean: ImageF32, role: 'test' | 'training') =>
  Promise.resolve(stored(degradeBy(clean, denoise, noiseSeed(denoise, pixelsId(clean), role))));
const moved = async (clean: ImageF32) => readPicture(await hardCase(clean, noiseSeed(denoise, pixelsId(clean))));

const drawn = () => stored(drawDeadLeaves({ size: SAMPLE_SIDE, seed: 0 }));
const fromDrawn = (degrade: Degrade) => (): Learned[] => [
  {
    from: 'drawn',
    pair: async () => {
      const clean = drawn();
      return { clean, degraded: await degrade(clean, 'training') };
    },
  },
];
/** The pair as it should be, and as it came. */
const fromBoth = (sound: string, other: string, degrade: Degrade, otherPair: typeof apartPair) => (): Learned[] => [
  { from: sound, pair: () => soundPair(degrade) },
  { from: other, pair: () => otherPair(degrade) },
];

const custom = (method: MethodName, preset: PresetName): System => ({ task: 'custom', method, preset });

export const CASES: Record<CaseName, Case> = {
  photos: {
    on: 'luminance',
    learned: (data) =>
      ['lena', 'peppers', 'boats'].map((from) => ({
        from,
        pair: async () => {
          const clean = await readPicture(join(data, 'train', `${from}.png`));
          return { clean, degraded: await blurred(clean, 'training') };
        },
      })),
    systems: [custom('unet-gan', 'fast'), custom('unet-gan', 'best')],
    sets: ['set11'],
    degrade: blurred,
  },
  motion: {
    on: 'luminance',
    learned: fromDrawn(moved),
    systems: [custom('linear', 'best'), custom('unet-gan', 'fast'), custom('unet-gan', 'best')],
    sets: ['set11', 'bsd'],
    degrade: moved,
  },
  noise: {
    on: 'colours',
    learned: fromDrawn(noisy),
    systems: [
      { task: 'denoise', method: 'unet-gan', preset: 'fast' },
      { task: 'denoise', method: 'non-local', preset: 'best' },
    ],
    sets: ['set11', 'bsd'],
    degrade: noisy,
    cbm3d: denoise.noise,
  },
  apart: {
    on: 'colours',
    learned: fromBoth('sound', 'apart', noisy, apartPair),
    systems: [custom('non-local', 'fast')],
    sets: ['set11'],
    degrade: noisy,
  },
  'apart soft': {
    on: 'luminance',
    learned: fromBoth('sound', 'apart', blurred, apartPair),
    systems: [custom('unet-gan', 'fast')],
    sets: ['set11'],
    degrade: blurred,
  },
  burst: {
    on: 'colours',
    learned: fromBoth('true', 'burst', noisy, burstPairOf),
    systems: [custom('non-local', 'fast')],
    sets: ['set11'],
    degrade: noisy,
  },
};

/** The clean pictures of a set, in order. */
export async function picturesOf(folder: string, most: number): Promise<{ name: string; clean: ImageF32 }[]> {
  const names = (await readdir(folder)).filter((name) => formatOfName(name) !== null).toSorted();
  return Promise.all(
    names
      .slice(0, most)
      .map(async (name) => ({ name: parse(name).name, clean: await readPicture(join(folder, name)) })),
  );
}

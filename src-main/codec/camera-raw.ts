import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { say } from '@contract/sentence';
import { wholePhoto } from '../disk/read-file';
import { inDecoderThread, MOST_BYTES } from './decoder-thread';
import THREAD from './camera-raw-thread.cjs?raw';
import { greyProfile, rgbProfile } from './matrix-profile';

/** What the thread is given. `settings` null: only what the file says of itself is wanted. */
export interface RawOrder {
  library: string;
  module: WebAssembly.Module;
  bytes: Uint8Array;
  settings: typeof DEVELOPING | null;
}

/** What LibRaw finds in a raw file's header. Sizes are of the picture before its pixels are made square, upright. */
export interface RawFacts {
  width: number;
  height: number;
  /** Width of a pixel through its height, before it is turned upright. */
  pixel_aspect: number;
  /** 4 and more: turned by a quarter. */
  flip: number;
  /** How the sensor's filters lie; 0: it has a sample of each colour everywhere. */
  filters: number;
  color_data: { rgb_cam: number[][] };
  camera_make: string;
  camera_model: string;
  iso_speed: number;
  /** 1 for a sensor without colour filters. */
  colors: number;
  lens: { Lens: string };
}

/** The size of the developed picture: sensors with oblong pixels are stretched along one side. */
export function developedSize({ width, height, pixel_aspect: aspect, flip }: RawFacts): {
  width: number;
  height: number;
} {
  if (!(aspect > 0) || aspect === 1) return { width, height };
  const isWider = aspect > 1 === flip < 4;
  const stretch = (side: number) => Math.floor(side * Math.max(aspect, 1 / aspect) + 0.5);
  return isWider ? { width: stretch(width), height } : { width, height: stretch(height) };
}

/** Whether LibRaw knows no colours of the camera: it takes those of the sensor's filters for sRGB's. */
export const hasUnknownColours = ({ colors, filters, color_data: { rgb_cam } }: RawFacts): boolean =>
  colors === 3 &&
  filters !== 0 &&
  rgb_cam.every((row, channel) => row.slice(0, 3).every((part, colour) => part === (channel === colour ? 1 : 0)));

/** A developed raw file: rows of 16-bit samples in ProPhoto RGB, or grey. */
export interface DevelopedRaw {
  data: Uint16Array;
  width: number;
  height: number;
  colors: number;
  /** What LibRaw could not read. */
  complaints: string[];
}

/** Linear light is the 1.8th power of a sample. */
const GAMMA = 1.8;

/**
 * How every raw file is developed: the camera's white balance, its colours in ProPhoto RGB, AHD, 16 bits, no brightening
 * by what the picture shows, so that the photos of a series stay alike.
 */
const DEVELOPING = {
  useCameraWb: true,
  noAutoBright: true,
  outputColor: 4,
  outputBps: 16,
  userQual: 3,
  gamm: [1 / GAMMA, 0, 0, 0, 0, 0],
};

const PROPHOTO = rgbProfile({
  name: 'ProPhoto RGB',
  white: [0.3457, 0.3585],
  red: [0.7347, 0.2653],
  green: [0.1596, 0.8404],
  blue: [0.0366, 0.0001],
  light: GAMMA,
});
const GREY = greyProfile('Grey, gamma 1.8', GAMMA);

/** The profile of what `developRaw` answers. */
export const profileOfRaw = ({ colors }: Pick<RawFacts, 'colors'>): Uint8Array => (colors === 1 ? GREY : PROPHOTO);

/** A raw file's header. Throws AppError where it is none that LibRaw knows. */
export async function rawFacts(path: string): Promise<RawFacts> {
  return (await inThread(path, null)).facts;
}

/** Develops a raw file. Throws AppError for what LibRaw cannot read, and for one that comes to no end. */
export async function developRaw(path: string): Promise<DevelopedRaw> {
  const { picture } = await inThread(path, DEVELOPING);
  return picture!;
}

export interface RawAnswer {
  facts: RawFacts;
  picture?: DevelopedRaw;
}

function inThread(path: string, settings: RawOrder['settings']): Promise<RawAnswer> {
  const file = basename(path);
  const order = async (): Promise<RawOrder> => ({
    ...(await librawParts()),
    bytes: await wholePhoto(path, MOST_BYTES),
    settings,
  });
  return inDecoderThread<RawAnswer>({
    ...{ text: THREAD, order, file },
    unknown: say('photo.rawUnknown', { file }),
    unread: say('photo.rawUnread', { file }),
    noEnd: say('photo.rawNoEnd', { file }),
  });
}

/** In LibRaw's `parse_ciff`: the length of a name less 63, `i32.add`, `i64.extend_i32_u`. */
const STEP = Buffer.from('1074220320186aad420020031b', 'hex');
const I64_EXTEND_I32_S = 0xac;

/**
 * LibRaw 0.22 steps back from the maker's name to the camera's in a CRW by a difference of unsigned numbers, which where
 * they have 32 bits is four gigabytes forward: no PowerShot's name is found, and so neither its colours nor its white. The
 * one step is made signed. Another build of LibRaw stays as it is.
 */
function steppingBack(library: Buffer): Buffer {
  const at = library.indexOf(STEP);
  if (at >= 0) library[at + STEP.indexOf(0xad)] = I64_EXTEND_I32_S;
  return library;
}

let parts: Promise<Pick<RawOrder, 'library' | 'module'>> | null = null;

/** LibRaw itself, compiled once a process. */
function librawParts(): Promise<Pick<RawOrder, 'library' | 'module'>> {
  parts ??= (async () => {
    const folder = dirname(fileURLToPath(import.meta.resolve('libraw-wasm')));
    const module = await WebAssembly.compile(steppingBack(await readFile(join(folder, 'libraw.wasm'))));
    return { library: pathToFileURL(join(folder, 'libraw.js')).href, module };
  })();
  return parts;
}

import { stat } from 'node:fs/promises';
import { KeptFiles } from '../disk/kept-files';
import { sessionScratch } from '../disk/session-scratch';
import { basename } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { developRaw } from './camera-raw';
import { developedOutside, developerChosen } from './outside-developer';
import { decodeHeic } from './heic';
import { decodeJxl } from './jpeg-xl';
import { orderedPng } from './ordered-png';
import { writePlainTiff, type PlainPixels } from './plain-tiff';
import type { ProbedPhoto } from './probe';

interface StandIn {
  path: string;
  bytes: number;
  /** Whether the decoder read all of the photo. */
  isWhole: boolean;
}

/** Of the photos used last: seven of 48 megapixels. */
const standIns = new KeptFiles<StandIn>(2 ** 30, ({ bytes }) => bytes);

const isStoodIn = (format: string): format is keyof typeof DECODERS => format in DECODERS;

/**
 * The file that sharp decodes for a photo: the photo itself; for a PNG see `orderedPng`, for a HEIC, a JPEG XL and a camera's raw file a plain TIFF of the
 * same pixels and profile, kept in the scratch folder as long as it is among the last that were asked for.
 */
export async function decodable(path: string, probed: ProbedPhoto): Promise<string> {
  if (probed.info.format === 'png') return orderedPng(path);
  if (!isStoodIn(probed.info.format)) return path;
  const developer = developerChosen();
  if (probed.info.format === 'raw' && developer !== 'libraw') return developedOutside(path, developer);
  return (await standIns.of(path, () => make(path, probed))).path;
}

/** Whether LibRaw read all of a raw file. */
export async function isDevelopedWhole(path: string, probed: ProbedPhoto): Promise<boolean> {
  return developerChosen() !== 'libraw' || (await standIns.of(path, () => make(path, probed))).isWhole;
}

async function make(path: string, probed: ProbedPhoto): Promise<StandIn> {
  const { pixels, isWhole } = await DECODERS[probed.info.format as keyof typeof DECODERS](path, probed);
  const scratch = await sessionScratch();
  const file = scratch.path('decoded', '.tif');
  try {
    await writePlainTiff(file, pixels, probed.metadata.icc);
  } catch (error) {
    await scratch.remove(file).catch(() => undefined);
    throw error;
  }
  return { path: file, bytes: (await stat(file)).size, isWhole };
}

interface Decoded {
  pixels: PlainPixels;
  isWhole: boolean;
}

const DECODERS = {
  heic: async (path: string, probed: ProbedPhoto) => ({ pixels: await decodeHeic(path, probed), isWhole: true }),
  jxl: fromJxl,
  raw: developed,
};

async function fromJxl(path: string, { info }: ProbedPhoto): Promise<Decoded> {
  const { width, height, depth } = info;
  const channels = (info.channels + (info.hasAlpha ? 1 : 0)) as PlainPixels['channels'];
  const data = await decodeJxl(path);
  if (data.length !== (width * height * channels * depth) / 8)
    throw new AppError('bad-input', say('photo.changed', { file: basename(path) }), info.name);
  return {
    pixels: { data, width, height, channels, pitch: (width * channels * depth) / 8, bits: depth },
    isWhole: true,
  };
}

async function developed(path: string, { info }: ProbedPhoto): Promise<Decoded> {
  const { data, width, height, complaints } = await developRaw(path);
  // Sensors that lie on their corner come out larger than their header says.
  if (width !== info.width || height !== info.height)
    throw new AppError('bad-input', say('photo.rawUnknown', { file: basename(path) }), info.name);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const { channels } = info;
  return {
    pixels: { data: bytes, width, height, channels, pitch: 2 * width * channels, bits: 16 },
    isWhole: complaints.length === 0,
  };
}

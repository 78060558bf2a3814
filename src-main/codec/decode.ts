import { open, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import sharp, { type SharpOptions } from 'sharp';
import { writeFully } from '../disk/atomic-write';
import { writeFailure } from '../disk/disk-error';
import { atPage, openOptions, photoFailure, probe, requireOnePicture, type ProbedPhoto } from './probe';
import { refuseDamage } from './damage';
import { coverHidden, dividedByAlpha, hidesColours } from './hidden-colours';
import { asBytes, asSamples, colourspace, spreadBits, type Samples } from './samples';
import { decodable } from './stand-in';

/** A colour profile to convert to: the file that holds it, or sRGB. */
export type Profile = 'srgb' | `${string}.icc`;

/**
 * Decodes a photo into a raw file: upright, values as encoded (without `profile` no colour conversion; with it 16 bits), alpha dropped (what it hides gets
 * the colours nearby), grey stays one channel, 8 or 16 bits as stored (AVIF's 10 and 12 bits spread over 16). Throws
 * AppError for what cannot be read, for damage that decoders hide unless `damaged` allows it, and for a stack unless it is
 * said which of its pages are wanted.
 */
export async function decodePhoto(
  path: string,
  scratchPath: string,
  { damaged, pages, profile }: { damaged?: boolean | undefined; pages?: 'all' | 'first'; profile?: Profile } = {},
): Promise<RawPicture> {
  const probed = await probe(path);
  if (pages === undefined) requireOnePicture(probed);
  if (damaged !== true) await refuseDamage(path, probed);
  const { width, height, channels } = probed.info;
  const depth = profile === undefined ? probed.info.depth : 16;
  const wanted = pages === 'all' ? probed.stack : [probed.page];
  const pageBytes = (width * height * channels * depth) / 8;
  const file = await open(scratchPath, 'w').catch((error: unknown) => {
    throw writeFailure(error, scratchPath);
  });
  try {
    for (const page of wanted) {
      const samples = await decodeVisible(
        path,
        atPage(probed, page),
        damaged === true ? { failOn: 'none' } : {},
        profile,
      );
      // Scratch needs no durability: after a power cut nobody asks for it.
      await writeFully(file, asBytes(samples)).catch((error: unknown) => {
        throw writeFailure(error, scratchPath, wanted.length * pageBytes);
      });
    }
  } catch (error) {
    await rm(scratchPath, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  const raw = { path: scratchPath, width, height, channels, depth };
  return wanted.length > 1 ? { ...raw, pages: wanted.length } : raw;
}

async function decodeVisible(
  path: string,
  probed: ProbedPhoto,
  more: SharpOptions,
  profile?: Profile,
): Promise<Samples> {
  const { width, channels } = probed.info;
  const samples = await decodeColours(path, probed, more, profile);
  const alpha = await decodeAlpha(path, probed, probed.info);
  if (alpha !== null && hidesColours(probed)) coverHidden(samples, alpha, width, channels);
  return samples;
}

/** A photo's colours as stored, those of fully transparent pixels too. */
export async function decodeColours(
  path: string,
  probed: ProbedPhoto,
  more: SharpOptions = {},
  profile?: Profile,
): Promise<Samples> {
  const { info, metadata } = probed;
  const { channels } = info;
  const depth = profile === undefined ? info.depth : 16;
  const options = { ...openOptions(probed), ...more, ignoreIcc: profile === undefined };
  const image = sharp(await decodable(path, probed), options)
    .pipelineColourspace(colourspace(channels, depth))
    .removeAlpha()
    .toColourspace(colourspace(channels, depth));
  const { data, info: got } = await (profile === undefined ? image : image.withIccProfile(profile, { attach: false }))
    .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw photoFailure(error, info.name);
    });
  if (got.width !== info.width || got.height !== info.height || got.channels !== channels) {
    throw new AppError('bad-input', say('photo.changed', { file: basename(path) }), info.name);
  }
  const samples = asSamples(data, depth);
  const bits = avifBits(info.format, metadata.bitsPerSample);
  if (samples instanceof Uint16Array && bits !== null) spreadBits(samples, bits);
  const alpha = probed.isPremultiplied === true ? await decodeAlpha(path, probed, info) : null;
  if (alpha !== null) dividedByAlpha(samples, alpha, channels);
  return samples;
}

/** AVIF's own bit depth where it is more than 8, else null. */
export function avifBits(format: string | undefined, bitsPerSample: number | undefined): 10 | 12 | null {
  if (format !== 'avif') return null;
  return bitsPerSample === 10 || bitsPerSample === 12 ? bitsPerSample : null;
}

/** A photo's alpha channel at a size, [height, width], in the photo's depth; null where it has none. */
export async function decodeAlpha(
  path: string,
  probed: ProbedPhoto,
  size: { width: number; height: number },
): Promise<Samples | null> {
  const { info, metadata } = probed;
  if (!info.hasAlpha) return null;
  const deep = info.depth === 16;
  let image = sharp(await decodable(path, probed), openOptions(probed))
    .pipelineColourspace(colourspace(3, info.depth))
    .extractChannel('alpha');
  if (size.width !== info.width || size.height !== info.height) {
    image = image.resize(size.width, size.height, { fit: 'fill' });
  }
  const data = await image
    // One channel called 'rgb16' passes unchanged; as 'grey16' it would go through a float conversion.
    .toColourspace(deep ? 'rgb16' : 'b-w')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer()
    .catch((error: unknown) => {
      throw photoFailure(error, info.name);
    });
  const samples = asSamples(data, info.depth);
  const bits = avifBits(info.format, metadata.bitsPerSample);
  if (samples instanceof Uint16Array && bits !== null) spreadBits(samples, bits);
  return samples;
}

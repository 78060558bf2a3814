import { say } from '@contract/sentence';
import { basename } from 'node:path';
import { AppError } from '@contract/result';
import type { Failure, Libheif, Plane } from 'libheif-js/libheif-wasm/libheif-bundle.js';
import { wholePhoto } from '../disk/read-file';
import { onDecoderTurn } from './decoder-thread';
import type { PlainPixels } from './plain-tiff';
import { photoFailure, type ProbedPhoto } from './probe';

/** Ten times what the largest phones write. */
const MOST_HEIC_BYTES = 300e6;

/**
 * Decodes the primary picture of a HEIC, which sharp cannot. The pixels lie in libheif's own memory until they are let
 * go. Each photo gets an instance of its own: memory of one never shrinks, and one that failed is not asked again.
 */
export const decodeHeic = (path: string, { info }: ProbedPhoto): Promise<PlainPixels> =>
  onDecoderTurn(() => decoded(path, info));

async function decoded(path: string, info: ProbedPhoto['info']): Promise<PlainPixels> {
  const bytes = await wholePhoto(path, MOST_HEIC_BYTES);
  const { default: instance } = await import('libheif-js/libheif-wasm/libheif-bundle.js');
  const quiet = () => undefined;
  try {
    const plane = primaryPlane(instance({ print: quiet, printErr: quiet }), bytes, info);
    const { data, width, height, stride, bits_per_pixel: bits } = plane;
    if (width !== info.width || height !== info.height) throw new Error('the header tells of another picture');
    return { data, width, height, channels: info.hasAlpha ? 4 : 3, pitch: stride, bits };
  } catch (error) {
    throw heicFailure(error, basename(path), info.width * info.height);
  }
}

function primaryPlane(heif: Libheif, bytes: Uint8Array, { depth, hasAlpha }: ProbedPhoto['info']): Plane {
  const context = heif.heif_context_alloc();
  const read = heif.heif_context_read_from_memory(context, bytes);
  if (read.code !== heif.heif_error_code.heif_error_Ok) throw new Error(read.message);
  const layout = depth === 16 ? (hasAlpha ? 'RRGGBBAA_LE' : 'RRGGBB_LE') : hasAlpha ? 'RGBA' : 'RGB';
  const { heif_colorspace_RGB: rgb } = heif.heif_colorspace;
  const image = must(heif.heif_js_context_get_primary_image_handle(context));
  const decoded = must(heif.heif_js_decode_image2(image, rgb, heif.heif_chroma[`heif_chroma_interleaved_${layout}`]));
  // With transparency a plane of nothing may come first.
  const plane = decoded.channels.find(({ id }) => id === heif.heif_channel.heif_channel_interleaved);
  if (plane === undefined) throw new Error('no picture');
  return plane;
}

function must<T extends object>(answer: T | Failure): T {
  if ('code' in answer) throw new Error(answer.message);
  return answer;
}

/** Above this, libheif may refuse to take the memory. */
const LARGE_PIXELS = 100e6;

function heicFailure(error: unknown, name: string, pixels: number): unknown {
  if (pixels > LARGE_PIXELS && /memory|security limit/i.test(String(error))) {
    return new AppError('bad-input', say('photo.heicTooLarge', { file: name }), name);
  }
  return photoFailure(error, name);
}

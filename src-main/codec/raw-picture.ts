import { open, writeFile, type FileHandle } from 'node:fs/promises';
import type { Rect } from '@contract/model-spec';
import type { RawPicture } from '@contract/photo';
import { AppError, fault } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32, PixelSink, PixelSource } from '../core/image/image';
import { writeFully } from '../disk/atomic-write';
import { asBytes, asSamples, type Samples } from './samples';
import { readFailure, writeFailure } from '../disk/disk-error';
import { readAt, withRegularFile } from '../disk/read-file';

/** Raw pictures in the scratch folder, read and written piece by piece; samples are floats in [0,1] on this side. */

/** Bytes that are read at once for a rectangle. */
const BAND_BYTES = 4 * 2 ** 20;

const samplesOf = ({ width, height, channels }: RawPicture): number => width * height * channels;
const rowBytes = ({ width, channels, depth }: RawPicture): number => (width * channels * depth) / 8;
const pageBytes = (raw: RawPicture): number => rowBytes(raw) * raw.height;

/** All samples of a page as stored. Throws AppError 'internal' when the file is not of its size. */
export async function readRawSamples(raw: RawPicture, page = 0): Promise<Samples> {
  return withRegularFile(raw.path, async (file, size) => {
    checkSize(raw, size);
    return asSamples(await readAt(file, page * pageBytes(raw), pageBytes(raw)), raw.depth);
  });
}

function checkSize(raw: RawPicture, size: number): void {
  const expected = pageBytes(raw) * (raw.pages ?? 1);
  if (size !== expected) {
    throw new AppError('internal', say('photo.decodedBytes', { bytes: size, expected }));
  }
}

/** The whole picture as floats, [height, width, channels] in [0,1]. */
export async function readRaw(raw: RawPicture): Promise<ImageF32> {
  const samples = await readRawSamples(raw);
  const data = new Float32Array(samples.length);
  toFloats(samples, data, raw.depth);
  return { data, width: raw.width, height: raw.height, channels: raw.channels };
}

function toFloats(samples: Samples, into: Float32Array, depth: 8 | 16): void {
  const top = 2 ** depth - 1;
  for (let i = 0; i < samples.length; i += 1) into[i] = samples[i]! / top;
}

/** Opens a page of a raw picture for reading by rectangles. Close it after use. */
export async function openRawSource(raw: RawPicture, page = 0): Promise<PixelSource & { close(): Promise<void> }> {
  const file = await open(raw.path, 'r').catch((error: unknown) => {
    throw readFailure(error, raw.path);
  });
  const { size } = await file.stat();
  try {
    checkSize(raw, size);
  } catch (error) {
    await file.close();
    throw error;
  }
  const { width, height, channels } = raw;
  return { width, height, channels, read: (rect) => readRect(file, raw, rect, page), close: () => file.close() };
}

async function readRect(file: FileHandle, raw: RawPicture, rect: Rect, page: number): Promise<ImageF32> {
  const { x, y, width, height } = rect;
  if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > raw.width || y + height > raw.height) {
    const asked = `${width}×${height} at ${x},${y}`;
    throw fault(`A tile of ${asked} lies outside a picture of ${raw.width}×${raw.height}.`);
  }
  const { channels, depth } = raw;
  const data = new Float32Array(width * height * channels);
  const pitch = rowBytes(raw);
  const start = page * pageBytes(raw) + (x * channels * depth) / 8;
  const length = (width * channels * depth) / 8;
  const rowsAtOnce = Math.max(1, Math.floor(BAND_BYTES / pitch));
  for (let row = 0; row < height; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - row);
    // One read from the first wanted sample to the last: few long reads beat many short ones.
    const band = await readAt(file, (y + row) * pitch + start, (rows - 1) * pitch + length);
    for (let i = 0; i < rows; i += 1) {
      const samples = asSamples(band.subarray(i * pitch, i * pitch + length), depth);
      toFloats(samples, data.subarray((row + i) * width * channels), depth);
    }
  }
  return { data, width, height, channels };
}

/** Sinks that round rows into a raw file, once. `close` must be called in any case. */
export interface RawSink {
  raw: RawPicture;
  /** Of the first page. */
  sink: PixelSink;
  page(index: number): PixelSink;
  close(): Promise<void>;
}

/** Creates a raw picture at `path` that is filled by bands of rows. Values are clamped to [0,1] and rounded. */
export async function createRawSink(path: string, size: Omit<RawPicture, 'path'>): Promise<RawSink> {
  const raw: RawPicture = { path, ...size };
  const file = await open(path, 'w').catch((error: unknown) => {
    throw writeFailure(error, path);
  });
  const page = (index: number): PixelSink => ({
    writeRows: (firstRow, rows) => writeRows(file, raw, firstRow, rows, index),
  });
  return {
    raw,
    sink: page(0),
    page,
    close: () => file.close(),
  };
}

async function writeRows(
  file: FileHandle,
  raw: RawPicture,
  firstRow: number,
  rows: ImageF32,
  page: number,
): Promise<void> {
  if (rows.width !== raw.width || rows.channels !== raw.channels || firstRow + rows.height > raw.height) {
    const got = `${rows.width}×${rows.height}×${rows.channels} at row ${firstRow}`;
    throw fault(`Rows of ${got} do not fit ${raw.width}×${raw.height}×${raw.channels}.`);
  }
  const bytes = asBytes(toSamples(rows.data, raw.depth));
  try {
    await writeFully(file, bytes, page * pageBytes(raw) + firstRow * rowBytes(raw));
  } catch (error) {
    throw writeFailure(error, raw.path, samplesOf(raw) * (raw.depth / 8));
  }
}

/** Rounds floats to samples. Throws AppError 'internal' for NaN, which must never become a black pixel. */
function toSamples(data: Float32Array, depth: 8 | 16): Samples {
  const top = 2 ** depth - 1;
  const samples = depth === 8 ? new Uint8Array(data.length) : new Uint16Array(data.length);
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value > 0) samples[i] = value >= 1 ? top : Math.floor(value * top + 0.5);
    else if (Number.isNaN(value)) throw new AppError('internal', say('save.notANumber'));
  }
  return samples;
}

/** Writes a whole picture as a raw file of 8 or 16 bits. */
export async function writeRaw(path: string, image: ImageF32, depth: 8 | 16): Promise<RawPicture> {
  const { width, height, channels } = image;
  if (channels !== 1 && channels !== 3) throw new AppError('internal', say('photo.cannotHaveChannels', { channels }));
  const bytes = asBytes(toSamples(image.data, depth));
  await writeFile(path, bytes).catch((error: unknown) => {
    throw writeFailure(error, path, bytes.length);
  });
  return { path, width, height, channels, depth };
}

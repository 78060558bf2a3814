import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { noise } from './fixtures';

export * from './fixtures';

/** A temporary folder that is gone after the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-files-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes samples as a raw picture. */
export async function rawPicture(
  path: string,
  size: Omit<RawPicture, 'path'>,
  samples = noise(size.width * size.height * size.channels, size.depth),
): Promise<{ raw: RawPicture; samples: Uint8Array | Uint16Array }> {
  await writeFile(path, new Uint8Array(samples.buffer));
  return { raw: { path, ...size }, samples };
}

/** A sharp pipeline from samples; 1–4 channels, the depth is that of the array. */
export function picture(samples: Uint8Array | Uint16Array, width: number, height: number, channels: 1 | 2 | 3 | 4) {
  const deep = samples instanceof Uint16Array;
  const space = channels < 3 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
  return sharp(samples, { raw: { width, height, channels } }).toColourspace(space);
}

/** The AppError that a promise ends in. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof AppError)) throw new Error(`expected an AppError, got ${String(outcome)}`);
  return outcome;
}

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, extname, join, parse } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UPLOAD_LIMIT_BYTES } from '@contract/photo';
import { AppError } from '@contract/result';
import { safeName } from '@contract/safe-name';
import { say } from '@contract/sentence';

/**
 * Streams `body` to a new file and returns its path. Every upload has a folder of its own in `folder`, so that the file
 * can be called after the user's: results and sentences name it. Nothing stays behind when it fails.
 */
export async function receiveUpload(
  body: Readable,
  name: string,
  folder: string,
  limitBytes = UPLOAD_LIMIT_BYTES,
): Promise<string> {
  const path = join(folder, randomUUID(), safeName(parse(name).name) + safeExtension(name));
  const counter = countBytes(name, limitBytes);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(body, counter.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    if (counter.bytes() === 0) throw new AppError('bad-input', say('upload.empty', { file: name }), name);
    return path;
  } catch (error) {
    await rm(dirname(path), { recursive: true, force: true }).catch(() => undefined); // the first error is the one to tell
    throw uploadError(error, name);
  }
}

/** The last part of the name the page sent (percent-encoded), free of control characters, or null where it is no name. */
export function uploadName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  try {
    const last = decodeURIComponent(header).split(/[/\\]/).at(-1) ?? '';
    // eslint-disable-next-line no-control-regex -- they are what must go
    const name = last.replace(/[\u0000-\u001f\u007f]/g, '').trim();
    return name === '' || name === '.' || name === '..' ? null : name.slice(0, 255);
  } catch {
    return null;
  }
}

const safeExtension = (name: string): string => /^\.[a-z0-9]{1,8}$/i.exec(extname(name))?.[0] ?? '';

function countBytes(name: string, limitBytes: number): { stream: Transform; bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) done(tooLarge(name, limitBytes));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

export function tooLarge(name: string, limitBytes: number): AppError {
  const megabytes = Math.floor(limitBytes / 2 ** 20);
  return new AppError('bad-input', say('upload.tooLarge', { file: name, mb: megabytes }), name);
}

function uploadError(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk', say('upload.noRoom', { file: name }), name);
  }
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    return new AppError('cancelled', say('upload.notWhole', { file: name }), name);
  }
  return new AppError('disk', say('upload.notStored', { file: name, why: String(code) || 'unknown reason' }), name);
}

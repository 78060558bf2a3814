import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import type { PhotoRef } from '@contract/photo';
import { AppError, type Result } from '@contract/result';
import { safeName } from '@contract/safe-name';
import { say } from '@contract/sentence';
import type { Host } from '../host/host';

/** A picture from the clipboard is larger than any other message; a 16-bit one of 30 megapixels still fits. */
export const PASTE_LIMIT_BYTES = 256 * 2 ** 20;

/** Keeps a picture that was pasted, which no file holds yet, among the session's own files. */
export async function registerPasted(
  host: Pick<Host, 'registerPhoto' | 'scratchFolder'>,
  argument: unknown,
): Promise<Result<PhotoRef>> {
  const { name, bytes } = readPaste(argument);
  const folder = join(await host.scratchFolder(), 'pasted', randomUUID());
  const path = join(folder, safeName(parse(name).name) + (/^\.[a-z0-9]{1,8}$/i.exec(extname(name))?.[0] ?? ''));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
  return { ok: true, value: host.registerPhoto(path) };
}

function readPaste(argument: unknown): { name: string; bytes: Uint8Array } {
  if (typeof argument === 'object' && argument !== null && 'name' in argument && 'bytes' in argument) {
    const { name, bytes } = argument;
    if (typeof name === 'string' && name.length <= 255 && bytes instanceof Uint8Array && bytes.byteLength > 0)
      return { name, bytes };
  }
  throw new AppError('bad-input', say('upload.pastedNoPicture'));
}

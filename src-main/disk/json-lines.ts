import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder, writeFully } from './atomic-write';
import { writeFailure } from './disk-error';
import { openOwnFile } from './own-files';

/** Values by key in a file to which lines of JSON are only ever added: what was done stays, whatever happens. */
export interface JsonLines {
  get(key: string): unknown;
  all(): Record<string, unknown>;
  /** On the disk when it resolves. Throws AppError 'disk'. */
  put(key: string, value: unknown): Promise<void>;
}

/** More than any evaluation writes. */
const MOST_BYTES = 2 ** 28;

/** Opens the file, which is created with the first value. A torn last line, and any other that is no JSON, is skipped. Throws AppError. */
export async function openJsonLines(path: string): Promise<JsonLines> {
  const file = await openOwnFile(path, 'read', MOST_BYTES);
  const text = file === null ? '' : await wholeText(file);
  const values = new Map<string, unknown>(text.split('\n').flatMap(parseLine));
  let torn = text !== '' && !text.endsWith('\n');
  return {
    get: (key) => values.get(key),
    all: () => Object.fromEntries(values),
    async put(key, value) {
      await makeFolder(dirname(path));
      const bytes = Buffer.from(`${torn ? '\n' : ''}${JSON.stringify([key, value])}\n`);
      await append(path, bytes);
      torn = false;
      values.set(key, value);
    },
  };
}

async function wholeText(file: FileHandle): Promise<string> {
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parseLine(line: string): [string, unknown][] {
  try {
    const entry: unknown = JSON.parse(line);
    return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' ? [[entry[0], entry[1]]] : [];
  } catch {
    return [];
  }
}

async function append(path: string, bytes: Uint8Array): Promise<void> {
  const file = await openOwnFile(path, 'append', MOST_BYTES);
  try {
    await writeFully(file, bytes);
    await file.sync();
  } catch (error) {
    throw writeFailure(error, path, bytes.length);
  } finally {
    await file.close();
  }
}

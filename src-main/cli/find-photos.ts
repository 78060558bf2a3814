import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOfName } from '@contract/photo';
import { AppError } from '@contract/result';

/** The photos that the words of a command name: files as they are, folders by what they hold. Each path once, in order. */
export async function findPhotos(inputs: string[], recursive: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const input of inputs) {
    const facts = await stat(input).catch(() => null);
    if (!facts) throw new AppError('not-found', `There is no photo or folder ${input}.`);
    if (facts.isDirectory()) found.push(...(await photosOf(input, recursive)));
    else found.push(input);
  }
  if (found.length === 0) throw new AppError('bad-input', 'There is no JPEG, PNG, TIFF, WebP or AVIF photo in there.');
  return [...new Set(found)];
}

async function photosOf(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile() && formatOfName(entry.name) !== null) found.push(path);
    if (entry.isDirectory() && recursive) found.push(...(await photosOf(path, true)));
  }
  return found;
}

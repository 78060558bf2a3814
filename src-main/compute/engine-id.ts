import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The built program that trains, restores and measures. */
const PROGRAM = 'compute.js';

let known: string | undefined;

/**
 * The hash of the program that computes, with every file that it imports: results are kept under it, so that none outlives
 * a change to what made it. The first 12 hexadecimal digits.
 */
export function engineId(): string {
  known ??= hashProgram(besideProgram(PROGRAM));
  return known;
}

/** Where a built program lies: beside this file, or one folder above where this became a part of its own. */
export function besideProgram(name: string): string {
  const folder = import.meta.dirname;
  return join(basename(folder) === 'chunks' ? dirname(folder) : folder, name);
}

/** The hash of a built file and of those that it imports, each once. Throws where one is missing. */
export function hashProgram(path: string): string {
  const hash = createHash('sha256');
  const seen = new Set<string>();
  const add = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    hash.update(text);
    for (const [, part] of text.matchAll(/["'](\.{1,2}\/[^"'\s]+\.js)["']/g)) add(join(dirname(file), part!));
  };
  add(path);
  return hash.digest('hex').slice(0, 12);
}

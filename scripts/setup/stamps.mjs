import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

/**
 * @param {...(string | Uint8Array)} parts
 * @returns {string} sha256 over the parts and their lengths, so that no two lists collide
 */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {unknown} the file's JSON; null when it is missing or no JSON
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Whole or not at all: readers never see half a file.
 * @param {string} path
 * @param {unknown} value
 */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, path);
}

/**
 * A fingerprint of files by name, size and time: milliseconds for a whole source tree, and it sees removals too.
 * @param {string} folder
 * @param {string[]} names files or folders in it; missing ones count as missing
 * @returns {string}
 */
export function fingerprint(folder, names) {
  /** @type {string[]} */
  const seen = [];
  const visit = (/** @type {string} */ name) => {
    const facts = statSync(join(folder, name), { throwIfNoEntry: false });
    if (facts === undefined) seen.push(`${name} missing`);
    else if (facts.isDirectory()) for (const child of readdirSync(join(folder, name)).sort()) visit(`${name}/${child}`);
    else seen.push(`${name} ${facts.size} ${facts.mtimeMs}`);
  };
  for (const name of names) visit(name);
  return hashOf(seen.join('\n'));
}

#!/usr/bin/env node
// npm run licences: writes resources/licences.txt from package-lock.json and the installed packages' own texts.
import './setup/require-node.mjs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';

/** @typedef {{ version?: string, license?: string, dev?: boolean, link?: boolean }} Locked */
/** @typedef {{ name: string, version: string, licence: string, place: string }} Part */

/** Installed for the build only, but built into the page or shipped around it. */
const SHIPPED = ['svelte', 'chart.js', '@kurkle/color', 'electron', '@tensorflow/tfjs-backend-webgpu'];
const RULE = '-'.repeat(78);

/**
 * What is part of the app, by name: run-time packages, of every platform, and those that are built in.
 * @param {{ packages: Record<string, Locked> }} lock
 * @returns {Part[]}
 */
export function shippedParts({ packages }) {
  const parts = Object.entries(packages).flatMap(([place, { version = '', license = '', dev }]) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const isShipped = place !== '' && (dev !== true || SHIPPED.includes(name));
    return isShipped ? [{ name, version, licence: license, place }] : [];
  });
  const key = (/** @type {Part} */ part) => `${part.name} ${part.version}`;
  const unique = new Map(parts.map((part) => [key(part), part]));
  return [...unique.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** @param {Part[]} parts */
export const listed = (parts) =>
  parts.map(({ name, version, licence }) => `${name} ${version} (${licence || 'see its text'})`);

/**
 * A package's own licence text; null where it brings none.
 * @param {Part} part
 */
async function licenceText({ place }) {
  const folder = join(root, place);
  const names = await readdir(folder).catch(() => []);
  const name = names.sort().find((one) => /^(licen[cs]e|copying)(\.|-|$)/i.test(one));
  if (name === undefined) return null;
  return (await readFile(join(folder, name), 'utf8')).replace(/\r\n?/g, '\n').trim();
}

/** The whole list: every part with its licence, then each text once with the parts that it is of. */
export async function licences() {
  const parts = shippedParts(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  for (const part of parts) {
    const text = await licenceText(part);
    if (text !== null) texts.set(text, [...(texts.get(text) ?? []), part.name]);
  }
  const sections = [...texts].map(([text, names]) => `${RULE}\n${[...new Set(names)].join(', ')}\n${RULE}\n${text}\n`);
  const about = 'Onepair (MIT) contains these parts, each under its own licence.';
  return `${about}\n\n${listed(parts).join('\n')}\n\n${sections.join('\n')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await writeFile(join(root, 'resources', 'licences.txt'), await licences());
  });
}

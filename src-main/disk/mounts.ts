import { readFileSync } from 'node:fs';
import { parse, resolve, sep } from 'node:path';

/** The table of what is mounted where is asked for again after this time. */
const KNOWN_MS = 2_000;
let known: { at: number; places: string[] } | null = null;

/** Which disk a folder lies on, without asking the disk: where it is mounted, or its drive or network place. */
export function diskOf(folder: string): string {
  const path = resolve(folder);
  const isBelow = (place: string) => path === place || path.startsWith(place.endsWith(sep) ? place : place + sep);
  return mountPlaces().find(isBelow) ?? parse(path).root;
}

/** The longest first. On Linux alone: elsewhere drives have a root of their own, or lie below /Volumes. */
function mountPlaces(): string[] {
  if (process.platform !== 'linux') return [];
  if (known === null || Date.now() - known.at > KNOWN_MS || Date.now() < known.at)
    known = { at: Date.now(), places: readPlaces() };
  return known.places;
}

function readPlaces(): string[] {
  try {
    const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    const places = lines.flatMap((line) => line.split(' ')[4] ?? []).map(unescaped);
    return [...new Set(places)].sort((a, b) => b.length - a.length);
  } catch {
    return [];
  }
}

/** Blanks and the like stand there in octal. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

import { extname, parse } from 'node:path';
import { openScratch, type Scratch } from '../files/scratch';
import { places } from '../files/places';

let opening: Promise<Scratch> | null = null;

/** The scratch folder of the session: it belongs to the process that started this one and outlives a crash here. */
export function sessionScratch(): Promise<Scratch> {
  opening ??= openScratch(places().scratch, process.ppid);
  return opening;
}

/** A new scratch path for a picture file, with the extension of `name`. */
export async function scratchPicture(name: string): Promise<string> {
  const raw = (await sessionScratch()).path(parse(name).name);
  return `${raw.slice(0, -extname(raw).length)}${extname(name)}`;
}

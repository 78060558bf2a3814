import { extname, join, parse } from 'node:path';
import { safeName } from '@contract/safe-name';
import { makeFolder } from './atomic-write';
import { places } from './places';
import { openScratch, type Scratch } from './scratch';

let opening: Promise<Scratch> | null = null;

/** The scratch folder of the session: it belongs to the process that started this one and outlives a crash here. */
export function sessionScratch(): Promise<Scratch> {
  opening ??= openScratch(places().scratch, process.ppid);
  return opening;
}

/** A path for a picture called `name`, in a scratch folder of its own: results and sentences name the file. */
export async function scratchPicture(name: string): Promise<string> {
  const folder = (await sessionScratch()).path('derived', '');
  await makeFolder(folder);
  return join(folder, safeName(parse(name).name) + extname(name));
}

import { extname, join, parse } from 'node:path';
import { safeName } from '@contract/safe-name';
import { makeFolder } from './atomic-write';
import { places } from './places';
import { openScratch, scratchIn, type Scratch } from './scratch';

/** Where a child process finds its host's scratch folder. */
export const SCRATCH_VARIABLE = 'ONEPAIR_SCRATCH';

let opening: Promise<Scratch> | null = null;

/** The scratch folder of the session: the host's, which outlives a crash of this process; without a host, its own. */
export function sessionScratch(): Promise<Scratch> {
  const folder = process.env[SCRATCH_VARIABLE];
  opening ??= folder === undefined ? openScratch(places().scratch) : Promise.resolve(scratchIn(folder));
  return opening;
}

/** A path for a picture called `name`, in a scratch folder of its own: results and sentences name the file. */
export async function scratchPicture(name: string): Promise<string> {
  const folder = (await sessionScratch()).path('derived', '');
  await makeFolder(folder);
  return join(folder, safeName(parse(name).name) + extname(name));
}

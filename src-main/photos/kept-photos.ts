import type { RawPicture } from '@contract/photo';
import { decodePhoto } from '../codec';
import { KeptFiles } from '../disk/kept-files';
import { sessionScratch } from '../disk/session-scratch';

/** Decoded photos that somebody looks into: three. */
const kept = new KeptFiles<RawPicture>(3, () => 1);

/** A photo's raw file, decoded once as long as it is among the last few that were asked for and has not changed. */
export function keepDecoded(path: string): Promise<RawPicture> {
  return kept.of(path, async () => decodePhoto(path, (await sessionScratch()).path('kept'), { pages: 'first' }));
}

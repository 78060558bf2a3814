import { writeFile } from 'node:fs/promises';
import { sessionScratch } from '../disk/session-scratch';
import type { Profile } from './decode';
import { coloursOfProfile } from './matrix-profile';
import { probe } from './probe';

/** A colour photo's own profile: its bytes, and a file of them in the scratch folder. Null bytes: none, which means sRGB. */
export async function profileOf(path: string): Promise<{ bytes: Buffer | null; file: () => Promise<Profile> }> {
  const { metadata } = await probe(path);
  const bytes = metadata.icc !== undefined && coloursOfProfile(metadata.icc) === 'RGB ' ? metadata.icc : null;
  const file = async (): Promise<Profile> => {
    if (bytes === null) return 'srgb';
    const kept = (await sessionScratch()).path('profile', '.icc');
    await writeFile(kept, bytes);
    return kept as Profile;
  };
  return { bytes, file };
}

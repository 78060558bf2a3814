import type { RawPicture } from '@contract/photo';
import { decodePhoto } from '../files/codec';
import { photoIdentity } from '../files/photo-identity';
import { sessionScratch } from '../files/session-scratch';

/** Decoded photos that somebody looks into; the one looked at last comes last. */
const kept = new Map<string, Promise<RawPicture>>();
const MOST = 3;

/** A photo's raw file, decoded once as long as it is among the last few that were asked for and has not changed. */
export async function keepDecoded(path: string): Promise<RawPicture> {
  const key = await photoIdentity(path);
  const decoding = kept.get(key) ?? decode(path);
  kept.delete(key);
  kept.set(key, decoding);
  decoding.catch(() => kept.delete(key));
  await forgetOldest();
  return decoding;
}

async function decode(path: string): Promise<RawPicture> {
  return decodePhoto(path, (await sessionScratch()).path('kept'));
}

async function forgetOldest(): Promise<void> {
  for (const [key, decoding] of [...kept].slice(0, -MOST)) {
    kept.delete(key);
    const raw = await decoding.catch(() => null);
    if (raw !== null) await (await sessionScratch()).remove(raw.path);
  }
}

import type { ListedPhoto } from './batch';

/** A watched folder is looked through this often; a photo is taken once it has the same size twice. */
export const WATCHED_EVERY_MS = 2000;

/** A file that stays empty for so many looks is told too: it will be refused in words. */
export const EMPTY_LOOKS = 15;

/** Tells photos that are whole and were not told before: their size has stayed since the last look. */
export function createArrivals() {
  let seen = new Map<string, { bytes: number; looks: number }>();
  const told = new Map<string, number>();
  return {
    of(photos: readonly Pick<ListedPhoto, 'id' | 'relative' | 'bytes'>[]): string[] {
      const looksAt = ({ relative, bytes }: { relative: string; bytes: number }) =>
        seen.get(relative)?.bytes === bytes ? seen.get(relative)!.looks + 1 : 0;
      seen = new Map(photos.map((photo) => [photo.relative, { bytes: photo.bytes, looks: looksAt(photo) }]));
      const arrived = photos.filter(
        ({ relative, bytes }) =>
          seen.get(relative)!.looks >= (bytes > 0 ? 1 : EMPTY_LOOKS) && told.get(relative) !== bytes,
      );
      for (const { relative, bytes } of arrived) told.set(relative, bytes);
      return arrived.map(({ id }) => id);
    },
  };
}

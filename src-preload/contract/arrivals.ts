import type { ListedPhoto } from './batch';
import type { Failure } from './result';

/** A watched folder is scanned this often; a photo is taken once it has the same size twice. */
export const WATCHED_EVERY_MS = 2000;

/** A file that stays empty for so many scans is told too: it will be refused in words. */
export const EMPTY_SCANS = 15;

/** A scan of a folder that found no photos, or none but results: what is waited in. */
export const isNothingYet = ({ sentence }: Pick<Failure, 'sentence'>): boolean =>
  ['batch.nothingToRestore', 'batch.onlyResults'].some((id) => typeof sentence === 'object' && sentence.id === id);

type Scanned = Pick<ListedPhoto, 'id' | 'relative' | 'bytes' | 'modifiedMs'>;

/**
 * Tells photos that are whole and were not told before: their size and time have stayed since the last scan. Another photo of
 * the same name has another time, also where it has as many bytes.
 */
export function createArrivals() {
  let seen = new Map<string, { state: string; scans: number }>();
  const told = new Map<string, string>();
  const stateOf = ({ bytes, modifiedMs }: Scanned) => `${bytes} ${modifiedMs}`;
  return {
    of(photos: readonly Scanned[]): string[] {
      const before = seen;
      seen = new Map(
        photos.map((photo) => {
          const [state, known] = [stateOf(photo), before.get(photo.relative)];
          return [photo.relative, { state, scans: known?.state === state ? known.scans + 1 : 0 }];
        }),
      );
      const arrived = photos.filter(
        ({ relative, bytes }) =>
          seen.get(relative)!.scans >= (bytes > 0 ? 1 : EMPTY_SCANS) &&
          told.get(relative) !== seen.get(relative)!.state,
      );
      for (const { relative } of arrived) told.set(relative, seen.get(relative)!.state);
      return arrived.map(({ id }) => id);
    },
  };
}

import type { ListedPhoto } from './batch';
import type { Failure } from './result';

/** A watched folder is looked through this often; a photo is taken once it has the same size twice. */
export const WATCHED_EVERY_MS = 2000;

/** A file that stays empty for so many looks is told too: it will be refused in words. */
export const EMPTY_LOOKS = 15;

/** A look at a folder that found no photos, or none but results: what is waited in. */
export const isNothingYet = ({ sentence }: Pick<Failure, 'sentence'>): boolean =>
  ['batch.nothingToRestore', 'batch.onlyResults'].some((id) => typeof sentence === 'object' && sentence.id === id);

type Looked = Pick<ListedPhoto, 'id' | 'relative' | 'bytes' | 'modifiedMs'>;

/**
 * Tells photos that are whole and were not told before: their size and time have stayed since the last look. Another photo of
 * the same name has another time, also where it has as many bytes.
 */
export function createArrivals() {
  let seen = new Map<string, { state: string; looks: number }>();
  const told = new Map<string, string>();
  const stateOf = ({ bytes, modifiedMs }: Looked) => `${bytes} ${modifiedMs}`;
  return {
    of(photos: readonly Looked[]): string[] {
      const before = seen;
      seen = new Map(
        photos.map((photo) => {
          const [state, known] = [stateOf(photo), before.get(photo.relative)];
          return [photo.relative, { state, looks: known?.state === state ? known.looks + 1 : 0 }];
        }),
      );
      const arrived = photos.filter(
        ({ relative, bytes }) =>
          seen.get(relative)!.looks >= (bytes > 0 ? 1 : EMPTY_LOOKS) &&
          told.get(relative) !== seen.get(relative)!.state,
      );
      for (const { relative } of arrived) told.set(relative, seen.get(relative)!.state);
      return arrived.map(({ id }) => id);
    },
  };
}

import { MOST_COMPARISONS, MOST_KEPT_PHOTOS, type Session } from '@contract/session';

/**
 * The session that is written, with what the one before has on disks that did not answer: photos of its list, its comparisons,
 * and its pair where no other has taken its place. So a disk that wakes late costs nothing.
 */
export function withAwaited(session: Session, former: Session, isAwaited: (id: string) => boolean): Session {
  const { pair, restore, compare } = session;
  const further = <T>(own: readonly T[], before: readonly T[], idOf: (one: T) => string, most: number): T[] => {
    const ids = new Set(own.map(idOf));
    return [...own, ...before.filter((one) => isAwaited(idOf(one)) && !ids.has(idOf(one)))].slice(0, most);
  };
  return {
    ...session,
    pair: isSamePair(pair, former.pair) && hasAwaited(former.pair, isAwaited) ? former.pair : pair,
    restore: { ...restore, photos: further(restore.photos, former.restore.photos, ({ id }) => id, MOST_KEPT_PHOTOS) },
    compare: {
      ...compare,
      comparisons: further(
        compare.comparisons,
        former.compare.comparisons,
        ({ source }) => source.id,
        MOST_COMPARISONS,
      ),
    },
  };
}

type Pair = Session['pair'];
const hasAwaited = ({ degraded, clean }: Pair, isAwaited: (id: string) => boolean): boolean =>
  [degraded, clean].some((side) => side !== null && isAwaited(side.id));

/** No other photo was chosen for either side. */
const isSamePair = (now: Pair, before: Pair): boolean =>
  (['degraded', 'clean'] as const).every((side) => now[side] === null || now[side].id === before[side]?.id);

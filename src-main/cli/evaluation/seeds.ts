import { UsageError } from '../exit';

/** What of a run is drawn at random, each with a seed of its own. */
export const SEEDED = ['drawing', 'weights', 'noise'] as const;
export type Seeds = Record<(typeof SEEDED)[number], number>;

const MOST = 100;

/** '0-4' or '0,3,7' as numbers. Throws UsageError. */
export function seedsOf(text: string): number[] {
  const seeds = text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part.trim()) ?? [];
    if (from === undefined) throw new UsageError(`--seeds is "${text}", not seeds such as 0-4 or 0,3,7.`);
    const [first, last] = [Number(from), Number(to ?? from)];
    if (last < first || last - first >= MOST || last > 0xffffffff)
      throw new UsageError(`--seeds is "${text}": at most ${MOST} seeds, from small to large.`);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(seeds)];
}

/** The seeds of each run: those that `vary` names take every seed, together; the others keep `fixed`. */
export function seedsOfRuns(fixed: number, flags: { seeds?: string | undefined; vary?: string | undefined }): Seeds[] {
  const all = { drawing: 0, weights: fixed, noise: fixed };
  if (flags.seeds === undefined) {
    if (flags.vary !== undefined) throw new UsageError('--vary is for --seeds: name seeds such as 0-4.');
    return [all];
  }
  const names = (flags.vary ?? SEEDED.join(',')).split(',').map((name) => name.trim());
  const unknown = names.find((name) => !SEEDED.some((known) => known === name));
  if (unknown !== undefined) throw new UsageError(`--vary is "${unknown}", not one of ${SEEDED.join(', ')}.`);
  return seedsOf(flags.seeds).map((seed) => ({ ...all, ...Object.fromEntries(names.map((name) => [name, seed])) }));
}

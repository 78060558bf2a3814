import { basename } from 'node:path';
import { numbered, outputBase, type NamedPhoto, type NameParts } from '@contract/output-name';
import type { ConflictPolicy } from '@contract/photo';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import { foldName } from '../../disk/names';
import type { Occupant } from '../../disk/replaceable';

/** A photo that wants a name. */
export interface NameRequest extends NamedPhoto {
  /** The name that an earlier run gave this very work. */
  reserved?: string;
}

export interface NamePattern extends NameParts {
  onConflict: ConflictPolicy;
}

/** A name relative to the folder of the results; `skipped` where a file that is there makes the photo be skipped. */
export interface GivenName {
  out: string;
  skipped?: Sentence;
  /** What was to be replaced and is not, because it is no result. */
  kept?: string;
}

const MOST_NUMBERS = 100_000;

/**
 * Gives every photo of a list its name, in order, by the conflict policy. No two photos share one, also not on a disk
 * that takes 'A' for 'a'; reserved names are given to nobody else. Pure but for `occupant`.
 */
export async function giveNames(
  photos: readonly NameRequest[],
  pattern: NamePattern,
  occupant: (out: string) => Promise<Occupant>,
): Promise<GivenName[]> {
  const given = new Set(photos.flatMap(({ reserved }) => (reserved === undefined ? [] : foldName(reserved))));
  const nextNumber = new Map<string, number>();
  const names: GivenName[] = [];
  for (const photo of photos) {
    const name = photo.reserved === undefined ? await nameFor(photo) : { out: photo.reserved };
    given.add(foldName(name.out));
    names.push(name);
  }
  return names;

  async function nameFor(photo: NameRequest): Promise<GivenName> {
    const base = outputBase(photo, pattern);
    const key = foldName(base.stem + base.extension);
    let kept: string | undefined;
    for (let number = nextNumber.get(key) ?? 1; number < MOST_NUMBERS; number += 1) {
      const out = numbered(base, number);
      if (given.has(foldName(out))) continue; // of another photo of this job, whatever the policy
      const there = await occupant(out);
      if (there === 'file' && pattern.onConflict === 'skip') {
        return { out, skipped: say('batch.alreadyThere', { file: basename(out) }) };
      }
      if (there === 'untouchable' && pattern.onConflict === 'overwrite') kept ??= out;
      if (there === 'untouchable' || (there === 'file' && pattern.onConflict === 'rename')) continue;
      nextNumber.set(key, number + 1);
      return kept === undefined ? { out } : { out, kept };
    }
    throw new AppError('bad-input', say('batch.tooManyNames', { name: base.stem }));
  }
}

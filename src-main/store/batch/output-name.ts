import { basename, extname } from 'node:path';
import { EXTENSIONS, formatOfName, type ConflictPolicy, type ResultFormat } from '@contract/photo';
import { AppError } from '@contract/result';
import { safeName } from '@contract/safe-name';
import { foldName } from '../../disk/names';

/** A photo that wants a name. `relative` is its name below the folder it was found in, with '/'. */
export interface NameRequest {
  relative: string;
  format: ResultFormat;
  /** The name that an earlier run gave this very work. */
  reserved?: string;
}

export interface NamePattern {
  /** '{name}' and '{model}' are replaced. */
  naming: string;
  model: string;
  onConflict: ConflictPolicy;
}

/** What is there under a name: nothing, a file that may be replaced, or something that is never touched. */
export type Occupant = 'nothing' | 'file' | 'untouchable';

/** A name relative to the folder of the results; `skipped` where a file that is there makes the photo be skipped. */
export interface GivenName {
  out: string;
  skipped?: string;
}

/** Room for '_9999', the extension and our own temporary names below the 255 bytes that disks take. */
const MAX_STEM_BYTES = 200;
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
    for (let number = nextNumber.get(key) ?? 1; number < MOST_NUMBERS; number += 1) {
      const out = numbered(base, number);
      if (given.has(foldName(out))) continue; // of another photo of this job, whatever the policy
      const there = await occupant(out);
      if (there === 'file' && pattern.onConflict === 'skip') {
        return { out, skipped: `${basename(out)} is already there.` };
      }
      if (there === 'untouchable' || (there === 'file' && pattern.onConflict === 'rename')) continue;
      nextNumber.set(key, number + 1);
      return { out };
    }
    throw new AppError('bad-input', `There are too many files called ${base.stem} in the folder. Choose another one.`);
  }
}

/** A name without its number: folders, stem and extension. */
export interface OutputBase {
  stem: string;
  extension: string;
}

export const numbered = ({ stem, extension }: OutputBase, number: number): string =>
  `${stem}${number === 1 ? '' : `_${number}`}${extension}`;

/** What the pattern makes of a photo's name; folders above it are mirrored. */
export function outputBase({ relative, format }: NameRequest, { naming, model }: NamePattern): OutputBase {
  const folders = relative.split('/').slice(0, -1);
  const source = relative.split('/').at(-1) ?? relative;
  const name = basename(source, extname(source));
  // One pass, so that a photo called '{model}' keeps its name.
  const stem = naming.replace(/\{(name|model)\}/g, (_, key) => (key === 'name' ? name : model));
  return { stem: [...folders, safeName(stem, MAX_STEM_BYTES)].join('/'), extension: extensionFor(source, format) };
}

/** The photo's own extension where it fits the format, else the usual one. */
function extensionFor(sourceName: string, format: ResultFormat): string {
  return formatOfName(sourceName) === format ? extname(sourceName) : EXTENSIONS[format][0];
}

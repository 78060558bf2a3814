import { safeName } from '@contract/safe-name';

/** A short plain name for files of our own: 'deblur-starfish'. */
export function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  return safeName(plain.replace(/^-+|-+$/g, ''), 60);
}

/** Two names that some disk would take for one. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

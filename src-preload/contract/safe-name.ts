import { hiddenAs } from './shown-name';

/** File names that every system takes: no separators, hidden (`shownName`) or reserved characters, no device names, not too long, and none that a program could take for one of its flags. */
// eslint-disable-next-line no-control-regex -- hidden characters stand as U+0000
const UNSAFE = /[\u0000<>:"/\\|?*]+/g;
const DEVICES_AND_FLAGS = /^((con|prn|aux|nul|com\d|lpt\d)(\.|$)|-)/i;
const encoder = new TextEncoder();

/** A file name (without extension) as close to `text` as is safe, at most `maxBytes` bytes of UTF-8, never empty. */
export function safeName(text: string, maxBytes = 180): string {
  const plain = withoutHidden(text.normalize('NFC')).replace(/^[\s.~]+|[\s.]+$/g, '');
  const named = DEVICES_AND_FLAGS.test(plain) ? `_${plain}` : plain;
  // What joined two characters may join nothing any more.
  return withoutHidden(cutToBytes(named, maxBytes)).trimEnd() || 'untitled';
}

const withoutHidden = (text: string): string => hiddenAs(text, () => '\0').replace(UNSAFE, '-');

/** Cuts at a whole character. */
function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

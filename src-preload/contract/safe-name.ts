/** File names that every system takes: no separators, control or reserved characters, no device names, not too long, and none that a program could take for one of its flags. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;
const DEVICES_AND_FLAGS = /^((con|prn|aux|nul|com\d|lpt\d)(\.|$)|-)/i;
const encoder = new TextEncoder();

/** A file name (without extension) as close to `text` as is safe, at most `maxBytes` bytes of UTF-8, never empty. */
export function safeName(text: string, maxBytes = 180): string {
  const plain = text
    .normalize('NFC')
    .replace(/\p{Surrogate}/gu, '-')
    .replace(UNSAFE, '-')
    .replace(/^[\s.~]+|[\s.]+$/g, '');
  const named = DEVICES_AND_FLAGS.test(plain) ? `_${plain}` : plain;
  return cutToBytes(named, maxBytes).trimEnd() || 'untitled';
}

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

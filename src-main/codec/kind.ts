import { isRawName, type InputFormat } from '@contract/photo';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';

/** What a file is by its first bytes; names lie. */
const OTHERS: [kind: Sentence, matches: (text: string) => boolean][] = [
  [say('photo.gif'), (text) => text.startsWith('GIF8')],
  [say('photo.bmp'), (text) => text.startsWith('BM')],
  [say('photo.photoshop'), (text) => text.startsWith('8BPS')],
  [say('photo.pdf'), (text) => text.startsWith('%PDF')],
  [say('photo.jp2'), (text) => text.startsWith('jP  ', 4) || text.startsWith('\xff\x4f\xff\x51')],
  [say('photo.icon'), (text) => text.startsWith('\0\0\x01\0')],
  [say('photo.drawing'), (text) => /^[\s\xef\xbb\xbf]*<[?!a-z]/i.test(text)],
];

/** The first bytes that `photoFormat` wants to see. */
export const HEAD_BYTES = 64;

/** The format of a photo, or an AppError 'bad-input' in words that say what the file is and what to do instead. */
export function photoFormat(head: Uint8Array, name: string): InputFormat {
  const text = Buffer.from(head).toString('latin1');
  const refuse = (sentence: Sentence) => new AppError('bad-input', sentence, name);
  if (head.length === 0) throw refuse(say('photo.empty', { file: name }));
  if (isCameraRaw(text)) return 'raw';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  // Many makers' raw files begin as a TIFF does.
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return isRawName(name) ? 'raw' : 'tiff';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp';
  if (text.startsWith('ftyp', 4)) return boxFormat(text, name);
  if (text.startsWith('\xff\x0a') || text.startsWith('JXL ', 4)) return 'jxl';
  if (isRawName(name)) return 'raw';
  const other = OTHERS.find(([, matches]) => matches(text))?.[0];
  if (other !== undefined) throw refuse(say('photo.otherKind', { file: name, kind: other }));
  throw refuse(say('photo.notAPhoto', { file: name }));
}

function boxFormat(text: string, name: string): InputFormat {
  const size = Buffer.from(text.slice(0, 4), 'latin1').readUInt32BE();
  const brands = text.slice(8, Math.min(Math.max(size, 12), HEAD_BYTES));
  if (/avi[fs]/.test(brands)) return 'avif';
  if (/he[iv]|mif1|msf1/.test(brands)) return 'heic';
  throw new AppError('bad-input', say('photo.film', { file: name }), name);
}

function isCameraRaw(text: string): boolean {
  if (text.startsWith('FUJIFILMCCD-RAW') || text.startsWith('ftypcrx ', 4) || text.startsWith('FOVb')) return true;
  // Canon CR2 is a TIFF with a mark of its own; Olympus and Panasonic changed TIFF's number.
  return /^II\*\0.{4}CR/s.test(text) || /^(IIRO|IIRS|MMOR|IIU\0)/.test(text);
}

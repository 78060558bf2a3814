import { isRawName, type InputFormat } from '@contract/photo';
import { AppError } from '@contract/result';

/** What a file is by its first bytes; names lie. */
const OTHERS: [kind: string, matches: (text: string) => boolean][] = [
  ['a GIF', (text) => text.startsWith('GIF8')],
  ['a BMP', (text) => text.startsWith('BM')],
  ['a Photoshop file', (text) => text.startsWith('8BPS')],
  ['a PDF', (text) => text.startsWith('%PDF')],
  ['a JPEG XL', (text) => text.startsWith('\xff\x0a') || text.startsWith('JXL ', 4)],
  ['a JPEG 2000', (text) => text.startsWith('jP  ', 4) || text.startsWith('\xff\x4f\xff\x51')],
  ['an icon', (text) => text.startsWith('\0\0\x01\0')],
  ['a drawing or web page', (text) => /^[\s\xef\xbb\xbf]*<[?!a-z]/i.test(text)],
];

/** The first bytes that `photoFormat` wants to see. */
export const HEAD_BYTES = 64;

/** The format of a photo, or an AppError 'bad-input' in words that say what the file is and what to do instead. */
export function photoFormat(head: Uint8Array, name: string): InputFormat {
  const text = Buffer.from(head).toString('latin1');
  const refuse = (sentence: string) => new AppError('bad-input', `${name} ${sentence}`, name);
  if (head.length === 0) throw refuse('is empty. Get the file again.');
  if (isCameraRaw(text, name)) {
    throw refuse('is a camera raw file. Please export a 16-bit TIFF from your raw developer and use that.');
  }
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return 'tiff';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp';
  if (text.startsWith('ftyp', 4)) return boxFormat(text, refuse);
  const other = OTHERS.find(([, matches]) => matches(text))?.[0];
  if (other !== undefined) throw refuse(`is ${other}, which is not read here. Save it as PNG or TIFF and use that.`);
  throw refuse('is not a photo that can be read here. JPEG, PNG, TIFF, WebP, AVIF and HEIC are.');
}

function boxFormat(text: string, refuse: (sentence: string) => AppError): InputFormat {
  const size = Buffer.from(text.slice(0, 4), 'latin1').readUInt32BE();
  const brands = text.slice(8, Math.min(Math.max(size, 12), HEAD_BYTES));
  if (/avi[fs]/.test(brands)) return 'avif';
  if (/he[iv]|mif1|msf1/.test(brands)) return 'heic';
  throw refuse('is a film or an unknown picture format. JPEG, PNG, TIFF, WebP, AVIF and HEIC can be read.');
}

function isCameraRaw(text: string, name: string): boolean {
  if (isRawName(name)) return true;
  if (text.startsWith('FUJIFILMCCD-RAW') || text.startsWith('ftypcrx ', 4) || text.startsWith('FOVb')) return true;
  // Canon CR2 is a TIFF with a mark of its own; Olympus and Panasonic changed TIFF's number.
  return /^II\*\0.{4}CR/s.test(text) || /^(IIRO|IIRS|MMOR|IIU\0)/.test(text);
}

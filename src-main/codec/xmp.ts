import { RESTORED_NAMESPACE } from '@contract/restored-mark';
import type { RestoredBy } from '@contract/photo';
import { withTurnedRegions } from './xmp-regions';
import {
  escape,
  PACKET,
  propertyOf,
  removeAttributes,
  replaceElements,
  setProperty,
  textOf,
  type IsMeant,
} from './xmp-text';
import type { Turn } from './turned';

/** XMP as text: other programs' words stay as they are; only what a restored picture changes is touched. */
const PREFIX = 'onepair';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const EMPTY =
  `${PACKET.begin}\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n` +
  `<rdf:RDF xmlns:rdf="${RDF}"></rdf:RDF>\n</x:xmpmeta>\n${PACKET.end}`;
/** Words about films, gain maps and other pictures that lie in the photo's file beside its picture, and in no result. */
const ELSEWHERE = [
  ...['MotionPhoto\\w*', 'MicroVideo\\w*', 'Directory', 'GainMap\\w*', 'OffsetSDR', 'OffsetHDR'],
  ...['HDRCapacity\\w*', 'BaseRenditionIsHDR'],
];
const NAMESPACES_ELSEWHERE = [
  'http://ns.adobe.com/hdr-gain-map/1.0/',
  'http://ns.apple.com/HDRGainMap/1.0/',
  'http://ns.google.com/photos/1.0/container/',
  'http://ns.google.com/photos/1.0/container/item/',
];
/** Pictures in XMP that would show the photo as it was. */
const PICTURES = ['Thumbnails'];
const NAMESPACES_OF_PICTURES = ['http://ns.google.com/photos/1.0/image/'];

export interface XmpChanges {
  turn: Turn;
  /** Whether the pixels were turned as the EXIF says: what the XMP says of it has been done as well. */
  isUpright: boolean;
  /** Null: a mark that is there stays. */
  mark: RestoredBy | null;
}

/** The XMP of a result from the photo's own (null: none). Null where there is nothing to say, or it is no XMP. */
export function editXmp(original: Uint8Array | null, changes: XmpChanges): Uint8Array | null {
  const found = original === null ? EMPTY : textOf(original);
  if (!isXmp(found) || (original === null && changes.mark === null)) return null;
  let text = removeProperties(found, PICTURES, NAMESPACES_OF_PICTURES);
  text = removeProperties(text, ELSEWHERE, NAMESPACES_ELSEWHERE);
  if (changes.isUpright) text = setProperty(text, 'tiff:Orientation', '1');
  text = withTurnedRegions(text, changes.turn);
  const { width, height } = changes.turn.result;
  text = setProperty(text, 'tiff:ImageWidth', String(width));
  text = setProperty(text, 'tiff:ImageLength', String(height));
  text = setProperty(text, 'exif:PixelXDimension', String(width));
  text = setProperty(text, 'exif:PixelYDimension', String(height));
  if (changes.mark !== null) text = withMark(withoutMark(text), changes.mark);
  return Buffer.from(withoutPadding(text), 'utf8');
}

/** Whether XMP speaks of a film or a gain map beside the picture. */
export function pointsElsewhere(xmp: Uint8Array): boolean {
  const text = textOf(xmp);
  return removeProperties(text, ELSEWHERE, NAMESPACES_ELSEWHERE) !== text;
}

/**
 * XMP without how a raw file was to be developed by Lightroom or Camera Raw: what has been developed is not to be
 * developed once more.
 */
export function withoutDeveloping(xmp: Uint8Array): Uint8Array {
  const isMeant: IsMeant = (prefix) => prefix === 'crs';
  const text = removeAttributes(textOf(xmp), isMeant);
  return Buffer.from(
    replaceElements(text, isMeant, () => ''),
    'utf8',
  );
}

const isXmp = (text: string): boolean => /<\/[\w.-]+:RDF\s*>|<[\w.-]+:RDF\b[^<>]*\/>/.test(text);

/** Room that was left for editing in place is not needed: a JPEG holds 64 kB. */
function withoutPadding(text: string): string {
  const end = text.lastIndexOf('<?xpacket end');
  return end < 0 ? text : `${text.slice(0, end).trimEnd()}\n${text.slice(end)}`;
}

/** The model that the XMP says a photo was restored with. */
export function readMark(xmp: Uint8Array): RestoredBy | null {
  const text = textOf(xmp);
  const prefix = ownPrefix(text);
  if (prefix === null) return null;
  const id = propertyOf(text, `${prefix}:ModelId`);
  return id === null ? null : { id, name: propertyOf(text, `${prefix}:Model`) ?? '' };
}

/** Other programs may have renamed the prefix. */
function ownPrefix(text: string): string | null {
  return new RegExp(`xmlns:([\\w.-]+)\\s*=\\s*["']${RESTORED_NAMESPACE}["']`).exec(text)?.[1] ?? null;
}

/** Removes properties by their local names (regular expressions) in any namespace, and all of some namespaces. */
function removeProperties(text: string, names: readonly string[], namespaces: readonly string[]): string {
  const declared = text.matchAll(/xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  const prefixes = new Set<string>();
  for (const [, prefix, one, other] of declared) if (namespaces.includes(one ?? other ?? '')) prefixes.add(prefix!);
  const isNamed = new RegExp(`^(?:${names.join('|')})$`);
  const isMeant: IsMeant = (prefix, name) => prefixes.has(prefix) || isNamed.test(name);
  return replaceElements(removeAttributes(text, isMeant), isMeant, () => '');
}

function withoutMark(text: string): string {
  const prefix = ownPrefix(text);
  if (prefix === null) return text;
  return text
    .replace(new RegExp(`\\s${prefix}:\\w+\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), '')
    .replace(new RegExp(`<${prefix}:(\\w+)>[^<]*</${prefix}:\\1>\\s*`, 'g'), '')
    .replace(new RegExp(`\\sxmlns:${prefix}\\s*=\\s*["']${RESTORED_NAMESPACE}["']`, 'g'), '')
    .replace(new RegExp(`<rdf:Description rdf:about="[^"]*" xmlns:rdf="${RDF}"\\s*/>\\s*`, 'g'), '');
}

function withMark(text: string, { name, id }: RestoredBy): string {
  // All descriptions of a packet speak about the same thing by the same name.
  const about = /rdf:about\s*=\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  const description =
    `<rdf:Description rdf:about="${about}" xmlns:rdf="${RDF}" xmlns:${PREFIX}="${RESTORED_NAMESPACE}"` +
    ` ${PREFIX}:Model="${escape(name)}" ${PREFIX}:ModelId="${escape(id)}"/>`;
  const closed = /<([\w.-]+:RDF)\b([^<>]*)\/>/.exec(text);
  if (closed !== null)
    return text.replace(closed[0], () => `<${closed[1]!}${closed[2]!}>${description}</${closed[1]!}>`);
  return text.replace(/<\/[\w.-]+:RDF\s*>/, (end) => `${description}\n${end}`);
}

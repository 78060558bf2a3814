import type { RestoredBy } from '@contract/photo';

/** XMP as text: other programs' words stay as they are; only what a restored picture changes is touched. */
const NAMESPACE = 'urn:x-onepair:restored:1.0/';
const PREFIX = 'onepair';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const EMPTY =
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n' +
  `<rdf:RDF xmlns:rdf="${RDF}"></rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>`;
/** Properties of any namespace that tell places, and makers' notes, which may; everything that begins with GPS goes too. */
const PLACES =
  'City State Country CountryCode CountryName Location LocationCreated LocationShown Sublocation ProvinceState AbsoluteAltitude ' +
  'RelativeAltitude MakerNote lat long lat_long alt Latitude Longitude Altitude shotLocation location ' +
  'decimalLatitude decimalLongitude verbatimLatitude verbatimLongitude verbatimCoordinates verbatimElevation ' +
  'coordinateUncertaintyInMeters footprintWKT locality verbatimLocality municipality county stateProvince country ' +
  'countryCode continent island islandGroup waterBody higherGeography locationID locationRemarks';
/** Words about films and gain maps that lie in the photo's file beside its picture, and in no result. */
const ELSEWHERE =
  'MotionPhoto\\w*|MicroVideo\\w*|Directory|GainMap\\w*|OffsetSDR|OffsetHDR|HDRCapacity\\w*|BaseRenditionIsHDR';

export interface XmpChanges {
  width: number;
  height: number;
  stripLocation: boolean;
  /** Whether the pixels were turned as the EXIF says: what the XMP says of it has been done as well. */
  isUpright: boolean;
  /** Null: a mark that is there stays. */
  mark: RestoredBy | null;
}

/** The XMP of a result from the photo's own (null: none). Null where there is nothing to say, or it is no XMP. */
export function editXmp(original: Uint8Array | null, changes: XmpChanges): Uint8Array | null {
  const found = original === null ? EMPTY : Buffer.from(original).toString('utf8').split('\0', 1)[0]!;
  if (!isXmp(found) || (original === null && changes.mark === null)) return null;
  let text = removeProperties(found, 'Thumbnails');
  text = removeProperties(text, ELSEWHERE);
  if (changes.isUpright) text = setProperty(text, 'tiff:Orientation', '1');
  text = setProperty(text, 'tiff:ImageWidth', String(changes.width));
  text = setProperty(text, 'tiff:ImageLength', String(changes.height));
  text = setProperty(text, 'exif:PixelXDimension', String(changes.width));
  text = setProperty(text, 'exif:PixelYDimension', String(changes.height));
  if (changes.stripLocation) text = removeProperties(text, `GPS\\w*|Gps\\w*|${PLACES.replace(/ /g, '|')}`);
  if (changes.mark !== null) text = withMark(withoutMark(text), changes.mark);
  return Buffer.from(withoutPadding(text), 'utf8');
}

/** Whether XMP speaks of a film or a gain map beside the picture. */
export const pointsElsewhere = (xmp: Uint8Array): boolean =>
  new RegExp(`[\\s<][\\w.-]+:(?:${ELSEWHERE})[\\s=/>]`).test(Buffer.from(xmp).toString('utf8'));

/**
 * XMP without how a raw file was to be developed by Lightroom or Camera Raw: what has been developed is not to be
 * developed once more.
 */
export function withoutDeveloping(xmp: Uint8Array): Uint8Array {
  const text = Buffer.from(xmp).toString('utf8');
  const attributes = /\scrs:[\w.-]+\s*=\s*(?:"[^"]*"|'[^']*')/g;
  return Buffer.from(removeElements(text.replace(attributes, ''), 'crs:[\\w.-]+'), 'utf8');
}

const isXmp = (text: string): boolean => /<\/[\w.-]+:RDF\s*>|<[\w.-]+:RDF\b[^<>]*\/>/.test(text);

/** Room that was left for editing in place is not needed: a JPEG holds 64 kB. */
function withoutPadding(text: string): string {
  const end = text.lastIndexOf('<?xpacket end');
  return end < 0 ? text : `${text.slice(0, end).trimEnd()}\n${text.slice(end)}`;
}

/** The model that the XMP says a photo was restored with. */
export function readMark(xmp: Uint8Array): RestoredBy | null {
  const text = Buffer.from(xmp).toString('utf8');
  const prefix = ownPrefix(text);
  if (prefix === null) return null;
  const id = propertyOf(text, `${prefix}:ModelId`);
  return id === null ? null : { id, name: propertyOf(text, `${prefix}:Model`) ?? '' };
}

/** Other programs may have renamed the prefix. */
function ownPrefix(text: string): string | null {
  return new RegExp(`xmlns:([\\w.-]+)\\s*=\\s*["']${NAMESPACE}["']`).exec(text)?.[1] ?? null;
}

function propertyOf(text: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')|<${name}>([^<]*)</${name}>`).exec(text);
  return found === null ? null : unescape(found[1] ?? found[2] ?? found[3] ?? '');
}

/** Gives a property a new value where it is there, as an attribute or as an element. */
function setProperty(text: string, name: string, value: string): string {
  return text
    .replace(new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*')`, 'g'), `$1"${value}"`)
    .replace(new RegExp(`(<${name}>)[^<]*(</${name}>)`, 'g'), `$1${value}$2`);
}

/** Removes properties of any namespace by their local names: a regular expression of alternatives. */
function removeProperties(text: string, names: string): string {
  const attributes = new RegExp(`\\s[\\w.-]+:(?:${names})\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g');
  return removeElements(text.replace(attributes, ''), `[\\w.-]+:(?:${names})`);
}

/** Elements by their whole names, with all that lies in them; one that is never closed stays. */
function removeElements(text: string, names: string): string {
  const opening = new RegExp(`<(${names})(?=[\\s/>])[^<>]*>`, 'g');
  const unclosed = new Set<string>();
  let kept = '';
  let from = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const end = found[0].endsWith('/>')
      ? found.index + found[0].length
      : elementEnd(text, found[1]!, unclosed, opening);
    if (end < 0) continue;
    kept += text.slice(from, found.index);
    from = end;
    opening.lastIndex = end;
  }
  return kept + text.slice(from);
}

function elementEnd(text: string, name: string, unclosed: Set<string>, { lastIndex }: RegExp): number {
  const closing = `</${name}>`;
  const at = unclosed.has(name) ? -1 : text.indexOf(closing, lastIndex);
  if (at < 0) unclosed.add(name);
  return at < 0 ? -1 : at + closing.length;
}

function withoutMark(text: string): string {
  const prefix = ownPrefix(text);
  if (prefix === null) return text;
  return text
    .replace(new RegExp(`\\s${prefix}:\\w+\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), '')
    .replace(new RegExp(`<${prefix}:(\\w+)>[^<]*</${prefix}:\\1>\\s*`, 'g'), '')
    .replace(new RegExp(`\\sxmlns:${prefix}\\s*=\\s*["']${NAMESPACE}["']`, 'g'), '')
    .replace(new RegExp(`<rdf:Description rdf:about="[^"]*" xmlns:rdf="${RDF}"\\s*/>\\s*`, 'g'), '');
}

function withMark(text: string, { name, id }: RestoredBy): string {
  // All descriptions of a packet speak about the same thing by the same name.
  const about = /rdf:about\s*=\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  const description =
    `<rdf:Description rdf:about="${about}" xmlns:rdf="${RDF}" xmlns:${PREFIX}="${NAMESPACE}"` +
    ` ${PREFIX}:Model="${escape(name)}" ${PREFIX}:ModelId="${escape(id)}"/>`;
  const closed = /<([\w.-]+:RDF)\b([^<>]*)\/>/.exec(text);
  if (closed !== null)
    return text.replace(closed[0], () => `<${closed[1]!}${closed[2]!}>${description}</${closed[1]!}>`);
  return text.replace(/<\/[\w.-]+:RDF\s*>/, (end) => `${description}\n${end}`);
}

const ENTITIES: [string, string][] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
];
/** XML knows no control characters. */
const escape = (text: string): string =>
  ENTITIES.reduce((all, [plain, code]) => all.replaceAll(plain, code), text.replace(/\p{Cc}/gu, ' '));
const unescape = (text: string): string =>
  ENTITIES.toReversed().reduce((all, [plain, code]) => all.replaceAll(code, plain), text);

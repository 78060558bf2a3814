import { RESTORED_NAMESPACE } from '@contract/restored-mark';
import type { Placeless } from './placeless';
import { readXml, type XmlName } from './xml';
import { escape, PACKET, textOf } from './xmp-text';

/**
 * XMP without places: written again from what is known to hold none. A namespace that is not listed may hold one, and so
 * may a packet that is not understood.
 */
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Namespaces whose properties hold no place but those of `PLACES`, by the prefix that is written. */
const KEPT: Record<string, string> = {
  rdf: RDF,
  xml: XML,
  onepair: RESTORED_NAMESPACE,
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  xmpBJ: 'http://ns.adobe.com/xap/1.0/bj/',
  xmpTPg: 'http://ns.adobe.com/xap/1.0/t/pg/',
  xmpG: 'http://ns.adobe.com/xap/1.0/g/',
  xmpDM: 'http://ns.adobe.com/xmp/1.0/DynamicMedia/',
  xmpNote: 'http://ns.adobe.com/xmp/note/',
  stEvt: 'http://ns.adobe.com/xap/1.0/sType/ResourceEvent#',
  stRef: 'http://ns.adobe.com/xap/1.0/sType/ResourceRef#',
  stVer: 'http://ns.adobe.com/xap/1.0/sType/Version#',
  stJob: 'http://ns.adobe.com/xap/1.0/sType/Job#',
  stDim: 'http://ns.adobe.com/xap/1.0/sType/Dimensions#',
  stArea: 'http://ns.adobe.com/xmp/sType/Area#',
  stCamera: 'http://ns.adobe.com/photoshop/1.0/camera-profile',
  pdf: 'http://ns.adobe.com/pdf/1.3/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
  exifEX: 'http://cipa.jp/exif/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  crs: 'http://ns.adobe.com/camera-raw-settings/1.0/',
  lr: 'http://ns.adobe.com/lightroom/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  plus: 'http://ns.useplus.org/ldf/xmp/1.0/',
  cc: 'http://creativecommons.org/ns#',
  'mwg-rs': 'http://www.metadataworkinggroup.com/schemas/regions/',
  'mwg-kw': 'http://www.metadataworkinggroup.com/schemas/keywords/',
  'mwg-coll': 'http://www.metadataworkinggroup.com/schemas/collections/',
  MicrosoftPhoto: 'http://ns.microsoft.com/photo/1.0/',
  MP: 'http://ns.microsoft.com/photo/1.2/',
  MPRI: 'http://ns.microsoft.com/photo/1.2/t/RegionInfo#',
  MPReg: 'http://ns.microsoft.com/photo/1.2/t/Region#',
  digiKam: 'http://www.digikam.org/ns/1.0/',
  GPano: 'http://ns.google.com/photos/1.0/panorama/',
};
/** Some programs write one without its last stroke. */
const plainUri = (uri: string): string => uri.replace(/\/$/, '');
const PREFIXES = new Map(Object.entries(KEPT).map(([prefix, uri]) => [plainUri(uri), prefix]));
/** What ExifTool counts to places in these, and makers' notes, which may hold some. */
const PLACES = new RegExp(
  `^(?:gps.*|${[
    ...['MakerNote', 'City', 'State', 'Country', 'CountryCode', 'CountryName', 'Location', 'LocationCreated'],
    ...['LocationShown', 'LocationId', 'LocationName', 'Sublocation', 'ProvinceState', 'WorldRegion', 'RatingRegion'],
    ...['shotLocation', 'coverage'],
  ].join('|')})$`,
  'i',
);
/** Apps write in it what they like. */
const COMMENT = 'UserComment';
const NAME = /^[A-Za-z_][\w.-]*$/;
/** Stands for what lies around RDF, and for RDF itself: one is written around all. */
const AROUND: string = '';
const ROOT: string = ' ';
/** Their content are other elements. */
const NO_TEXT = new Set([AROUND, ROOT, 'rdf:RDF', 'rdf:Description', 'rdf:Bag', 'rdf:Seq', 'rdf:Alt']);

/** Null where a packet is not understood; `isWhole`: nothing but places was left out. */
export function xmpWithoutPlaces(packet: Uint8Array): Placeless<Uint8Array> | null {
  const xmp = textOf(packet);
  const parts: string[] = [];
  const used = new Set(['rdf']);
  /** The elements around, as they are written. */
  const around: string[] = [];
  let [isWhole, skipped, hasRdf] = [true, 0, false];
  /** The name to write; null where what it names is left out. */
  const nameOf = ({ uri, local }: XmlName): string | null => {
    const prefix = PREFIXES.get(plainUri(uri));
    const isKnown = prefix !== undefined && NAME.test(local);
    const isKept = isKnown && !PLACES.test(local) && local !== COMMENT;
    isWhole &&= isKept || (isKnown && local !== COMMENT);
    if (!isKept) return null;
    used.add(prefix);
    return `${prefix}:${local}`;
  };
  const isUnderstood = readXml(xmp, {
    open: (name, attributes) => {
      const isRdf = name.uri === RDF && name.local === 'RDF';
      const isAround = around.every((one) => one === AROUND);
      if (skipped === 0 && isAround) {
        hasRdf ||= isRdf;
        around.push(isRdf ? ROOT : AROUND);
        return;
      }
      const tag = skipped > 0 ? null : nameOf(name);
      if (tag === null) {
        skipped += 1;
        return;
      }
      const kept = new Map<string, string>();
      for (const attribute of attributes) {
        const attributeName = nameOf(attribute);
        if (attributeName !== null) kept.set(attributeName, written(attribute.value));
      }
      parts.push(`<${tag}${[...kept].map(([one, value]) => ` ${one}="${value}"`).join('')}>`);
      around.push(tag);
    },
    text: (text) => {
      const tag = around.at(-1) ?? '';
      if (skipped === 0 && !NO_TEXT.has(tag)) parts.push(written(text));
    },
    close: () => {
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      const tag = around.pop()!;
      if (tag === AROUND || tag === ROOT) return;
      const isEmpty = /^<rdf:Description(?: rdf:about="[^"]*")?>$/.test(parts.at(-1)!);
      if (tag === 'rdf:Description' && isEmpty) parts.pop();
      else parts.push(`</${tag}>`);
    },
  });
  if (!isUnderstood || !hasRdf) return null;
  used.delete('xml');
  const declared = [...used].map((prefix) => ` xmlns:${prefix}="${KEPT[prefix]!}"`).join('');
  const body = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF${declared}>${parts.join('')}</rdf:RDF></x:xmpmeta>`;
  const whole = xmp.includes('<?xpacket') ? `${PACKET.begin}\n${body}\n${PACKET.end}` : body;
  return { kept: Buffer.from(whole, 'utf8'), isWhole };
}

/** Lines stay lines. */
const written = (text: string): string => text.split('\n').map(escape).join('&#10;');

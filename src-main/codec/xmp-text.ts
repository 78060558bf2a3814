/** The text of XMP: properties and elements, without understanding the rest. */

/** What a packet of XMP begins and ends with. */
export const PACKET = {
  begin: '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
  end: '<?xpacket end="w"?>',
} as const;

/** Depth maps and sounds of phones are some megabytes; what is longer counts as none. */
const MOST_BYTES = 2 ** 25;
/** The text of a packet, which some programs fill up with zeros. */
export const textOf = (xmp: Uint8Array): string =>
  xmp.length > MOST_BYTES ? '' : Buffer.from(xmp).toString('utf8').split('\0', 1)[0]!;

/** The value of a property, as an attribute or as an element; null where it is not there. */
export function propertyOf(text: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')|<${name}>([^<]*)</${name}>`).exec(text);
  return found === null ? null : unescape(found[1] ?? found[2] ?? found[3] ?? '');
}

/** Gives a property a new value where it is there, as an attribute or as an element. */
export function setProperty(text: string, name: string, value: string): string {
  return text
    .replace(new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*')`, 'g'), `$1"${value}"`)
    .replace(new RegExp(`(<${name}>)[^<]*(</${name}>)`, 'g'), `$1${value}$2`);
}

/** Whether a property is meant, by its namespace's prefix and its name. */
export type IsMeant = (prefix: string, name: string) => boolean;

/** Takes out attributes; what stands in another attribute's value is none. */
export const removeAttributes = (text: string, isMeant: IsMeant): string =>
  text.replace(/\s([\w.-]+):([\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g, (attribute, prefix: string, name: string) =>
    isMeant(prefix, name) ? '' : attribute,
  );

/** Changes elements, with all that lies in them; one that is never closed stays. Each part of the text is passed once. */
export function replaceElements(text: string, isMeant: IsMeant, change: (element: string) => string): string {
  const opening = /<([\w.-]+):([\w.-]+)(?=[\s/>])[^<>]*>/g;
  let lastEnds: ReadonlyMap<string, number> | null = null;
  let kept = '';
  let from = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const [tag, prefix, name] = found as unknown as [string, string, string];
    if (!isMeant(prefix, name)) continue;
    let end = found.index + tag.length;
    if (!tag.endsWith('/>')) {
      const closing = `</${prefix}:${name}>`;
      lastEnds ??= lastEndsOf(text);
      if ((lastEnds.get(closing) ?? -1) < end) continue;
      end = text.indexOf(closing, end) + closing.length;
    }
    kept += text.slice(from, found.index) + change(text.slice(found.index, end));
    from = end;
    opening.lastIndex = end;
  }
  return kept + text.slice(from);
}

/** Where each name is closed last. */
function lastEndsOf(text: string): ReadonlyMap<string, number> {
  return new Map([...text.matchAll(/<\/[\w.-]+:[\w.-]+>/g)].map(({ 0: closing, index }) => [closing, index]));
}

const ENTITIES: [string, string][] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
];
/** Text for an attribute; XML knows no control characters. */
export const escape = (text: string): string =>
  ENTITIES.reduce((all, [plain, code]) => all.replaceAll(plain, code), text.replace(/\p{Cc}/gu, ' '));
const unescape = (text: string): string =>
  ENTITIES.toReversed().reduce((all, [plain, code]) => all.replaceAll(code, plain), text);

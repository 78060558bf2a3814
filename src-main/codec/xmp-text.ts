/** The text of XMP: properties and elements, without understanding the rest. */

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

/** Changes elements by their whole names (a regular expression), with all that lies in them; one that is never closed stays. */
export function replaceElements(text: string, names: string, change: (element: string) => string): string {
  const opening = new RegExp(`<(${names})(?=[\\s/>])[^<>]*>`, 'g');
  const unclosed = new Set<string>();
  let kept = '';
  let from = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const end = found[0].endsWith('/>')
      ? found.index + found[0].length
      : elementEnd(text, found[1]!, unclosed, opening);
    if (end < 0) continue;
    kept += text.slice(from, found.index) + change(text.slice(found.index, end));
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

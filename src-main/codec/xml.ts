/** XML with namespaces (XML 1.0, Namespaces in XML 1.0), as far as a packet of XMP has it: no DOCTYPE, no entities of its own. */
export interface XmlName {
  /** The namespace; empty where there is none. */
  uri: string;
  local: string;
}

interface XmlAttribute extends XmlName {
  value: string;
}

/** What is told of a text, in its order. */
export interface XmlListener {
  open: (name: XmlName, attributes: readonly XmlAttribute[]) => void;
  text: (text: string) => void;
  close: () => void;
}

/** Deeper than any packet is. */
const MOST_DEPTH = 100;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const NAME = '[^\\s<>/="\'&!?]+';
const BESIDE = /<!--[^]*?-->|<\?[^]*?\?>/y;
const CDATA = /<!\[CDATA\[([^]*?)\]\]>/y;
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'y');
const OPENING = new RegExp(`<(${NAME})`, 'y');
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const OPENING_END = /\s*(\/?)>/y;
const TEXT = /[^<]+/y;

/** The namespaces that an element declares by prefix, and those of the element around it. */
interface Scope {
  declared: Map<string, string>;
  around: Scope | null;
}

/** Reads a text from its start to its end; false where it is not understood, whatever has been told by then. */
export function readXml(text: string, { open, text: tell, close }: XmlListener): boolean {
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found;
  };
  const around: { tag: string; scope: Scope | null }[] = [];
  let scope: Scope | null = null;
  const leave = () => {
    scope = around.pop()!.scope;
    close();
  };
  while (at < text.length) {
    if (next(BESIDE) !== null) continue;
    const section = next(CDATA);
    const plain = section?.[1] ?? unescaped(next(TEXT)?.[0]);
    if (plain === null) return false;
    if (plain !== undefined) {
      tell(plain);
      continue;
    }
    const closing = next(CLOSING);
    if (closing !== null) {
      if (around.at(-1)?.tag !== closing[1]) return false;
      leave();
      continue;
    }
    const tag = next(OPENING)?.[1];
    if (tag === undefined || around.length >= MOST_DEPTH) return false;
    const attributes = new Map<string, string>();
    for (let found = next(ATTRIBUTE); found !== null; found = next(ATTRIBUTE)) {
      const value = unescaped(found[2] ?? found[3]);
      if (value === null || value === undefined || attributes.has(found[1]!)) return false;
      attributes.set(found[1]!, value);
    }
    const end = next(OPENING_END);
    if (end === null) return false;
    around.push({ tag, scope });
    scope = scopeOf(attributes, scope);
    open(named(tag, scope), namedAttributes(attributes, scope));
    if (end[1] === '/') leave();
  }
  return around.length === 0;
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

function scopeOf(attributes: ReadonlyMap<string, string>, around: Scope | null): Scope | null {
  const declarations = [...attributes].filter(([name]) => isDeclaration(name));
  if (declarations.length === 0) return around;
  return { around, declared: new Map(declarations.map(([name, uri]) => [name.slice('xmlns:'.length), uri])) };
}

function named(name: string, scope: Scope | null): XmlName {
  const colon = name.indexOf(':');
  return { uri: uriOf(colon < 0 ? '' : name.slice(0, colon), scope), local: name.slice(colon + 1) };
}

/** An attribute without a prefix is of no namespace. */
const namedAttributes = (attributes: ReadonlyMap<string, string>, scope: Scope | null): XmlAttribute[] =>
  [...attributes]
    .filter(([name]) => !isDeclaration(name))
    .map(([name, value]) => ({ ...(name.includes(':') ? named(name, scope) : { uri: '', local: name }), value }));

function uriOf(prefix: string, scope: Scope | null): string {
  if (prefix === 'xml') return XML_NAMESPACE;
  for (let one = scope; one !== null; one = one.around) {
    const uri = one.declared.get(prefix);
    if (uri !== undefined) return uri;
  }
  return '';
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const ENTITY = /&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|[a-z]{2,4});|&/g;

/** Null where it names what XML does not know. */
function unescaped(text: string | undefined): string | null | undefined {
  if (text?.includes('&') !== true) return text;
  if ([...text.matchAll(ENTITY)].some(([entity]) => characterOf(entity) === undefined)) return null;
  return text.replace(ENTITY, (entity) => characterOf(entity)!);
}

function characterOf(entity: string): string | undefined {
  const name = entity.slice(1, -1);
  if (!name.startsWith('#')) return ENTITIES.get(name);
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

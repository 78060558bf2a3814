import { ARRAYS, isArrayType } from './named-array';

/**
 * A value as bytes: its JSON, then the typed arrays that it held. For what is too large for messages of text; runs in Node,
 * in the page and in its workers.
 */
type Kind = keyof typeof ARRAYS;
type Numbers = InstanceType<(typeof ARRAYS)[Kind]>;

/** Every array begins at a multiple of this. */
const ALIGNMENT = 8;
const LENGTH_BYTES = 4;
const aligned = (length: number) => ALIGNMENT * Math.ceil(length / ALIGNMENT);

const kindOf = (value: unknown): Kind | null => {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return (Object.keys(ARRAYS) as Kind[]).find((kind) => ARRAYS[kind].name === tag) ?? null;
};

export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { data: Numbers; at: number }[] = [];
  let end = 0;
  // Node's Buffer has turned itself into an object of numbers by the time its value is passed: the holder still has it.
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, entry: unknown) {
    const held = this[key];
    const kind = kindOf(held);
    if (kind === null) return entry;
    const data = held as Numbers;
    arrays.push({ data, at: end });
    const place = { $array: [kind, end, data.length] };
    end += aligned(data.byteLength);
    return place;
  });
  const json = new TextEncoder().encode(text);
  const start = aligned(LENGTH_BYTES + json.length);
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, LENGTH_BYTES);
  for (const { data, at } of arrays)
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + at);
  return bytes;
}

/** Throws SyntaxError or RangeError on bytes that were not packed. */
export function unpack(message: Uint8Array): unknown {
  // Node's Buffer would not copy its slices.
  const bytes = new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const start = aligned(LENGTH_BYTES + length);
  const json = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  return JSON.parse(json, (_key, value: unknown) => {
    const place = placeOf(value);
    if (!place) return value;
    const [kind, at, count] = place;
    const type = ARRAYS[kind];
    const from = start + at;
    const to = from + count * type.BYTES_PER_ELEMENT;
    if (to > bytes.length) throw new RangeError('an array lies outside its message');
    return new type(bytes.slice(from, to).buffer);
  });
}

function placeOf(value: unknown): [Kind, number, number] | null {
  if (typeof value !== 'object' || value === null || !('$array' in value)) return null;
  const [kind, at, count] = Array.isArray(value.$array) ? (value.$array as unknown[]) : [];
  if (!isArrayType(kind) || !isCount(at) || !isCount(count))
    throw new SyntaxError('an array of a message has no place');
  return [kind, at, count];
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

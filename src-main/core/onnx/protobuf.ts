/**
 * Protocol Buffers' wire format, as far as ONNX files need it: a message is its fields one after the other, each a number
 * with a type and its bytes (protobuf.dev, "Encoding").
 */
export type Message = Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Seven bits a byte, the least significant first; negative numbers as 64-bit two's complement. */
function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const seven = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? seven | 0x80 : seven);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

const tag = (field: number, type: number) => varint((field << 3) | type);

/** An integer, boolean or enum field. */
export function integer(field: number, value: number | bigint): Message {
  return [tag(field, VARINT), varint(value)];
}

export function bytes(field: number, value: Uint8Array): Message {
  return [tag(field, LENGTH_DELIMITED), varint(value.byteLength), value];
}

export function text(field: number, value: string): Message {
  return bytes(field, new TextEncoder().encode(value));
}

export function message(field: number, ...parts: Message[]): Message {
  const inner = parts.flat();
  return [tag(field, LENGTH_DELIMITED), varint(lengthOf(inner)), ...inner];
}

/** Integers as one packed field. */
export function integers(field: number, values: readonly number[]): Message {
  return message(
    field,
    values.map((value) => varint(value)),
  );
}

/** A float field: 32 bits, little-endian. */
export function float(field: number, value: number): Message {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setFloat32(0, value, true);
  return [tag(field, 5), four];
}

/** The bytes of a whole message. */
export function serialize(parts: Message): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.byteLength;
  }
  return result;
}

function lengthOf(parts: Message): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/**
 * JSON that keeps bytes: a Uint8Array travels as `{"$bytes": "<base64>"}`. For carriers that know text only (WebSocket);
 * runs in Node and in the page.
 */
const CHUNK_BYTES = 0x8000; // as many arguments as String.fromCharCode takes safely

export function encodeWire(message: unknown): string {
  // Node's Buffer has turned itself into an object of numbers by the time its value is passed: the holder still has it.
  return JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    const held = this[key];
    return held instanceof Uint8Array ? { $bytes: toBase64(held) } : value;
  });
}

/** Throws SyntaxError on text that is not JSON, or on bytes that are not base64. */
export function decodeWire(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => (isBytes(value) ? fromBase64(value.$bytes) : value));
}

function isBytes(value: unknown): value is { $bytes: string } {
  if (typeof value !== 'object' || value === null || !('$bytes' in value)) return false;
  return typeof value.$bytes === 'string' && Object.keys(value).length === 1;
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return btoa(text);
}

/** Throws SyntaxError on what is not base64. */
export function fromBase64(base64: string): Uint8Array {
  let text: string;
  try {
    text = atob(base64);
  } catch {
    throw new SyntaxError('bytes in a message are not base64');
  }
  // A plain loop: taking the characters as an iterable is many times slower, and crops come all the time.
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

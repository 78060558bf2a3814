/** Sample depths on their way through sharp, which carries 8 or 16 bits and truncates where it should round. */
export type Samples = Uint8Array | Uint16Array;

/** The name by which sharp calls grey or colour pictures of a depth, with or without alpha. */
export function colourspace(channels: number, depth: 8 | 16): 'b-w' | 'grey16' | 'srgb' | 'rgb16' {
  if (channels < 3) return depth === 8 ? 'b-w' : 'grey16';
  return depth === 8 ? 'srgb' : 'rgb16';
}

/** Bytes as samples of that depth; copies only when 16-bit samples would not be aligned. */
export function asSamples(bytes: Uint8Array, depth: 8 | 16): Samples {
  if (depth === 8) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
}

export const asBytes = (samples: Samples): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

/** Samples of another depth, rounded; the same array when nothing changes. */
export function toDepth(samples: Samples, depth: 8 | 16): Samples {
  if (samples instanceof Uint16Array === (depth === 16)) return samples;
  // Loops: `from` with a function takes ten times as long, seconds for a photo.
  const converted = depth === 8 ? new Uint8Array(samples.length) : new Uint16Array(samples.length);
  if (depth === 8) for (let i = 0; i < samples.length; i += 1) converted[i] = (samples[i]! + 128) / 257;
  else for (let i = 0; i < samples.length; i += 1) converted[i] = samples[i]! * 257;
  return converted;
}

/** AVIF's 10 and 12 bits arrive in the upper bits of 16: spreads them over the whole range, in place. */
export function spreadBits(samples: Uint16Array, bits: number): void {
  const shift = 16 - bits;
  const top = 2 ** bits - 1;
  for (let i = 0; i < samples.length; i += 1) samples[i] = ((samples[i]! >>> shift) * 65_535) / top + 0.5;
}

/** The inverse of `spreadBits`, rounded, as a new array. */
export function gatherBits(samples: Uint16Array, bits: number): Uint16Array {
  const shift = 16 - bits;
  const top = 2 ** bits - 1;
  const gathered = new Uint16Array(samples.length);
  for (let i = 0; i < samples.length; i += 1) gathered[i] = Math.floor((samples[i]! * top) / 65_535 + 0.5) << shift;
  return gathered;
}

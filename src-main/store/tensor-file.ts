import { ARRAYS, isArrayType, type NamedArray } from '@contract/named-array';
import { AppError, fault } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import { partsHash } from '../disk/content-hash';

/**
 * Tensors in one file, in the layout of safetensors: 8 bytes header length, JSON header, raw tensors; little-endian.
 * A file has exactly one valid form (that of `encodeTensorFile`) and carries a hash: docs/model-format.md.
 */
export interface TensorFile {
  /** Without the hash. */
  metadata: Record<string, string>;
  tensors: NamedArray[];
  /** sha256 over the tensor bytes and the metadata values, hexadecimal. */
  hash: string;
}

export interface TensorFileLimits {
  maxBytes: number;
  maxHeaderBytes: number;
}

/** What a header says, before any tensor is read. Offsets are absolute in the file. */
export interface TensorHeader {
  metadata: Record<string, string>;
  hash: string;
  entries: { name: string; dtype: NamedArray['dtype']; shape: number[]; begin: number; end: number }[];
  /** Length that the whole file must have. */
  fileBytes: number;
}

const NAME = /^[A-Za-z_][\w./-]{0,199}$/;
const LENGTH_BYTES = 8;
const HASH = 'sha256';

export const bytesOf = (array: NamedArray): Uint8Array =>
  new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength);

const refuse = (why: Sentence): AppError => new AppError('bad-input', why);

/** The bytes of a tensor file. Names must be unique and plain (letters, digits, `_ . / -`); metadata must not name the hash. */
export async function encodeTensorFile(
  metadata: Record<string, string>,
  tensors: readonly NamedArray[],
): Promise<Uint8Array> {
  checkTensors(tensors);
  const ordered = dataOrder(tensors);
  const hash = await hashOf(ordered.map(bytesOf), metadata);
  const header = headerBytes({ ...metadata, [HASH]: hash }, tensors);
  const size = ordered.reduce((sum, tensor) => sum + tensor.data.byteLength, LENGTH_BYTES + header.length);
  const file = new Uint8Array(size);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, LENGTH_BYTES);
  let position = LENGTH_BYTES + header.length;
  for (const tensor of ordered) {
    file.set(bytesOf(tensor), position);
    position += tensor.data.byteLength;
  }
  return file;
}

function checkTensors(tensors: readonly NamedArray[]): void {
  const names = new Set(tensors.map((tensor) => tensor.name));
  if (names.size !== tensors.length) throw fault('Two tensors have the same name.');
  for (const { name, shape, data } of tensors) {
    const length = shape.reduce((product, side) => product * side, 1);
    if (!NAME.test(name)) throw fault(`A tensor cannot be called "${name}".`);
    if (length !== data.length) {
      throw fault(`Tensor ${name} has ${data.length} values, its shape needs ${length}.`);
    }
  }
}

type Described = Pick<NamedArray, 'name' | 'dtype' | 'shape'>;

/** Widest numbers first keeps every tensor aligned; the header keeps the order given. */
function dataOrder<T extends Described>(tensors: readonly T[]): T[] {
  return [...tensors].sort((a, b) => ARRAYS[b.dtype].BYTES_PER_ELEMENT - ARRAYS[a.dtype].BYTES_PER_ELEMENT);
}

const byteLength = ({ dtype, shape }: Described): number =>
  shape.reduce((product, side) => product * side, ARRAYS[dtype].BYTES_PER_ELEMENT);

/** The one JSON form of a header, padded with spaces so that the tensors start at a multiple of 8. */
function headerBytes(metadata: Record<string, string>, tensors: readonly Described[]): Uint8Array {
  const offsets = new Map<string, [number, number]>();
  let position = 0;
  for (const tensor of dataOrder(tensors)) {
    offsets.set(tensor.name, [position, (position += byteLength(tensor))]);
  }
  const entries = tensors.map(({ name, dtype, shape }) => [
    name,
    { dtype, shape, data_offsets: offsets.get(name) ?? [] },
  ]);
  const json = JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries]));
  const length = Buffer.byteLength(json);
  return Buffer.from(json + ' '.repeat((8 - (length % 8)) % 8));
}

const hashOf = (data: readonly Uint8Array[], metadata: Record<string, string>): Promise<string> =>
  partsHash([...data, ...Object.values(metadata).map((value) => Buffer.from(value))]);

/** The header's length from the first 8 bytes of a file. Throws AppError 'bad-input' (a reason, no file name). */
export function headerLength(start: Uint8Array, limits: TensorFileLimits): number {
  if (start.length < LENGTH_BYTES) throw refuse(say('model.endsInFirstBytes'));
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length < 2n || length > BigInt(limits.maxHeaderBytes)) throw refuse(say('model.notAModel'));
  return Number(length);
}

/** Reads a header of a file of `fileBytes`; `start` holds at least length and header. Throws as `headerLength`. */
export function decodeTensorHeader(start: Uint8Array, fileBytes: number, limits: TensorFileLimits): TensorHeader {
  if (fileBytes > limits.maxBytes)
    throw refuse(say('model.largerThan', { mib: Math.round(limits.maxBytes / 2 ** 20) }));
  const length = headerLength(start, limits);
  const dataStart = LENGTH_BYTES + length;
  if (start.length < dataStart) throw refuse(say('model.endsInHeader'));
  const raw = start.subarray(LENGTH_BYTES, dataStart);
  const { metadata, tensors } = parseHeader(raw);
  const canonical = headerBytes(metadata, tensors);
  // Holes, overlaps, duplicate keys and every flipped bit of the header end here.
  if (Buffer.compare(canonical, raw) !== 0) throw refuse(say('model.headerDamaged'));
  return layOut(metadata, tensors, dataStart, fileBytes);
}

function layOut(
  metadata: Record<string, string>,
  tensors: Described[],
  dataStart: number,
  fileBytes: number,
): TensorHeader {
  let position = dataStart;
  const begins = new Map<string, number>();
  for (const tensor of dataOrder(tensors)) {
    begins.set(tensor.name, position);
    position += byteLength(tensor);
  }
  if (position > fileBytes) throw refuse(say('model.endsEarly'));
  if (position < fileBytes) throw refuse(say('model.strangeBytes'));
  const { [HASH]: hash, ...rest } = metadata;
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) throw refuse(say('model.noHash'));
  const entries = tensors.map((tensor) => {
    const begin = begins.get(tensor.name)!;
    return { ...tensor, begin, end: begin + byteLength(tensor) };
  });
  return { metadata: rest, hash, entries, fileBytes };
}

function parseHeader(raw: Uint8Array): { metadata: Record<string, string>; tensors: Described[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw refuse(say('model.headerUnreadable'));
  }
  if (!isRecord(parsed)) throw refuse(say('model.headerUnreadable'));
  const { __metadata__: metadata, ...entries } = parsed;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw refuse(say('model.headerBare'));
  }
  return {
    metadata: metadata as Record<string, string>,
    tensors: Object.entries(entries).map(([name, entry]) => parseEntry(name, entry)),
  };
}

function parseEntry(name: string, entry: unknown): Described {
  if (!NAME.test(name) || !isRecord(entry)) throw refuse(say('model.impossibleTensor'));
  const { dtype, shape } = entry;
  if (!isArrayType(dtype)) throw refuse(say('model.tensorType', { tensor: name }));
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isSide)) {
    throw refuse(say('model.tensorShape', { tensor: name }));
  }
  const sides: number[] = shape;
  // Also bounds every later product: no side and no product is beyond what a double holds exactly.
  if (sides.reduce((product, side) => product * side, 8) > Number.MAX_SAFE_INTEGER) {
    throw refuse(say('model.tensorShape', { tensor: name }));
  }
  return { name, dtype, shape: sides };
}

const isSide = (side: unknown): side is number => Number.isSafeInteger(side) && (side as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Decodes a whole file and checks its hash. Throws AppError 'bad-input' whose message is a reason without file name. */
export async function decodeTensorFile(bytes: Uint8Array, limits: TensorFileLimits): Promise<TensorFile> {
  const header = decodeTensorHeader(bytes, bytes.length, limits);
  const data = dataOrder(header.entries).map(({ begin, end }) => bytes.subarray(begin, end));
  if ((await hashOf(data, header.metadata)) !== header.hash) throw refuse(say('model.wrongHash'));
  const tensors = header.entries.map(({ name, dtype, shape, begin, end }) => {
    const data = arrayOf(dtype, bytes.subarray(begin, end));
    return { name, shape, dtype, data } as NamedArray;
  });
  return { metadata: header.metadata, tensors, hash: header.hash };
}

/** Copying more than this would hold up the process. */
const COPIED_BYTES = 2 ** 20;

/** The values of a tensor: large ones stay where the file was read to, small ones do not keep the whole file. */
function arrayOf(dtype: NamedArray['dtype'], bytes: Uint8Array): NamedArray['data'] {
  const { BYTES_PER_ELEMENT: width } = ARRAYS[dtype];
  const isCopied = bytes.length <= COPIED_BYTES || bytes.byteOffset % width !== 0;
  const { buffer, byteOffset, length } = isCopied ? new Uint8Array(bytes) : bytes;
  return new ARRAYS[dtype](buffer as ArrayBuffer, byteOffset, length / width);
}

import { expectedTensors as tensorsOf } from '@contract/model-spec';
import { CURVE_POINTS, thinCurve } from '@contract/curve';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  FORMAT_VERSION,
  modelCardSchema,
  type ModelCard,
  type ModelSummary,
  type ModelDetails,
} from '@contract/model-card';
import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import * as v from 'valibot';
import { writeFileAtomic, type WriteOptions } from '../disk/atomic-write';
import { partsHash } from '../disk/content-hash';
import { readAt, withRegularFile } from '../disk/read-file';
import {
  bytesOf,
  decodeTensorFile,
  decodeTensorHeader,
  encodeTensorFile,
  headerLength,
  type TensorFileLimits,
} from './tensor-file';

/** The `.onepair` file: card, weights and a before/after crop in one. Layout and limits: docs/model-format.md. */
type ModelCrop = ModelDetails['crop'];

export interface StoredModel {
  card: ModelCard;
  tensors: NamedArray[];
  crop: ModelCrop;
}

export interface LoadedModel extends StoredModel {
  summary: ModelSummary;
}

/** The weights that a training with these settings has: the application's own specs. */
export type ExpectedTensors = (settings: TrainSettings) => { name: string; shape: number[]; dtype: 'F32' }[];

const MODEL_LIMITS: TensorFileLimits = { maxBytes: 64 * 2 ** 20, maxHeaderBytes: 256 * 1024 };
const MAX_CARD_BYTES = 64 * 1024;
const MAX_CROP_SIDE = 1024;
const CROP_NAMES = ['degraded', 'restored', 'clean'] as const;

/** Writes a model durably and returns its library row. Throws AppError: 'internal' for weights that are not finite. */
export async function saveModel(
  path: string,
  model: StoredModel,
  options: WriteOptions = { overwrite: true },
): Promise<ModelSummary> {
  const { bytes, summary } = await encodeModel(model);
  await writeFileAtomic(path, [bytes], options);
  return summary;
}

export interface EncodedModel {
  bytes: Uint8Array;
  summary: ModelSummary;
}

/** The bytes of a model file. Throws as `saveModel`. */
async function encodeModel(model: StoredModel): Promise<EncodedModel> {
  const { name } = model.card;
  await checkFinite(model.tensors, (why) => new AppError('internal', say('model.notSaved', { name, why })));
  return seal(model.card, [...model.tensors, ...cropTensors(model.crop)]);
}

/** A model file under another name; all else, its id too, stays as it is. `path` only names the file in messages. */
export async function renamedModel(bytes: Uint8Array, path: string, name: string): Promise<EncodedModel> {
  return withFileName(path, async () => {
    const { metadata, tensors } = await decodeTensorFile(bytes, MODEL_LIMITS);
    const understood = parseCard(metadata, basename(path));
    // The card as it stands, not as it is understood here: its settings are part of the id.
    const card = JSON.parse(metadata['card']!) as ModelCard;
    const { bytes: renamed, summary } = await seal({ ...card, name }, tensors);
    return { bytes: renamed, summary: { ...summary, card: { ...understood, name, formatVersion: FORMAT_VERSION } } };
  });
}

async function seal(given: ModelCard, tensors: NamedArray[]): Promise<EncodedModel> {
  const card = fitCard({ ...given, formatVersion: FORMAT_VERSION });
  const text = JSON.stringify(card);
  const id = await idOf(tensors, text);
  const bytes = await encodeTensorFile({ card: text, model: id }, tensors);
  if (bytes.length > MODEL_LIMITS.maxBytes) {
    throw new AppError('bad-input', say('model.tooLarge', { name: card.name }));
  }
  return { bytes, summary: { id, name: card.name, bytes: bytes.length, card } };
}

const isCrop = ({ name }: NamedArray): boolean => name.startsWith('crop.');

/** sha256 of the weights and of the settings as the card has them: the same model under any name. */
function idOf(tensors: readonly NamedArray[], cardText: string): Promise<string> {
  const { settings } = JSON.parse(cardText) as ModelCard;
  const weights = tensors.filter((tensor) => !isCrop(tensor)).map(bytesOf);
  return partsHash([...weights, Buffer.from(JSON.stringify(settings))]);
}

/** At most 500 points of history, evenly thinned, first and last kept; fewer where the card would pass 64 KiB. */
function fitCard(card: ModelCard): ModelCard {
  for (let most = CURVE_POINTS; most >= 2; most = Math.floor(most / 2)) {
    const fitted = { ...card, history: thinCurve(card.history, most) };
    if (Buffer.byteLength(JSON.stringify(fitted)) <= MAX_CARD_BYTES) return fitted;
  }
  throw new AppError('bad-input', say('model.cardTooLong'));
}

function cropTensors(crop: ModelCrop): NamedArray[] {
  if (crop === null) return [];
  const shape = [crop.height, crop.width, 3];
  return CROP_NAMES.map((name) => ({ name: `crop.${name}`, shape, dtype: 'U8', data: crop[name] }));
}

/** Reads and checks a whole model file; nothing in it is believed that the application does not know better. */
export async function loadModel(path: string, expectedTensors?: ExpectedTensors): Promise<LoadedModel> {
  return decodeModel(await readModelBytes(path), path, expectedTensors);
}

/** The bytes of a file that may be a model: an ordinary file, no link, not too large. */
export async function readModelBytes(path: string): Promise<Uint8Array> {
  return withRegularFile(path, async (file, size) => {
    if (size > MODEL_LIMITS.maxBytes) throw damaged(path, say('model.largerThan', { mib: 64 }));
    return readAt(file, 0, size);
  });
}

/** `loadModel` on bytes; `path` only names the file in messages. */
export async function decodeModel(
  bytes: Uint8Array,
  path: string,
  expectedTensors: ExpectedTensors = tensorsOf,
): Promise<LoadedModel> {
  return withFileName(path, async () => {
    const { metadata, tensors } = await decodeTensorFile(bytes, MODEL_LIMITS);
    const card = parseCard(metadata, basename(path));
    const weights = pickWeights(tensors, expectedTensors(card.settings));
    await checkFinite(weights, refuse);
    const crop = pickCrop(tensors.filter(({ name }) => !weights.some((weight) => weight.name === name)));
    const id = await idOf(tensors, metadata['card']!);
    if ((metadata['model'] ?? id) !== id) throw refuse(say('model.wrongId'));
    return { card, tensors: weights, crop, summary: { id, name: card.name, bytes: bytes.length, card } };
  });
}

/** The library row of a model file from its header alone; the weights are checked when the model is loaded. */
export async function readSummary(path: string): Promise<ModelSummary> {
  return withRegularFile(path, async (file, size) => {
    const start = await readAt(file, 0, 8);
    return withFileName(path, async () => {
      const length = headerLength(start, MODEL_LIMITS);
      const { metadata } = decodeTensorHeader(await readAt(file, 0, 8 + length), size, MODEL_LIMITS);
      const card = parseCard(metadata, basename(path));
      const id = metadata['model'] ?? (await idOfVersion1(await readAt(file, 0, size)));
      return { id, name: card.name, bytes: size, card };
    });
  });
}

/** Whether a model lies there, as far as its header tells. */
export const isModelFile = (path: string): Promise<boolean> =>
  readSummary(path).then(
    () => true,
    () => false,
  );

/** Version 1 had its name in its id: the id of today is worked out from the whole file. */
async function idOfVersion1(bytes: Uint8Array): Promise<string> {
  const { metadata, tensors } = await decodeTensorFile(bytes, MODEL_LIMITS);
  return idOf(tensors, metadata['card']!);
}

const refuse = (why: Sentence): AppError => new AppError('bad-input', why);

const damaged = (path: string, why: Sentence): AppError => {
  const name = basename(path);
  return new AppError('bad-input', say('model.unusable', { file: name, why }), name);
};

/** Puts the file's name and the way out around a reason. */
async function withFileName<T>(path: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw error.kind === 'unavailable' ? error : damaged(path, error.sentence);
  }
}

function parseCard(metadata: Record<string, string>, name: string): ModelCard {
  const text = metadata['card'];
  if (text === undefined) throw refuse(say('model.noCard'));
  if (Buffer.byteLength(text) > MAX_CARD_BYTES) throw refuse(say('model.cardTooLarge'));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse(say('model.cardUnreadable'));
  }
  const version = v.safeParse(v.object({ formatVersion: v.number() }), parsed);
  if (version.success && version.output.formatVersion > FORMAT_VERSION) {
    throw new AppError(
      'unavailable',
      say('model.newer', { file: name, format: String(version.output.formatVersion) }),
      name,
    );
  }
  const card = v.safeParse(modelCardSchema, parsed);
  if (!card.success)
    throw refuse(say('model.cardInvalid', { why: v.getDotPath(card.issues[0]) ?? say('model.notAnObject') }));
  const keys = card.output.formatVersion === 1 ? ['card'] : ['card', 'model'];
  if (String(Object.keys(metadata)) !== String(keys)) throw refuse(say('model.strangeHeader'));
  return card.output;
}

function pickWeights(tensors: NamedArray[], expected: ReturnType<ExpectedTensors>): NamedArray[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return expected.map(({ name, shape, dtype }) => {
    const tensor = byName.get(name);
    if (tensor === undefined) throw refuse(say('model.weightsMissing', { tensor: name }));
    if (tensor.dtype !== dtype || String(tensor.shape) !== String(shape)) {
      const found = `${tensor.dtype} ${tensor.shape.join('×')}`;
      throw refuse(say('model.weightsDiffer', { tensor: name, is: found, type: dtype, needed: shape.join('×') }));
    }
    return tensor;
  });
}

function pickCrop(rest: NamedArray[]): ModelCrop {
  if (rest.length === 0) return null;
  const [degraded, restored, clean] = CROP_NAMES.map((name) => rest.find((tensor) => tensor.name === `crop.${name}`));
  if (!isPicture(degraded) || !isPicture(restored) || !isPicture(clean) || rest.length !== CROP_NAMES.length) {
    throw refuse(say('model.strangeTensors'));
  }
  const shapes = new Set([degraded, restored, clean].map(({ shape }) => String(shape)));
  if (shapes.size !== 1) throw refuse(say('model.samplesDiffer'));
  const [height, width] = degraded.shape as [number, number];
  return { width, height, degraded: degraded.data, restored: restored.data, clean: clean.data };
}

function isPicture(tensor: NamedArray | undefined): tensor is Extract<NamedArray, { dtype: 'U8' }> {
  if (tensor?.dtype !== 'U8' || tensor.shape.length !== 3 || tensor.shape[2] !== 3) return false;
  return tensor.shape.slice(0, 2).every((side) => side >= 1 && side <= MAX_CROP_SIDE);
}

/** Values that are looked at before other work of the process may go on. */
const VALUES_AT_ONCE = 2 ** 18;

async function checkFinite(tensors: readonly NamedArray[], fail: (why: Sentence) => AppError): Promise<void> {
  for (const { name, data } of tensors) {
    for (let at = 0; at < data.length; at += VALUES_AT_ONCE) {
      // A sum would overflow on large finite weights; every value is looked at.
      for (const value of data.subarray(at, at + VALUES_AT_ONCE)) {
        if (!Number.isFinite(value)) throw fail(say('model.weightsNotFinite', { tensor: name }));
      }
      if (data.length > VALUES_AT_ONCE) await nextTurn();
    }
  }
}

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CheckpointInfo } from '@contract/job';
import { trainSettingsSchema } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import * as v from 'valibot';
import { cleanOnce, makeFolder, removeFile, writeFileAtomic } from '../disk/atomic-write';
import { readAt, withRegularFile } from '../disk/read-file';
import { forgetPair } from './kept-pair';
import { decodeTensorFile, decodeTensorHeader, encodeTensorFile, headerLength } from './tensor-file';
import type { TensorFileLimits } from './tensor-file';

/** What the store itself reads of a checkpoint; all else in `meta` belongs to the trainer and is kept as it is. */
const metaSchema = v.object({ settings: trainSettingsSchema, epoch: v.number(), epochs: v.number(), step: v.number() });
type CheckpointMetaBase = v.InferOutput<typeof metaSchema>;

interface StoredCheckpoint<M extends CheckpointMetaBase = CheckpointMetaBase> {
  meta: M;
  tensors: NamedArray[];
}

/** Unfinished trainings. Two generations of each are kept, so that one whole checkpoint is there whatever happens. */
export interface CheckpointStore {
  /** `name` is how the user knows the training. `id`: letters, digits, '_' and '-'. */
  save(id: string, checkpoint: StoredCheckpoint, name?: string): Promise<void>;
  /** The newest whole generation. Throws AppError 'not-found', or 'bad-input' when none is whole. */
  load(id: string): Promise<StoredCheckpoint<CheckpointMetaBase & Record<string, unknown>>>;
  /** Newest first. */
  list(): Promise<CheckpointInfo[]>;
  /** Removes all generations, and the pair that was kept for them. */
  remove(id: string): Promise<void>;
}

const LIMITS: TensorFileLimits = { maxBytes: 512 * 2 ** 20, maxHeaderBytes: 8 * 2 ** 20 };
const GENERATIONS = ['a', 'b'] as const;
const EXTENSION = '.checkpoint';
const FILE_NAME = /^([\w-]{1,200})\.[ab]\.checkpoint$/;

const recordSchema = v.object({
  formatVersion: v.literal(1),
  name: v.string(),
  savedAt: v.string(),
  /** Rises by one with every save of a training. */
  generation: v.number(),
  /** Names, types and shapes of all tensors: under the hash with the rest. */
  layout: v.string(),
  meta: v.looseObject(metaSchema.entries),
});
type CheckpointRecord = v.InferOutput<typeof recordSchema>;

/** Opens the store in `folder`, which is created with the first checkpoint. */
export function openCheckpointStore(folder: string, nowMs: () => number = Date.now): CheckpointStore {
  const paths = (id: string) => GENERATIONS.map((generation) => pathOf(folder, id, generation));
  return {
    save: async (id, { meta, tensors }, name = id) => {
      await makeFolder(folder);
      const [path, generation] = await nextGeneration(paths(id));
      const layout = JSON.stringify(tensors.map(describe));
      const savedAt = new Date(nowMs()).toISOString();
      const record = { formatVersion: 1, name, savedAt, generation, layout, meta };
      await writeFileAtomic(path, [await encodeTensorFile({ checkpoint: JSON.stringify(record) }, tensors)]);
    },
    load: async (id) => loadNewest(id, paths(id)),
    list: async () => {
      await cleanOnce(folder);
      const names = await readdir(folder).catch(() => []);
      const ids = new Set(names.flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []));
      const infos = await Promise.all([...ids].map(async (id) => infoOf(id, await readRecords(paths(id)))));
      return infos.filter((info) => info !== null).sort((a, b) => b.savedAt.localeCompare(a.savedAt));
    },
    remove: async (id) => {
      for (const path of paths(id)) await removeFile(path);
      await forgetPair(folder, id);
    },
  };
}

function pathOf(folder: string, id: string, generation: string): string {
  const name = `${id}.${generation}${EXTENSION}`;
  if (!FILE_NAME.test(name)) throw new AppError('not-found', say('checkpoint.unknown', { id }));
  return join(folder, name);
}

const describe = ({ name, dtype, shape }: NamedArray) => ({ name, dtype, shape });

/** The path to write next: a missing or damaged generation first, else the older one. */
async function nextGeneration(paths: string[]): Promise<[string, number]> {
  const records = await readRecords(paths);
  const ages = records.map((record) => record?.generation ?? 0);
  const index = ages[0]! <= ages[1]! ? 0 : 1;
  return [paths[index]!, Math.max(...ages) + 1];
}

function readRecords(paths: string[]): Promise<(CheckpointRecord | null)[]> {
  return Promise.all(paths.map((path) => readRecord(path).catch(() => null)));
}

async function readRecord(path: string): Promise<CheckpointRecord> {
  return withRegularFile(path, async (file, size) => {
    const length = headerLength(await readAt(file, 0, 8), LIMITS);
    return parseRecord(decodeTensorHeader(await readAt(file, 0, 8 + length), size, LIMITS).metadata);
  });
}

function parseRecord(metadata: Record<string, string>): CheckpointRecord {
  const text = metadata['checkpoint'];
  if (text === undefined) throw new AppError('bad-input', say('plain', { text: 'it is not a checkpoint' }));
  const parsed = v.safeParse(recordSchema, JSON.parse(text));
  if (!parsed.success)
    throw new AppError('bad-input', say('plain', { text: 'it was written by another version of Onepair' }));
  return parsed.output;
}

async function loadNewest(
  id: string,
  paths: string[],
): Promise<StoredCheckpoint<CheckpointMetaBase & Record<string, unknown>>> {
  const records = await readRecords(paths);
  const found = paths
    .map((path, index) => ({ path, generation: records[index]?.generation ?? 0 }))
    .filter(({ generation }) => generation > 0)
    .sort((a, b) => b.generation - a.generation);
  for (const { path } of found) {
    const whole = await readWhole(path).catch(() => null);
    if (whole !== null) return whole;
  }
  const name = basename(paths[0]!);
  throw found.length === 0
    ? new AppError('not-found', say('checkpoint.unknown', { id }))
    : new AppError('bad-input', say('checkpoint.damaged', { name: id }), name);
}

async function readWhole(path: string): Promise<StoredCheckpoint<CheckpointMetaBase & Record<string, unknown>> | null> {
  const bytes = await withRegularFile(path, (file, size) => readAt(file, 0, Math.min(size, LIMITS.maxBytes)));
  const { metadata, tensors } = await decodeTensorFile(bytes, LIMITS);
  const record = parseRecord(metadata);
  if (JSON.stringify(tensors.map(describe)) !== record.layout) return null;
  return { meta: record.meta, tensors };
}

function infoOf(id: string, records: (CheckpointRecord | null)[]): CheckpointInfo | null {
  const newest = records
    .filter((record) => record !== null)
    .reduce<CheckpointRecord | null>((a, b) => (a !== null && a.generation > b.generation ? a : b), null);
  if (newest === null) return null;
  const { name, savedAt, meta } = newest;
  return { id, name, settings: meta.settings, epoch: meta.epoch, epochs: meta.epochs, savedAt };
}

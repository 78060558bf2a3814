import { lstat, readdir, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MODEL_EXTENSION, type ModelDetails } from '@contract/model-card';
import type { ModelSummary } from '@contract/model-card';
import { AppError, toFailure } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import { cleanOnce, makeFolder, moveFile, removeFile, writeFileAtomic } from '../disk/atomic-write';
import { makeFolderBelow } from '../disk/own-files';
import { FileExists } from '../disk/replaceable';
import { decodeModel, loadModel, readModelBytes, readSummary, renamedModel } from './model-file';
import type { ExpectedTensors, LoadedModel } from './model-file';
import { foldName, slug } from '../disk/names';
import { createTurns } from '../disk/turns';

/** The models of one folder, each a file of its own; the folder is the whole truth and nothing is cached. */
export interface Library {
  /** Newest first. Files that cannot be used are left out; `problems` names them. */
  list(): Promise<ModelSummary[]>;
  /** One sentence for each file of the folder that cannot be used as a model. */
  problems(): Promise<Sentence[]>;
  /** By id, by the first letters (6 or more) of an id, or by name. Throws AppError 'not-found' or 'bad-input'. */
  find(idOrName: string): Promise<{ summary: ModelSummary; path: string }>;
  show(idOrName: string): Promise<ModelDetails>;
  load(idOrName: string): Promise<LoadedModel>;
  /** Throws AppError 'bad-input' when the name is taken. The id stays. */
  rename(idOrName: string, name: string): Promise<ModelSummary>;
  remove(idOrName: string): Promise<void>;
  /** Puts the file aside, for a week at least; returns the id by which `bringBack` finds it. */
  discard(idOrName: string): Promise<string>;
  /** The models that were put aside and can be brought back. */
  removed(): Promise<ModelSummary[]>;
  /** Undoes `discard`. Throws AppError 'not-found' when the file is gone. */
  bringBack(id: string): Promise<ModelSummary>;
  /** Checks a file and copies it in; a name that is taken gets a number, the same model twice stays one. */
  importFile(path: string): Promise<ModelSummary>;
  /** Copies a model into a folder, never over another file; returns the new file's path. */
  exportTo(idOrName: string, folder: string): Promise<string>;
}

interface Row {
  summary: ModelSummary;
  path: string;
}

/** Opens the library in `folder`, which is created with the first model. */
export function openLibrary(folder: string, expectedTensors?: ExpectedTensors): Library {
  // Names stay unique because one program changes one thing at a time.
  const alone = createTurns(join(folder, 'library'));
  const rows = async () => (await readFolder(folder)).rows;
  const find = async (idOrName: string): Promise<Row> => pick(await rows(), idOrName);
  const load = async (idOrName: string) => loadModel((await find(idOrName)).path, expectedTensors);

  return {
    list: async () => (await rows()).map(({ summary }) => summary),
    problems: async () => (await readFolder(folder)).problems,
    find,
    load,
    show: async (idOrName) => {
      const { summary, crop } = await load(idOrName);
      return { ...summary, crop };
    },
    rename: (idOrName, name) =>
      alone(async () => {
        const all = await rows();
        const row = pick(all, idOrName);
        const taken = all.some((other) => other !== row && foldName(other.summary.name) === foldName(name));
        if (taken) throw new AppError('bad-input', say('model.nameTaken', { name }));
        const { bytes, summary } = await renamedModel(await readModelBytes(row.path), row.path, name);
        await writeFileAtomic(row.path, [bytes]);
        return summary;
      }),
    remove: (idOrName) => alone(async () => removeFile((await find(idOrName)).path)),
    discard: (idOrName) =>
      alone(async () => {
        const { path, summary } = await find(idOrName);
        await putAside(folder, path, summary.id);
        return summary.id;
      }),
    removed: async () => {
      const names = await readdir(asideFolder(folder)).catch(() => []);
      const paths = names
        .filter((name) => name.endsWith(MODEL_EXTENSION))
        .map((name) => join(asideFolder(folder), name));
      return (await Promise.all(paths.map(readRow))).flatMap((row) => ('summary' in row ? [row.summary] : []));
    },
    bringBack: (id) =>
      alone(async () => {
        const path = join(asideFolder(folder), asideName(id));
        const bytes = await readModelBytes(path);
        const { card, summary } = await decodeModel(bytes, path, expectedTensors);
        const all = await rows();
        const same = all.find((row) => row.summary.id === summary.id);
        const taken = all.some((row) => row !== same && foldName(row.summary.name) === foldName(card.name));
        if (taken) throw new AppError('bad-input', say('model.nameTakenAgain', { name: card.name }));
        if (!same) await writeUnderFreeName(folder, card.name, bytes);
        await removeFile(path);
        return same?.summary ?? summary;
      }),
    importFile: (path) =>
      alone(async () => {
        const bytes = await readModelBytes(path);
        const { summary } = await decodeModel(bytes, path, expectedTensors);
        const all = await rows();
        const same = all.find((row) => row.summary.id === summary.id);
        if (same !== undefined) return same.summary;
        const name = freeName(summary.name, new Set(all.map((row) => foldName(row.summary.name))));
        const kept = name === summary.name ? { bytes, summary } : await renamedModel(bytes, path, name);
        await makeFolder(folder);
        await writeUnderFreeName(folder, name, kept.bytes);
        return kept.summary;
      }),
    exportTo: async (idOrName, target) => {
      const { path, summary } = await find(idOrName);
      const bytes = await readModelBytes(path);
      await decodeModel(bytes, path, expectedTensors); // a damaged model is not passed on
      return writeUnderFreeName(target, summary.name, bytes);
    },
  };
}

/** Long enough to notice what was removed by mistake. */
const ASIDE_MS = 7 * 24 * 3600 * 1000;
const ASIDE_FOLDER = 'removed';
const asideFolder = (folder: string): string => join(folder, ASIDE_FOLDER);
/** The ids of models are hexadecimal; anything else is no name of ours. */
const asideName = (id: string): string => `${id.replace(/[^0-9a-f]/g, '')}${MODEL_EXTENSION}`;
const isAsideName = (name: string): boolean =>
  name === asideName(name.slice(0, -MODEL_EXTENSION.length)) && name.length === 64 + MODEL_EXTENSION.length;

/** Moves a model's file aside; those that have lain there longer than a week go, and nothing else. */
async function putAside(folder: string, path: string, id: string): Promise<void> {
  const aside = await makeFolderBelow(folder, ASIDE_FOLDER);
  for (const old of (await readdir(aside)).filter(isAsideName).map((name) => join(aside, name))) {
    const facts = await lstat(old).catch(() => null);
    const isOver = facts?.isFile() === true && Date.now() - facts.mtimeMs > ASIDE_MS;
    // What cannot be removed must not keep this one.
    if (isOver) await removeFile(old).catch(() => undefined);
  }
  const put = join(aside, asideName(id));
  await moveFile(path, put);
  await utimes(put, new Date(), new Date()); // the week begins now
}

async function readFolder(folder: string): Promise<{ rows: Row[]; problems: Sentence[] }> {
  await cleanOnce(folder);
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new AppError('disk', say('model.libraryUnreadable'));
  });
  const paths = names.filter((name) => name.endsWith(MODEL_EXTENSION)).map((name) => join(folder, name));
  const read = await Promise.all(paths.map(readRow));
  const rows = read
    .filter((row) => 'summary' in row)
    .sort((a, b) => b.summary.card.createdAt.localeCompare(a.summary.card.createdAt) || (a.path < b.path ? -1 : 1));
  const first = new Map([...rows].reverse().map((row) => [row.summary.id, row]));
  const copies = rows.filter((row) => first.get(row.summary.id) !== row).map(copyNote);
  const problems = read.filter((row): row is Sentence => !('summary' in row));
  return { rows: rows.filter((row) => first.get(row.summary.id) === row), problems: [...problems, ...copies] };
}

/** Of a file that was put in by hand. */
const copyNote = ({ path, summary }: Row): Sentence => say('model.twice', { file: basename(path), name: summary.name });

/** A row, or what is wrong with the file: one damaged file must not hide the others. */
async function readRow(path: string): Promise<Row | Sentence> {
  try {
    return { summary: await readSummary(path), path };
  } catch (error) {
    return toFailure(error).sentence;
  }
}

function pick(rows: Row[], idOrName: string): Row {
  const wanted = foldName(idOrName.trim());
  const tests: ((row: Row) => boolean)[] = [
    ({ summary }) => summary.id === wanted,
    ({ summary }) => summary.name === idOrName,
    ({ summary }) => foldName(summary.name) === wanted,
    ({ summary }) => wanted.length >= 6 && summary.id.startsWith(wanted),
  ];
  for (const test of tests) {
    const [row, other] = rows.filter(test);
    if (other !== undefined) {
      throw new AppError('bad-input', say('model.severalCalled', { name: idOrName }));
    }
    if (row !== undefined) return row;
  }
  throw new AppError('not-found', say('model.noneCalled', { name: idOrName }));
}

/** 'Old prints', 'Old prints 2', 'Old prints 3' … */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(foldName(name))) return name;
  let count = 2;
  while (taken.has(foldName(`${name} ${count}`))) count += 1;
  return `${name} ${count}`;
}

/** Writes a model file called after the model; an existing file is never replaced. Returns its path. */
async function writeUnderFreeName(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const stem = slug(name);
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${stem}${count === 1 ? '' : `-${count}`}${MODEL_EXTENSION}`);
    try {
      await writeFileAtomic(path, [bytes], { overwrite: false });
      return path;
    } catch (error) {
      if (!(error instanceof FileExists) || count > 9999) throw error;
    }
  }
}

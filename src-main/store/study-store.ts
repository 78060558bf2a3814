import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { STUDIES, type StudyResult, type StudySummary } from '@contract/study';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { makeFolder, removeFile, writeFileAtomic } from '../disk/atomic-write';
import { openJsonLines, type JsonLines } from '../disk/json-lines';
import { readAt, withRegularFile } from '../disk/read-file';

/** Studies: for each its result so far, and the values of its steps, so that it can go on. */
export interface StudyStore {
  /** The values of the steps of a study that are done. */
  steps(id: string): Promise<JsonLines>;
  save(result: StudyResult): Promise<void>;
  /** Null where it was never begun, or its file is damaged. Throws AppError 'not-found' for what is no id. */
  load(id: string): Promise<StudyResult | null>;
  /** Newest first. */
  list(): Promise<StudySummary[]>;
  remove(id: string): Promise<void>;
}

const ID = /^[0-9a-f]{8,64}$/;

/** Opens the studies of `folder`, which is created with the first. */
export function openStudyStore(folder: string): StudyStore {
  const pathOf = (id: string, extension: '.json' | '.steps'): string => {
    if (!ID.test(id)) throw new AppError('not-found', say('study.unknown', { id }));
    return join(folder, id + extension);
  };
  const load = async (id: string) => {
    const path = pathOf(id, '.json');
    // What is larger is cut off, and then no JSON.
    const bytes = await withRegularFile(path, (file) => readAt(file, 0, MOST_BYTES)).catch(() => null);
    return bytes && parse(new TextDecoder().decode(bytes));
  };
  return {
    load,
    steps: async (id) => openJsonLines(pathOf(id, '.steps')),
    async save(result) {
      await makeFolder(folder);
      await writeFileAtomic(pathOf(result.id, '.json'), [Buffer.from(JSON.stringify(result))]);
    },
    async list() {
      const names = await readdir(folder).catch(() => []);
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
      const results = await Promise.all(ids.filter((id) => ID.test(id)).map(load));
      return results
        .filter((result) => result !== null)
        .map(summary)
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    },
    async remove(id) {
      await removeFile(pathOf(id, '.json'));
      await removeFile(pathOf(id, '.steps'));
    },
  };
}

/** A hundred times the longest. */
const MOST_BYTES = 2 ** 27;

/** What lists go by; a damaged file has it not. */
const known = v.looseObject({
  ...{ id: v.string(), study: v.picklist(STUDIES), updatedAt: v.string(), complete: v.boolean() },
  ...{ steps: v.number(), stepsDone: v.number(), trainedOn: v.array(v.unknown()), request: v.looseObject({}) },
});

function parse(text: string): StudyResult | null {
  try {
    const result: unknown = JSON.parse(text);
    return v.is(known, result) ? (result as unknown as StudyResult) : null;
  } catch {
    return null;
  }
}

function summary(result: StudyResult): StudySummary {
  const { id, study, title, trainedOn, steps, stepsDone, complete, updatedAt, request } = result;
  return { id, study, title, trainedOn, steps, stepsDone, complete, updatedAt, request };
}

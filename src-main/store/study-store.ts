import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { studyResultSchema, type StudyResult, type StudySummary } from '@contract/study';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { makeFolder, removeFile, writeFileAtomic } from '../disk/atomic-write';
import { inOrder } from '../disk/in-order';
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
    return bytes && parse(new TextDecoder().decode(bytes), id);
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
      // One after the other: one that somebody made long costs its own time and memory, not all of them at once.
      const results = await inOrder(
        ids.filter((id) => ID.test(id)),
        1,
        load,
      );
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

/** More than twice the longest. */
const MOST_BYTES = 2 ** 21;

/** Null for what is no whole result, or another one's than its name says. */
function parse(text: string, id: string): StudyResult | null {
  try {
    const parsed = v.safeParse(studyResultSchema, JSON.parse(text));
    return parsed.success && parsed.output.id === id ? parsed.output : null;
  } catch {
    return null;
  }
}

function summary(result: StudyResult): StudySummary {
  const { id, study, title, trainedOn, steps, stepsDone, complete, updatedAt, request } = result;
  return { id, study, title, trainedOn, steps, stepsDone, complete, updatedAt, request };
}

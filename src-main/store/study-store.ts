import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyResult, StudySummary } from '@contract/study';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { makeFolder, removeFile, writeFileAtomic } from '../disk/atomic-write';
import { openJsonLines, type JsonLines } from '../disk/json-lines';
import { places } from '../disk/places';

/** The studies of this home: for each its result so far, and the values of its steps, so that it can go on. */
const folder = () => join(places().home, 'studies');

const ID = /^[0-9a-f]{8,64}$/;

function pathOf(id: string, extension: '.json' | '.steps'): string {
  if (!ID.test(id)) throw new AppError('not-found', say('study.unknown', { id }));
  return join(folder(), id + extension);
}

/** The values of the steps of a study that are done. */
export const openSteps = (id: string): Promise<JsonLines> => openJsonLines(pathOf(id, '.steps'));

export async function saveStudy(result: StudyResult): Promise<void> {
  await makeFolder(folder());
  await writeFileAtomic(pathOf(result.id, '.json'), [Buffer.from(JSON.stringify(result))]);
}

/** Null where it was never begun, or its file is damaged. */
export async function loadStudy(id: string): Promise<StudyResult | null> {
  const text = await readFile(pathOf(id, '.json'), 'utf8').catch(() => null);
  try {
    return text === null ? null : (JSON.parse(text) as StudyResult);
  } catch {
    return null;
  }
}

/** Newest first. */
export async function listStudies(): Promise<StudySummary[]> {
  const names = await readdir(folder()).catch(() => []);
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const results = await Promise.all(ids.filter((id) => ID.test(id)).map(loadStudy));
  return results
    .filter((result) => result !== null)
    .map(summary)
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

function summary(result: StudyResult): StudySummary {
  const { id, study, title, trainedOn, steps, stepsDone, complete, updatedAt, request } = result;
  return { id, study, title, trainedOn, steps, stepsDone, complete, updatedAt, request };
}

export async function removeStudy(id: string): Promise<void> {
  await removeFile(pathOf(id, '.json'));
  await removeFile(pathOf(id, '.steps'));
}

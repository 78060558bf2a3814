import { relative } from 'node:path';
import type { ReportRow } from '@contract/batch';
import type { RestoredPhoto } from '@contract/job';
import type { Sentence } from '@contract/sentence';
import { isBelow } from '../disk/own-files';

interface RowParts extends Omit<ReportRow, 'photo' | 'outcome' | 'result' | 'seconds' | 'notes'> {
  /** Absent: the batch did not come to the photo. */
  outcome: Omit<RestoredPhoto, 'source'> | undefined;
  /** Where the result is. */
  path: string | undefined;
  /** What is said besides what the outcome says. */
  notes?: readonly (Sentence | null)[];
}

/** The row of a photo, called so, in the report of a batch that wrote into `folder`. */
export function reportRow(photo: string, folder: string, { outcome, path, notes = [], ...facts }: RowParts): ReportRow {
  const { error, skipped, elapsedMs = 0 } = outcome ?? {};
  const state = error ? 'failed' : skipped !== undefined ? 'skipped' : 'restored';
  return {
    ...facts,
    photo,
    outcome: outcome ? state : 'not reached',
    result: path !== undefined && isBelow(folder, path) ? relative(folder, path) : '',
    seconds: outcome && state !== 'skipped' ? elapsedMs / 1000 : null,
    notes: [error?.sentence, skipped, ...notes, ...(outcome?.notes ?? [])].filter((note) => note != null),
  };
}

import type { EvaluationRun } from '@contract/evaluate';
import type { StudyResult } from '@contract/study';

/** What everything on the page comes from. */
export interface StudyRecord {
  quick: boolean;
  /** The commit of the checkout, with '+' where the engine was changed after it; null outside a checkout. */
  commit: string | null;
  finishedAt: string;
  elapsedMs: number;
  sets: { name: string; pictures: string[] }[];
  runs: EvaluationRun[];
  experiments: StudyResult[];
  /** What could not be done, and why. */
  failures: string[];
}

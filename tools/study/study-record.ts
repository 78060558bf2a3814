import type { EvaluationRun } from '@contract/evaluate';
import type { Ingredient, MethodName } from '@contract/model-spec';
import type { StudyResult } from '@contract/study';

/** What everything on the page comes from. */
export interface StudyRecord {
  quick: boolean;
  /** With what the study was called, as a shell takes it. */
  flags: string[];
  /** The commit of the checkout, with '+' where the engine was changed after it; null outside a checkout. */
  commit: string | null;
  finishedAt: string;
  /** Training and restoring all of this, also what an earlier run did. */
  workMs: number;
  sets: { name: string; pictures: string[] }[];
  runs: EvaluationRun[];
  ablations: AblationRow[];
  experiments: StudyResult[];
  /** What could not be done, and why. */
  failures: string[];
  /** What --only did not choose. */
  leftOut: string[];
}

/** Preset best of a method with one ingredient left out (null: with all), on one set of pictures. */
export interface AblationRow {
  method: MethodName;
  without: Ingredient | null;
  epochs: number;
  set: string;
  psnr: number;
  ssim: number;
  gradientDistance: number;
}

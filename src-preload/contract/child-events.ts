import { type } from './channels-row';
import type { EpochPreview, TrainPreview, TrainProgress } from './job';
import type { Sentence } from './sentence';
import type { StudyResult } from './study';

export interface JobProgress {
  job: string;
  fraction: number;
  /** One line for the job strip, where there is something to say. */
  detail?: Sentence;
}

/** What shells are told as a child says it. */
export const passedOn = {
  'train.progress': type<TrainProgress>(),
  'train.preview': type<TrainPreview>(),
};

/** The one table of what the children tell without being asked. What is not in it reaches nobody. */
const childEvents = {
  ...passedOn,
  /** An epoch that can be made a model, and the model file of the scratch folder that it is. */
  'train.epochPreview': type<{ preview: EpochPreview; path: string }>(),
  /** From now on the training can be resumed. */
  'train.checkpoint': type<{ job: string; checkpoint: string }>(),
  /** How far a job is, 0–1; of a restoring, its current photo. */
  'job.progress': type<JobProgress>(),
  /** A step of a study is done. */
  'study.step': type<{ job: string; key: string; value: unknown }>(),
  /** A study has found something more. */
  'study.result': type<{ job: string; result: StudyResult }>(),
};

export type ChildEvents = typeof childEvents;
export const isChildEvent = (name: unknown): name is keyof ChildEvents =>
  typeof name === 'string' && Object.hasOwn(childEvents, name);

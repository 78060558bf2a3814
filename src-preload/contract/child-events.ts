import * as v from 'valibot';
import { epochPreviewSchema, jobProgressSchema, trainPreviewSchema } from './job';
import { studyResultSchema } from './study';

/** What shells are told as a child says it. */
export const passedOn = {
  'job.progress': jobProgressSchema,
  'train.preview': trainPreviewSchema,
  /** A training would use a page's graphics processor: the first page to answer does it. */
  'graphics.wanted': v.object({ session: v.string() }),
};

/** The one table of what the children tell without being asked, one row an event: what does not fit its row reaches nobody. */
export const childEvents = {
  ...passedOn,
  /** An epoch that can be made a model, and the model file of the scratch folder that it is. */
  'train.epochPreview': v.object({ preview: epochPreviewSchema, path: v.string() }),
  /** From now on the training can be resumed. */
  'train.checkpoint': v.object({ job: v.string(), checkpoint: v.string() }),
  /** A step of a study is done. */
  'study.step': v.object({ job: v.string(), key: v.string(), value: v.unknown() }),
  /** A study has found something more. */
  'study.result': v.object({ job: v.string(), result: studyResultSchema }),
};

export type ChildEvents = { [E in keyof typeof childEvents]: v.InferOutput<(typeof childEvents)[E]> };
export const isChildEvent = (name: unknown): name is keyof ChildEvents =>
  typeof name === 'string' && Object.hasOwn(childEvents, name);

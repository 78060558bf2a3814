import * as v from 'valibot';
import { evaluationRunSchema, protocolSchema } from './evaluate';
import { TASKS, trainChoicesSchema } from './model-spec';
import { studyRequestSchema, studyResultSchema, studySummarySchema } from './study';
import { begun, id, name, nothing } from './channels-row';

/** Studies and evaluations. */
export const studyChannels = {
  /**
   * Starts a study, or goes on with one that was ended: on drawn pictures, on a pair, on a clean picture that is
   * degraded by the task, and measured on `tests` where there are any.
   */
  'study.start': {
    args: v.strictObject({
      ...studyRequestSchema.entries,
      pair: v.optional(v.strictObject({ degraded: v.optional(id), clean: id })),
      tests: v.optional(v.pipe(v.array(id), v.maxLength(200))),
    }),
    answer: begun,
  },
  /** The studies that are kept, newest first. */
  'study.list': { args: nothing, answer: v.array(studySummarySchema) },
  /** Null where there is none of that id. */
  'study.result': { args: v.strictObject({ id }), answer: v.nullable(studyResultSchema) },
  'study.remove': { args: v.strictObject({ id }), answer: v.null() },
  /**
   * Trains on one picture, or takes a model, and measures it on test pictures. What was done before is found in
   * `folder` and not done again.
   */
  'evaluate.start': {
    args: v.strictObject({
      protocol: v.strictObject({ ...v.partial(protocolSchema).entries, task: v.picklist(TASKS) }),
      choices: trainChoicesSchema,
      training: v.optional(id),
      model: v.optional(id),
      tests: v.pipe(v.array(v.strictObject({ set: name, photo: id })), v.minLength(1), v.maxLength(10_000)),
      folder: id,
    }),
    answer: begun,
  },
  'evaluate.result': { args: v.strictObject({ job: id }), answer: evaluationRunSchema },
};

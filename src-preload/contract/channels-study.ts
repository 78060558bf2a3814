import * as v from 'valibot';
import { protocolSchema, type EvaluationRun } from './evaluate';
import { TASKS, trainChoicesSchema } from './model-spec';
import { studyRequestSchema, type StudyResult, type StudySummary } from './study';
import { id, name, nothing, type } from './channels-row';

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
    answer: type<{ job: string }>(),
  },
  /** The studies that are kept, newest first. */
  'study.list': { args: nothing, answer: type<StudySummary[]>() },
  /** Null where there is none of that id. */
  'study.result': { args: v.strictObject({ id }), answer: type<StudyResult | null>() },
  'study.remove': { args: v.strictObject({ id }), answer: type<null>() },
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
    answer: type<{ job: string }>(),
  },
  'evaluate.result': { args: v.strictObject({ job: id }), answer: type<EvaluationRun>() },
};

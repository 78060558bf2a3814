import * as v from 'valibot';
import { crispSchema } from './restore-options';
import { remarkSchema } from './judgement';
import { modelDetailsSchema, modelSummarySchema } from './model-card';
import { photoRefSchema } from './photo';
import { sentenceSchema } from './said';
import { id, modelId, name, nothing } from './channels-row';

const saved = v.object({ savedAs: v.string() });

/** The library. */
export const modelsChannels = {
  'models.list': { args: nothing, answer: v.array(modelSummarySchema) },
  /** One sentence for each file of the library that cannot be used. */
  'models.problems': { args: nothing, answer: v.array(sentenceSchema) },
  'models.show': { args: v.strictObject({ model: id }), answer: modelDetailsSchema },
  'models.rename': { args: v.strictObject({ model: id, name }), answer: modelSummarySchema },
  /** Stars and notes of the user's own, by the model's id. */
  'models.remarks': { args: nothing, answer: v.record(v.string(), remarkSchema) },
  'models.remark': { args: v.strictObject({ model: modelId, remark: remarkSchema }), answer: v.null() },
  'models.remove': { args: v.strictObject({ model: id }), answer: v.null() },
  /** Removes a model so that it can be brought back for a week; the answer is what brings it back. */
  'models.discard': { args: v.strictObject({ model: id }), answer: v.string() },
  /** What was removed and can still be brought back. */
  'models.removed': { args: nothing, answer: v.array(modelSummarySchema) },
  'models.bringBack': { args: v.strictObject({ model: id }), answer: modelSummarySchema },
  /** Takes a model file the user handed over (picked or uploaded, known by its photo-like id). */
  'models.import': { args: v.strictObject({ file: id }), answer: modelSummarySchema },
  /** A copy of the model file, named after the model, for the user to drag out. */
  'models.file': { args: v.strictObject({ model: id }), answer: photoRefSchema },
  /** Writes the model file into a folder; returns where. */
  'models.export': { args: v.strictObject({ model: id, folder: v.optional(id) }), answer: saved },
  /** Writes the model as an ONNX file to a place that the command line named, its dial resolved; returns where. */
  'models.graph': {
    args: v.strictObject({ model: id, out: id, crisp: v.optional(crispSchema) }),
    answer: saved,
  },
};

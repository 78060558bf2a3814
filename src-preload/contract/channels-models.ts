import * as v from 'valibot';
import { crispSchema } from './restore-options';
import { remarkSchema, type Remark } from './judgement';
import type { ModelDetails, ModelSummary } from './model-card';
import type { PhotoRef } from './photo';
import type { Sentence } from './sentence';
import { id, modelId, name, nothing, type } from './channels-row';

/** The library. */
export const modelsChannels = {
  'models.list': { args: nothing, answer: type<ModelSummary[]>() },
  /** One sentence for each file of the library that cannot be used. */
  'models.problems': { args: nothing, answer: type<Sentence[]>() },
  'models.show': { args: v.strictObject({ model: id }), answer: type<ModelDetails>() },
  'models.rename': { args: v.strictObject({ model: id, name }), answer: type<ModelSummary>() },
  /** Stars and notes of the user's own, by the model's id. */
  'models.remarks': { args: nothing, answer: type<Record<string, Remark>>() },
  'models.remark': { args: v.strictObject({ model: modelId, remark: remarkSchema }), answer: type<null>() },
  'models.remove': { args: v.strictObject({ model: id }), answer: type<null>() },
  /** Removes a model so that it can be brought back for a week; the answer is what brings it back. */
  'models.discard': { args: v.strictObject({ model: id }), answer: type<string>() },
  /** What was removed and can still be brought back. */
  'models.removed': { args: nothing, answer: type<ModelSummary[]>() },
  'models.bringBack': { args: v.strictObject({ model: id }), answer: type<ModelSummary>() },
  /** Takes a model file the user handed over (picked or uploaded, known by its photo-like id). */
  'models.import': { args: v.strictObject({ file: id }), answer: type<ModelSummary>() },
  /** A copy of the model file, named after the model, for the user to drag out. */
  'models.file': { args: v.strictObject({ model: id }), answer: type<PhotoRef>() },
  /** Writes the model file into a folder; returns where. */
  'models.export': { args: v.strictObject({ model: id, folder: v.optional(id) }), answer: type<{ savedAs: string }>() },
  /** Writes the model as an ONNX file to a place that the command line named, its dial resolved; returns where. */
  'models.graph': {
    args: v.strictObject({ model: id, out: id, crisp: v.optional(crispSchema) }),
    answer: type<{ savedAs: string }>(),
  },
};

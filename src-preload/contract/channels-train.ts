import * as v from 'valibot';
import {
  checkpointInfoSchema,
  epochPreviewSchema,
  trainEstimateSchema,
  trainPreviewSchema,
  trainProgressSchema,
} from './job';
import { modelSummarySchema } from './model-card';
import { trainChoicesSchema, trainSettingsSchema } from './model-spec';
import { preparationsSchema } from './channels-pair';
import { begun, id, name, nothing, point } from './channels-row';
import { answeredPartSchema, exchangeSchema } from './graphics-exchange';

/** Training, and going on with one. */
export const trainChannels = {
  'train.estimate': {
    args: v.strictObject({ settings: trainSettingsSchema, width: v.number(), height: v.number() }),
    answer: trainEstimateSchema,
  },
  /** The model goes to the library, or to the model file that `out` names (command line). */
  'train.start': {
    args: v.strictObject({
      degraded: id,
      clean: id,
      choices: trainChoicesSchema,
      name: v.optional(name),
      /** A model whose learning goes on, for as many epochs as are chosen; what it is made of stays. */
      continues: v.optional(id),
      out: v.optional(id),
      /** Whether a model that is there under the name of `out` may be replaced; absent: nothing is. */
      replace: v.optional(v.boolean()),
      /** The point of the clean picture, in its pixels, about which previews are shown; absent: the middle. */
      previewPoint: v.optional(v.strictObject(point)),
      /** What of the pair is prepared first; absent: all of a pair of which nothing is said, nothing of one made here. */
      prepare: v.optional(preparationsSchema),
      /** White where nothing is learned and measured: of a burst. */
      leftOut: v.optional(id),
      /** A second pair that is only measured on; prepared like the first. */
      check: v.optional(v.strictObject({ degraded: id, clean: id })),
      /** Keeps models of single epochs until the session ends, to choose from (`train.keep`). */
      filmstrip: v.optional(v.boolean()),
      /** Seconds that it may take on the whole, reading included: it ends then with what it has learned. */
      withinS: v.optional(v.pipe(v.number(), v.minValue(1))),
    }),
    answer: begun,
  },
  /** Moves the crop that previews show, while the training runs. */
  'train.movePreview': { args: v.strictObject({ job: id, ...point }), answer: v.null() },
  /** Makes a kept epoch a model of the library. */
  'train.keep': {
    args: v.strictObject({ job: id, epoch: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    answer: modelSummarySchema,
  },
  'train.checkpoints': { args: nothing, answer: v.array(checkpointInfoSchema) },
  'train.resume': { args: v.strictObject({ checkpoint: id }), answer: begun },
  'train.discard': { args: v.strictObject({ checkpoint: id }), answer: v.null() },
  'train.history': {
    args: v.strictObject({ job: id }),
    answer: v.object({
      points: v.array(trainProgressSchema),
      preview: v.nullable(trainPreviewSchema),
      epochPreviews: v.array(epochPreviewSchema),
    }),
  },
  /** A page can train with this machine's graphics processor. */
  'graphics.offer': { args: nothing, answer: v.null() },
  /** What its worker says, part by part, and is told. */
  'graphics.exchange': { args: exchangeSchema, answer: answeredPartSchema },
};

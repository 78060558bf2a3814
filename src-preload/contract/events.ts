import * as v from 'valibot';
import { passedOn } from './child-events';
import { epochPreviewSchema, jobSnapshotSchema } from './job';
import { sentenceSchema } from './said';
import { studyResultSchema } from './study';

/** The one table of what a shell is told without asking, one row an event: what does not fit its row reaches no page. */
export const events = {
  'job.changed': jobSnapshotSchema,
  ...passedOn,
  'train.epochPreview': epochPreviewSchema,
  /** A running study has found something more. */
  'study.changed': v.object({ job: v.string(), result: studyResultSchema }),
  'models.changed': v.null(),
  /** The user asked for something outside the page: in the menu, or of the system. */
  'shell.asked': v.object({ what: v.picklist(['self-test', 'open']) }),
  /** A child process came or went, in words for people. */
  'worker.changed': v.object({
    child: v.picklist(['compute', 'photos']),
    state: v.picklist(['ready', 'crashed', 'stopped']),
    sentence: v.exactOptional(sentenceSchema),
  }),
};

export type Events = { [E in keyof typeof events]: v.InferOutput<(typeof events)[E]> };
export type EventName = keyof Events;
export const isEventName = (name: unknown): name is EventName =>
  typeof name === 'string' && Object.hasOwn(events, name);

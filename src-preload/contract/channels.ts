import type * as v from 'valibot';
import type { Sentence } from './sentence';
import { appChannels } from './channels-app';
import { modelsChannels } from './channels-models';
import { pairChannels } from './channels-pair';
import { restoreChannels } from './channels-restore';
import { type } from './channels-row';
import { studyChannels } from './channels-study';
import { trainChannels } from './channels-train';
import { passedOn } from './child-events';
import type { EpochPreview, JobSnapshot } from './job';
import type { StudyResult } from './study';

/**
 * The one table of what a shell (window, browser page, command line) may ask, one row a channel: arguments are checked
 * against `args` before anything happens, and both sides are typed by the row.
 */
export const channels = {
  ...appChannels,
  ...pairChannels,
  ...trainChannels,
  ...restoreChannels,
  ...studyChannels,
  ...modelsChannels,
};

export type Channel = keyof typeof channels;
export type Args<C extends Channel> = v.InferOutput<(typeof channels)[C]['args']>;
export type Answer<C extends Channel> = (typeof channels)[C]['answer'];

/** The one table of what a shell is told without asking. What is not in it passes no shell. */
const events = {
  'job.changed': type<JobSnapshot>(),
  ...passedOn,
  'train.epochPreview': type<EpochPreview>(),
  /** A running study has found something more. */
  'study.changed': type<{ job: string; result: StudyResult }>(),
  'models.changed': type<null>(),
  /** The user asked for something outside the page: in the menu, or of the system. */
  'shell.asked': type<{ what: 'self-test' | 'open' }>(),
  /** A child process came or went, in words for people. */
  'worker.changed': type<{
    child: 'compute' | 'photos';
    state: 'ready' | 'crashed' | 'stopped';
    sentence?: Sentence;
  }>(),
};

export type Events = typeof events;
export type EventName = keyof Events;
export const isEventName = (name: unknown): name is EventName =>
  typeof name === 'string' && Object.hasOwn(events, name);

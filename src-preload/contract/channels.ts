import type * as v from 'valibot';
import { appChannels } from './channels-app';
import { modelsChannels } from './channels-models';
import { pairChannels } from './channels-pair';
import { restoreChannels } from './channels-restore';
import { studyChannels } from './channels-study';
import { trainChannels } from './channels-train';

/**
 * The one table of what a shell (window, browser page, command line) may ask, one row a channel: arguments are checked
 * against `args` before anything happens and what is answered against `answer`, both by the router, and both sides are
 * typed by the row.
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
export type Answer<C extends Channel> = v.InferOutput<(typeof channels)[C]['answer']>;

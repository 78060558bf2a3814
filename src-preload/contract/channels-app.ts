import * as v from 'valibot';
import type { FolderListing } from './folder';
import { JOB_ACTIONS, type JobSnapshot } from './job';
import type { FolderRef, PhotoInfo, PhotoRef } from './photo';
import type { AppInfo, RuntimeInfo } from './runtime';
import { SETTING_NAMES, settingsChangeSchema, type KnownSettings, type PlacesInfo } from './settings';
import { checkSchema, MOST_CHECKS, type Check, type SelfTestReport } from './self-test';
import { sessionSchema, type KeptSession } from './session';
import { id, nothing, type } from './channels-row';

/** The app itself: the machine, settings, dialogs, jobs. */
export const appChannels = {
  'app.info': { args: nothing, answer: type<AppInfo>() },
  /** Files that the system asked to be opened with the app, each told once. */
  'app.opened': { args: nothing, answer: type<{ photos: PhotoRef[]; models: PhotoRef[] }>() },
  /** Calls every channel and tries every device, on a home of its own; minutes. */
  'selfTest.run': { args: nothing, answer: type<{ checks: Check[] }>() },
  /** All that was found, the page's part too: returns the report. */
  'selfTest.finish': {
    args: v.strictObject({ checks: v.pipe(v.array(checkSchema), v.maxLength(MOST_CHECKS)) }),
    answer: type<{ report: SelfTestReport }>(),
  },
  /** What the user had before them the last time; null where nothing is kept. */
  'session.read': { args: nothing, answer: type<KeptSession | null>() },
  /** Returns how many photos of the list are kept. */
  'session.keep': { args: v.strictObject({ session: sessionSchema }), answer: type<number>() },
  'runtime.info': { args: v.strictObject({ selfTest: v.optional(v.boolean()) }), answer: type<RuntimeInfo>() },
  'settings.get': { args: nothing, answer: type<KnownSettings>() },
  'settings.set': { args: settingsChangeSchema, answer: type<KnownSettings>() },
  /** One item, or all of them, back to how it came. */
  'settings.reset': {
    args: v.strictObject({ name: v.optional(v.picklist(SETTING_NAMES)) }),
    answer: type<KnownSettings>(),
  },
  'settings.places': { args: nothing, answer: type<PlacesInfo>() },
  /** Shows the folder of the log in the system's file manager, where the shell can. */
  'logs.open': { args: nothing, answer: type<{ label: string; opened: boolean }>() },
  /** Text to copy into a report: no path, no name of a file or a user. */
  'diagnostics.text': { args: nothing, answer: type<{ text: string }>() },
  /**
   * What CUDA would cost to fetch, and why it is not used, empty where there is nothing to say; the bytes that it takes
   * where it is used, else 0.
   */
  'cuda.offer': { args: nothing, answer: type<{ offer: string; reason: string; installed: number }>() },
  'cuda.install': { args: nothing, answer: type<null>() },
  /** For every checkout. */
  'cuda.remove': { args: nothing, answer: type<null>() },
  /** Electron only: the system's own dialogs. Empty when cancelled. */
  'photos.pick': { args: v.strictObject({ multiple: v.boolean() }), answer: type<PhotoRef[]>() },
  'folders.pick': { args: nothing, answer: type<FolderRef | null>() },
  /** Web only: one folder of the server, by its id or as it was typed; outside the user's home only where they said so. */
  'folders.list': {
    args: v.strictObject({
      folder: v.optional(id),
      path: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000))),
      outside: v.optional(v.boolean()),
    }),
    answer: type<FolderListing>(),
  },
  'photos.info': { args: v.strictObject({ photo: id }), answer: type<PhotoInfo>() },
  'jobs.list': { args: nothing, answer: type<JobSnapshot[]>() },
  /** Waiting jobs in the order in which they are to run. */
  'jobs.order': { args: v.strictObject({ jobs: v.pipe(v.array(id), v.maxLength(100)) }), answer: type<null>() },
  'jobs.control': { args: v.strictObject({ job: id, action: v.picklist(JOB_ACTIONS) }), answer: type<null>() },
};

import * as v from 'valibot';
import { folderListingSchema } from './folder';
import { JOB_ACTIONS, jobSnapshotSchema } from './job';
import { folderRefSchema, photoInfoSchema, photoRefSchema } from './photo';
import { appInfoSchema, runtimeInfoSchema } from './runtime';
import { knownSettingsSchema, placesSchema, SETTING_NAMES, settingsChangeSchema } from './settings';
import { checkSchema, MOST_CHECKS, selfTestReportSchema } from './self-test';
import { keptSessionSchema, sessionSchema } from './session';
import { id, nothing } from './channels-row';

/** The app itself: the machine, settings, dialogs, jobs. */
export const appChannels = {
  'app.info': { args: nothing, answer: appInfoSchema },
  /** Files that the system asked to be opened with the app, each told once. */
  'app.opened': {
    args: nothing,
    answer: v.object({ photos: v.array(photoRefSchema), models: v.array(photoRefSchema) }),
  },
  /** The name of every channel: the page, which does not hold the table, tries its way to each. */
  'selfTest.channels': { args: nothing, answer: v.array(v.string()) },
  /** Calls every channel and tries every device, on a home of its own; minutes. */
  'selfTest.run': { args: nothing, answer: v.object({ checks: v.array(checkSchema) }) },
  /** All that was found, the page's part too: returns the report. */
  'selfTest.finish': {
    args: v.strictObject({ checks: v.pipe(v.array(checkSchema), v.maxLength(MOST_CHECKS)) }),
    answer: v.object({ report: selfTestReportSchema }),
  },
  /** What the user had before them the last time; null where nothing is kept. */
  'session.read': { args: nothing, answer: v.nullable(keptSessionSchema) },
  /** Returns how many photos of the list are kept. */
  'session.keep': { args: v.strictObject({ session: sessionSchema }), answer: v.number() },
  'runtime.info': { args: v.strictObject({ selfTest: v.optional(v.boolean()) }), answer: runtimeInfoSchema },
  'settings.get': { args: nothing, answer: knownSettingsSchema },
  'settings.set': { args: settingsChangeSchema, answer: knownSettingsSchema },
  /** One item, or all of them, back to how it came. */
  'settings.reset': {
    args: v.strictObject({ name: v.optional(v.picklist(SETTING_NAMES)) }),
    answer: knownSettingsSchema,
  },
  'settings.places': { args: nothing, answer: placesSchema },
  /** Shows the folder of the log in the system's file manager, where the shell can. */
  'logs.open': { args: nothing, answer: v.object({ label: v.string(), opened: v.boolean() }) },
  /** Text to copy into a report: no path, no name of a file or a user. */
  'diagnostics.text': { args: nothing, answer: v.object({ text: v.string() }) },
  /**
   * What CUDA would cost to fetch, and why it is not used, empty where there is nothing to say; the bytes that it takes
   * where it is used, else 0.
   */
  'cuda.offer': { args: nothing, answer: v.object({ offer: v.string(), reason: v.string(), installed: v.number() }) },
  'cuda.install': { args: nothing, answer: v.null() },
  /** For every checkout. */
  'cuda.remove': { args: nothing, answer: v.null() },
  /** Electron only: the system's own dialogs. Empty when cancelled. */
  'photos.pick': { args: v.strictObject({ multiple: v.boolean() }), answer: v.array(photoRefSchema) },
  'folders.pick': { args: nothing, answer: v.nullable(folderRefSchema) },
  /** Web only: one folder of the server, by its id or as it was typed; outside the user's home only where they said so. */
  'folders.list': {
    args: v.strictObject({
      folder: v.optional(id),
      path: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000))),
      outside: v.optional(v.boolean()),
    }),
    answer: folderListingSchema,
  },
  'photos.info': { args: v.strictObject({ photo: id }), answer: photoInfoSchema },
  'jobs.list': { args: nothing, answer: v.array(jobSnapshotSchema) },
  /** Waiting jobs in the order in which they are to run. */
  'jobs.order': { args: v.strictObject({ jobs: v.pipe(v.array(id), v.maxLength(100)) }), answer: v.null() },
  'jobs.control': { args: v.strictObject({ job: id, action: v.picklist(JOB_ACTIONS) }), answer: v.null() },
};

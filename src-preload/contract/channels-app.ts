import * as v from 'valibot';
import type { FolderListing } from './folder';
import { JOB_ACTIONS, type JobSnapshot } from './job';
import type { FolderRef, PhotoInfo, PhotoRef } from './photo';
import type { AppInfo, RuntimeInfo } from './runtime';
import { SETTING_NAMES, settingsChangeSchema, type KnownSettings, type PlacesInfo } from './settings';
import { id, nothing, type } from './channels-row';

/** The app itself: the machine, settings, dialogs, jobs. */
export const appChannels = {
  'app.info': { args: nothing, answer: type<AppInfo>() },
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
  /** What CUDA would cost to fetch, and why it is not used; empty sentences where there is nothing to say. */
  'cuda.offer': { args: nothing, answer: type<{ offer: string; reason: string }>() },
  'cuda.install': { args: nothing, answer: type<null>() },
  /** Electron only: the system's own dialogs. Empty when cancelled. */
  'photos.pick': { args: v.strictObject({ multiple: v.boolean() }), answer: type<PhotoRef[]>() },
  'folders.pick': { args: nothing, answer: type<FolderRef | null>() },
  /** Web only: one folder of the server, inside the person's home. */
  'folders.list': { args: v.strictObject({ folder: v.optional(id) }), answer: type<FolderListing>() },
  'photos.info': { args: v.strictObject({ photo: id }), answer: type<PhotoInfo>() },
  'jobs.list': { args: nothing, answer: type<JobSnapshot[]>() },
  'jobs.control': { args: v.strictObject({ job: id, action: v.picklist(JOB_ACTIONS) }), answer: type<null>() },
};

import type { Channel } from './channels';

/** Electron only: the names under which the preload script and the main process talk. One name a verb. */
export const ipcName = (channel: Channel): string => `onepair:call:${channel}`;
export const IPC_EVENT = 'onepair:event';
/** Hands over one dropped file by its path, which the page itself never sees. */
export const IPC_DROPPED = 'onepair:dropped';
/** Begins to drag a model file out of the window, by its id. */
export const IPC_DRAG = 'onepair:drag';
/** Hands over a picture that no file holds, from the clipboard: `{ name, bytes }`. */
export const IPC_PASTED = 'onepair:pasted';

import type { NativeImage } from 'electron';
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { channels, type Channel } from '@contract/channels';
import { IPC_DRAG, IPC_DROPPED, IPC_EVENT, IPC_PASTED, ipcName } from '@contract/ipc';
import { LONGEST_MESSAGE } from '@contract/port';
import type { PhotoRef } from '@contract/photo';
import { AppError, toFailure, type Result } from '@contract/result';
import { say } from '@contract/sentence';
import type { Host } from '../host/host';
import { PASTE_LIMIT_BYTES, registerPasted } from './pasted';
import { PAGE_URL } from './scheme';

/** What is looked at of an ipc event before its message is. */
export interface IpcEvent {
  senderFrame: { url: string; parent: unknown; frameTreeNodeId: number } | null;
  sender: { mainFrame: { frameTreeNodeId: number }; startDrag(item: { file: string; icon: NativeImage }): void };
}
type IpcListener = (event: IpcEvent, argument: unknown) => Promise<Result<unknown>>;
export interface IpcMain {
  handle(name: string, listener: IpcListener): void;
}

/** One name a verb; every message is refused that does not come from the main frame of the own page. Nothing throws. */
export function setupIpc(
  ipcMain: IpcMain,
  host: Pick<Host, 'call' | 'registerPhoto' | 'findPhoto' | 'scratchFolder'>,
  dragIcon: () => NativeImage,
): void {
  for (const channel of Object.keys(channels) as Channel[]) {
    ipcMain.handle(
      ipcName(channel),
      guarded((args) => host.call(channel, args)),
    );
  }
  ipcMain.handle(
    IPC_DROPPED,
    guarded((path) => registerDropped(host, path)),
  );
  ipcMain.handle(
    IPC_DRAG,
    guarded((id, { sender }) => {
      sender.startDrag({ file: modelFile(host, id), icon: dragIcon() });
      return Promise.resolve({ ok: true, value: null });
    }),
  );
  ipcMain.handle(
    IPC_PASTED,
    guarded((picture) => registerPasted(host, picture), PASTE_LIMIT_BYTES),
  );
}

/** Tells every window what the host tells. Returns the way to stop. */
export function forwardEvents(
  host: Pick<Host, 'onEvent'>,
  windows: () => { webContents: { send(name: string, ...args: unknown[]): void; isDestroyed(): boolean } }[],
): () => void {
  return host.onEvent((event, payload) => {
    for (const { webContents } of windows()) {
      if (!webContents.isDestroyed()) webContents.send(IPC_EVENT, event, payload);
    }
  });
}

/** True for the main frame of the own page and for nothing else: no other origin, no sub-frame, no frame that is gone. */
function isTrustedSender(event: IpcEvent): boolean {
  const frame = event.senderFrame;
  if (frame?.parent !== null || frame.frameTreeNodeId !== event.sender.mainFrame.frameTreeNodeId) return false;
  // The page is one document; only its fragment may vary.
  return frame.url.split('#', 1)[0] === PAGE_URL;
}

function guarded(
  answer: (argument: unknown, event: IpcEvent) => Promise<Result<unknown>>,
  limit = LONGEST_MESSAGE,
): IpcListener {
  return async (event, argument) => {
    try {
      if (!isTrustedSender(event)) throw new AppError('unavailable', say('web.onlyTheWindow'));
      if (!isWithinLimit(argument, limit)) throw new AppError('bad-input', say('web.messageTooLong'));
      return await answer(argument, event);
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  };
}

/** Counts as far as the limit and no further, without recursion: a message may be deep as well as long. */
export function isWithinLimit(value: unknown, limit = LONGEST_MESSAGE): boolean {
  const open: unknown[] = [value];
  const seen = new Set<object>(); // a message may contain itself
  let size = 0;
  while (open.length > 0) {
    const next = open.pop();
    size += typeof next === 'string' ? next.length : ArrayBuffer.isView(next) ? next.byteLength : 1;
    if (size + open.length > limit) return false;
    if (typeof next !== 'object' || next === null || ArrayBuffer.isView(next) || seen.has(next)) continue;
    seen.add(next);
    if (Array.isArray(next) && next.length > limit) return false;
    for (const [key, inner] of Object.entries(next)) {
      size += key.length;
      open.push(inner);
    }
  }
  return true;
}

async function registerDropped(host: Pick<Host, 'registerPhoto'>, path: unknown): Promise<Result<PhotoRef>> {
  if (typeof path !== 'string' || !isAbsolute(path) || path.includes('\0')) {
    throw new AppError('bad-input', say('upload.notAFile'));
  }
  const info = await stat(path).catch(() => null);
  const ref = host.registerPhoto(path);
  if (info === null) throw new AppError('not-found', say('upload.gone', { file: ref.name }), ref.name);
  if (!info.isFile()) throw new AppError('bad-input', say('upload.dropPhotos', { file: ref.name }), ref.name);
  return { ok: true, value: ref };
}

/** Only what `models.file` answered leaves the window, never a photo. */
function modelFile(host: Pick<Host, 'findPhoto'>, id: unknown): string {
  const found = typeof id === 'string' ? host.findPhoto(id) : null;
  if (!found?.path.endsWith('.onepair')) throw new AppError('not-found', say('model.fileGone'));
  return found.path;
}

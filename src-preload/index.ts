import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from './bridge';
import { channels, type Channel } from './contract/channels';
import { isEventName } from './contract/events';
import { IPC_DRAG, IPC_DROPPED, IPC_EVENT, IPC_PASTED, ipcName } from './contract/ipc';
import type { PhotoRef } from './contract/photo';
import type { Result } from './contract/result';

const verb =
  (channel: Channel) =>
  (args: unknown): Promise<Result<unknown>> =>
    ipcRenderer.invoke(ipcName(channel), args) as Promise<Result<unknown>>;

const names = Object.keys(channels) as Channel[];

const bridge: Bridge = {
  verbs: Object.fromEntries(names.map((channel) => [channel, verb(channel)])) as Bridge['verbs'],
  onEvent: (listener) => {
    // Electron's event object stays on this side: it would hand the page ipcRenderer.
    const forward = (_event: unknown, name: unknown, payload: unknown) => {
      if (isEventName(name)) listener(name, payload);
    };
    ipcRenderer.on(IPC_EVENT, forward);
    return () => {
      ipcRenderer.removeListener(IPC_EVENT, forward);
    };
  },
  registerDropped: async (file) => {
    const path = webUtils.getPathForFile(file);
    if (path !== '') return ipcRenderer.invoke(IPC_DROPPED, path) as Promise<Result<PhotoRef>>;
    // What was pasted lies in no file.
    const pasted = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    return ipcRenderer.invoke(IPC_PASTED, pasted) as Promise<Result<PhotoRef>>;
  },
  dragOut: (file) => ipcRenderer.invoke(IPC_DRAG, file) as Promise<Result<null>>,
};

contextBridge.exposeInMainWorld('onepair', bridge);

import { expect, it, vi } from 'vitest';
import { channels, type Channel } from '@contract/channels';
import { IPC_DROPPED, IPC_EVENT, IPC_PASTED, ipcName } from '@contract/ipc';
import type { Bridge } from '../../src-preload/bridge';

const electron = {
  contextBridge: { exposeInMainWorld: vi.fn<(key: string, bridge: Bridge) => void>() },
  ipcRenderer: { invoke: vi.fn(() => Promise.resolve('answer')), on: vi.fn(), removeListener: vi.fn() },
  webUtils: { getPathForFile: vi.fn(() => '/photos/a.png') },
};
vi.mock('electron', () => electron);

it('puts one function a verb on the page, and nothing of Electron', async () => {
  await import('../../src-preload/index');
  expect(electron.contextBridge.exposeInMainWorld).toHaveBeenCalledOnce();
  const [key, bridge] = electron.contextBridge.exposeInMainWorld.mock.calls[0] ?? [];
  expect(key).toBe('onepair');
  if (!bridge) throw new Error('nothing was exposed');
  expect(Object.keys(bridge).sort()).toEqual(['dragOut', 'onEvent', 'registerDropped', 'verbs']);
  expect(Object.keys(bridge.verbs)).toEqual(Object.keys(channels));

  for (const channel of Object.keys(channels) as Channel[]) {
    await bridge.verbs[channel]({ a: 1 });
    expect(electron.ipcRenderer.invoke).toHaveBeenLastCalledWith(ipcName(channel), { a: 1 });
  }
  await bridge.registerDropped(new File([], 'a.png'));
  expect(electron.ipcRenderer.invoke).toHaveBeenLastCalledWith(IPC_DROPPED, '/photos/a.png');
  electron.webUtils.getPathForFile.mockReturnValueOnce('');
  await bridge.registerDropped(new File([Uint8Array.of(1, 2)], 'image.png'));
  const pasted = { name: 'image.png', bytes: Uint8Array.of(1, 2) };
  expect(electron.ipcRenderer.invoke).toHaveBeenLastCalledWith(IPC_PASTED, pasted);

  const heard = vi.fn();
  const stop = bridge.onEvent(heard);
  const [name, forward] = electron.ipcRenderer.on.mock.calls[0] as [string, (...args: unknown[]) => void];
  expect(name).toBe(IPC_EVENT);
  forward({ sender: 'ipcRenderer' }, 'models.changed', null);
  forward({ sender: 'ipcRenderer' }, 'constructor', null);
  expect(heard.mock.calls).toEqual([['models.changed', null]]);
  stop();
  expect(electron.ipcRenderer.removeListener).toHaveBeenCalledWith(IPC_EVENT, forward);
});

import { expect, it, vi } from 'vitest';
import { fakeElectron, FakeWindow } from './fake-electron';

vi.mock('electron', async () => (await import('./fake-electron')).fakeElectron);

it('a second start opens nothing and ends', async () => {
  fakeElectron.app.requestSingleInstanceLock = () => false;
  await import('../../src-main/index');
  expect(fakeElectron.app.quit).toHaveBeenCalledOnce();
  expect(FakeWindow.all).toEqual([]);
  expect(fakeElectron.ipcMain.handle).not.toHaveBeenCalled();
});

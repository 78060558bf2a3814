import { beforeAll, describe, expect, it, vi } from 'vitest';
import { channels } from '@contract/channels';
import { IPC_DRAG, IPC_DROPPED, IPC_EVENT, IPC_PASTED, ipcName } from '@contract/ipc';
import { createFakeHost } from '../web/fake-host';
import { fakeElectron, FakeContents, FakeWindow } from './fake-electron';

const host = createFakeHost();
host.answer = () => Promise.resolve({ ok: true, value: { language: 'system' } });
const closeHost = vi.spyOn(host, 'close');

vi.mock('electron', async () => (await import('./fake-electron')).fakeElectron);
vi.mock('../../src-main/host/host', () => ({ createHost: () => host }));
vi.mock('../../src-main/host/assets', async (original) => ({
  ...(await original<typeof import('../../src-main/host/assets')>()),
  listAssets: () => Promise.resolve(new Map()), // the page may not be built
}));

const { app, ipcMain, protocol, session } = fakeElectron;
let window: FakeWindow;
let schemesAtReady = 0;

beforeAll(async () => {
  app.whenReady = () => {
    schemesAtReady = protocol.registerSchemesAsPrivileged.mock.calls.length;
    return Promise.resolve();
  };
  await import('../../src-main/index');
  window = await vi.waitFor(() => {
    const [first] = FakeWindow.all;
    if (!first) throw new Error('no window yet');
    return first;
  });
});

describe('the window', () => {
  it('is one, sandboxed and isolated, and shown once it is drawn', () => {
    expect(FakeWindow.all).toHaveLength(1);
    expect(window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
    expect(window.options.webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(window.options.webPreferences?.preload).toMatch(/preload[\\/]index\.cjs$/);
    // In the theme that was chosen, though the system's is light.
    expect(window.options.backgroundColor).toBe('#202020');
    expect(window.options.show).toBe(false);
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });

  it('loads the own scheme, which was made standard and secure before the app was ready', () => {
    expect(window.loaded).toEqual(['onepair://app/']);
    expect(schemesAtReady).toBe(1);
    expect(protocol.registerSchemesAsPrivileged.mock.calls[0]?.[0]).toEqual([
      { scheme: 'onepair', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
    expect(protocol.handle.mock.calls.map(([scheme]) => scheme)).toEqual(['onepair']);
  });

  it('goes nowhere else, opens nothing and embeds nothing', () => {
    expect(window.webContents.openHandler?.()).toEqual({ action: 'deny' });
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      for (const url of [
        'https://evil.test/',
        'file:///etc/passwd',
        'onepair://app/other',
        'about:blank',
        'javascript:0',
      ]) {
        const details = { url, preventDefault: vi.fn() };
        window.webContents.emit(event, details);
        expect(details.preventDefault, `${event} ${url}`).toHaveBeenCalled();
      }
    }
    const reload = { url: 'onepair://app/', preventDefault: vi.fn() };
    window.webContents.emit('will-navigate', reload);
    expect(reload.preventDefault).not.toHaveBeenCalled();
  });

  it('guards contents that something else creates', () => {
    const other = new FakeContents();
    app.emit('web-contents-created', {}, other);
    expect(other.openHandler?.()).toEqual({ action: 'deny' });
    expect(other.listenerCount('will-attach-webview')).toBe(1);
  });

  it('comes to the front on a second start', () => {
    app.emit('second-instance', {}, ['onepair', '--flag'], '/');
    expect(window.restore).toHaveBeenCalledOnce();
    expect(window.focus).toHaveBeenCalledOnce();
  });
});

it('has its menu in the language of the system', async () => {
  const { buildFromTemplate } = fakeElectron.Menu;
  await vi.waitFor(() => {
    expect(buildFromTemplate).toHaveBeenCalledWith(
      expect.arrayContaining([expect.objectContaining({ label: 'Datei' })]),
    );
  });
});

describe('the session', () => {
  it('grants no permission, asked for or not', () => {
    const { setPermissionRequestHandler, setPermissionCheckHandler, setDevicePermissionHandler } =
      session.defaultSession;
    const answered = vi.fn();
    setPermissionRequestHandler.mock.calls[0]?.[0]({}, 'media', answered);
    expect(answered.mock.calls).toEqual([[false]]);
    expect(setPermissionCheckHandler.mock.calls[0]?.[0]()).toBe(false);
    expect(setDevicePermissionHandler.mock.calls[0]?.[0]()).toBe(false);
  });

  it('lets no request out of the page', () => {
    const filter = session.defaultSession.webRequest.onBeforeRequest.mock.calls[0]?.[0];
    const isCancelled = (url: string): unknown => {
      let answer: unknown;
      filter?.({ url }, (response: unknown) => (answer = response));
      return answer;
    };
    for (const url of [
      'onepair://app/',
      'onepair://app/image/x?max=9',
      'blob:onepair://app/1-2',
      'devtools://devtools/x',
    ]) {
      expect(isCancelled(url), url).toEqual({ cancel: false });
    }
    for (const url of [
      'file:///etc/passwd',
      'https://evil.test/',
      'http://127.0.0.1/',
      'ws://127.0.0.1/',
      'onepair://app.evil/',
      'onepair://evil/',
      'onepair://app:80/',
      'blob:https://evil.test/1',
      'data:text/html,x',
      'ftp://x/',
      '',
    ]) {
      expect(isCancelled(url), url).toEqual({ cancel: true });
    }
  });
});

describe('ipc', () => {
  it('has one name a verb, and no other', () => {
    const names = ipcMain.handle.mock.calls.map(([name]) => name);
    const verbs = Object.keys(channels).map((channel) => ipcName(channel as never));
    expect(names).toEqual([...verbs, IPC_DROPPED, IPC_DRAG, IPC_PASTED]);
  });

  it('tells the page what the host tells', () => {
    host.emit('models.changed', null);
    expect(window.webContents.sent).toEqual([[IPC_EVENT, 'models.changed', null]]);
  });
});

it('ends the host before the app', async () => {
  app.emit('window-all-closed');
  expect(app.quit).toHaveBeenCalledOnce();
  const event = { preventDefault: vi.fn() };
  app.emit('will-quit', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
  expect(closeHost).toHaveBeenCalledOnce();
  await vi.waitFor(() => {
    expect(app.exit.mock.calls).toEqual([[0]]);
  });
});

import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** Records what the shell asks of Electron. One per test file, through `vi.mock('electron')`. */
export class FakeContents extends EventEmitter {
  openHandler: (() => { action: string }) | null = null;
  readonly sent: unknown[][] = [];
  readonly reload = vi.fn();
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }
  send(...args: unknown[]): void {
    this.sent.push(args);
  }
  isDestroyed(): boolean {
    return false;
  }
}

export class FakeWindow extends EventEmitter {
  static readonly all: FakeWindow[] = [];
  static getAllWindows = (): FakeWindow[] => FakeWindow.all;
  static getFocusedWindow = (): null => null;
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly destroy = vi.fn();
  constructor(readonly options: Electron.BrowserWindowConstructorOptions) {
    super();
    FakeWindow.all.push(this);
    fakeElectron.app.emit('web-contents-created', {}, this.webContents);
  }
  isMinimized(): boolean {
    return true;
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }
}

class FakeApp extends EventEmitter {
  readonly quit = vi.fn();
  readonly exit = vi.fn();
  requestSingleInstanceLock = (): boolean => true;
  whenReady = (): Promise<void> => Promise.resolve();
  getVersion = (): string => '1.2.3';
  getPreferredSystemLanguages = (): string[] => ['de-AT'];
}

const session = {
  setPermissionRequestHandler: vi.fn<(handler: (...args: unknown[]) => void) => void>(),
  setPermissionCheckHandler: vi.fn<(handler: () => boolean) => void>(),
  setDevicePermissionHandler: vi.fn<(handler: () => boolean) => void>(),
  webRequest: { onBeforeRequest: vi.fn<(listener: (...args: unknown[]) => void) => void>() },
};

export const fakeElectron = {
  app: new FakeApp(),
  BrowserWindow: FakeWindow,
  dialog: { showOpenDialog: vi.fn(), showMessageBox: vi.fn(), showErrorBox: vi.fn() },
  ipcMain: { handle: vi.fn<(name: string, listener: (...args: unknown[]) => Promise<unknown>) => void>() },
  Menu: { setApplicationMenu: vi.fn(), buildFromTemplate: vi.fn((template: unknown) => template) },
  nativeTheme: { shouldUseDarkColors: false },
  protocol: {
    registerSchemesAsPrivileged: vi.fn<(schemes: Electron.CustomScheme[]) => void>(),
    handle: vi.fn<(scheme: string, handler: (request: Request) => Promise<Response>) => void>(),
  },
  session: { defaultSession: session },
  utilityProcess: { fork: vi.fn() },
};

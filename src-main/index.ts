import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  Notification,
  powerSaveBlocker,
  protocol,
  session,
  shell as system,
  utilityProcess,
} from 'electron';
import type { RuntimeInfo } from '@contract/runtime';
import type { Result } from '@contract/result';
import { askBeforeClosing } from './desktop/closing';
import { signalJobs } from './desktop/job-signals';
import { forwardEvents, setupIpc } from './desktop/ipc';
import { wordedIn, type Worded } from './desktop/language';
import { menuTemplate, runtimeMessage } from './desktop/menu';
import { closeHostOnQuit } from './desktop/quitting';
import { PAGE_URL, setupAssets, setupRequestFilter, setupScheme } from './desktop/scheme';
import { electronServices } from './desktop/services';
import { denyPermissions, focusWindow, guardContents, reviveContents, windowOptions } from './desktop/window';
import { listAssets } from './host/assets';
import { electronCarrier } from './processes/electron-carrier';
import { createHost, type Host } from './host/host';

const here = import.meta.dirname;

setupScheme(protocol);
if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(explainAndEnd);
else app.quit(); // the first one comes to the front instead

async function start(): Promise<void> {
  const host = setupHost();
  await setupPage(host);
  setupWindow(host);
  app.on('window-all-closed', () => {
    app.quit();
  });
  closeHostOnQuit(app, host);
  await setupMenu(host);
}

function setupHost(): Host {
  const shell = electronServices(
    app.getVersion(),
    (options) => {
      const window = BrowserWindow.getFocusedWindow();
      return window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
    },
    () => languageOf(host),
    (path) => system.openPath(path),
    () => app.getPreferredSystemLanguages(),
  );
  const root = join(here, '../..');
  const host: Host = createHost({ carrier: electronCarrier(utilityProcess, here), shell, root, log: console.error });
  setupIpc(ipcMain, host, dragIcon);
  forwardEvents(host, () => BrowserWindow.getAllWindows());
  return host;
}

/** A plain square under the pointer: the system demands a picture. */
const dragIcon = () => nativeImage.createFromBitmap(Buffer.alloc(32 * 32 * 4, 0x90), { width: 32, height: 32 });

async function setupPage(host: Host): Promise<void> {
  const files = await listAssets(join(here, '../renderer'));
  setupAssets(protocol, { files, image: (request) => host.image(request) });
  setupRequestFilter(session.defaultSession.webRequest);
  denyPermissions(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents);
  });
}

const languageOf = (host: Host): Promise<Worded> => wordedIn(host, app.getPreferredSystemLanguages());

/** A language chosen later shows in the menu with the next start. */
async function setupMenu(host: Host): Promise<void> {
  const showRuntime = async () => {
    const result = (await host.call('runtime.info', {})) as Result<RuntimeInfo>;
    await dialog.showMessageBox(runtimeMessage(result, await languageOf(host)));
  };
  const template = menuTemplate(process.platform, await languageOf(host), () => void showRuntime());
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function setupWindow(host: Host): void {
  const window = new BrowserWindow(windowOptions(join(here, '../preload/index.cjs')));
  askBeforeClosing(
    window,
    host,
    () => languageOf(host),
    (question) => dialog.showMessageBox(window, question),
  );
  setupJobSignals(window, host);
  reviveContents(window.webContents, () => performance.now());
  window.once('ready-to-show', () => {
    window.show();
  });
  app.on('second-instance', () => {
    focusWindow(window);
  });
  void window.loadURL(PAGE_URL);
}

function setupJobSignals(window: BrowserWindow, host: Host): void {
  const stop = signalJobs(host, {
    stayAwake() {
      const blocker = powerSaveBlocker.start('prevent-app-suspension');
      return () => {
        powerSaveBlocker.stop(blocker);
      };
    },
    showProgress(progress) {
      if (!window.isDestroyed()) window.setProgressBar(progress ?? -1);
    },
    notify(title, body) {
      if (!Notification.isSupported()) return;
      void languageOf(host).then((worded) => {
        new Notification({ title: worded(title), body: worded(body) }).show();
      });
    },
    isInFront: () => !window.isDestroyed() && window.isFocused(),
  });
  window.once('closed', stop);
}

function explainAndEnd(error: unknown): void {
  dialog.showErrorBox('Onepair could not start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  protocol,
  session,
  shell as system,
  utilityProcess,
} from 'electron';
import type { Events } from '@contract/events';
import { IPC_EVENT } from '@contract/ipc';
import type { RuntimeInfo } from '@contract/runtime';
import type { Result } from '@contract/result';
import type { Appearance } from '@contract/settings';
import { askBeforeClosing } from './desktop/closing';
import { signalJobs } from './desktop/job-signals';
import { forwardEvents, setupIpc } from './desktop/ipc';
import { wordedIn, type Worded } from './desktop/language';
import { menuTemplate, runtimeMessage } from './desktop/menu';
import { createOpenedFiles, filesAmong } from './desktop/opened-files';
import { closeHostOnQuit } from './desktop/quitting';
import { PAGE_URL, setupAssets, setupRequestFilter, setupScheme } from './desktop/scheme';
import { electronServices } from './desktop/services';
import { checkShell, type SelfCheckParts } from './desktop/self-checks';
import { finishSelfTest, selfTestStart } from './desktop/self-test-start';
import { denyPermissions, focusWindow, guardContents, reviveContents, windowOptions } from './desktop/window';
import { listAssets } from './host/assets';
import { electronCarrier } from './processes/electron-carrier';
import { createHost, type Host } from './host/host';
import type { ShellServices } from './host/shell-services';
import { runSelfTest } from './self-test/run';

const here = import.meta.dirname;

const testing = selfTestStart(process.argv.slice(1), process.cwd());
if (testing) useOwnHome();
const opened = createOpenedFiles(() => {
  ask('open');
});

setupScheme(protocol);
// macOS hands files over by this, before the app is ready where they started it.
app.on('open-file', (event, path) => {
  event.preventDefault();
  opened.add([path]);
});
if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(explainAndEnd);
else app.quit(); // the first one comes to the front instead

/** A self-test touches neither the user's models nor a running app. */
function useOwnHome(): void {
  const home = mkdtempSync(join(tmpdir(), 'onepair-self-test-app-'));
  process.env['ONEPAIR_HOME'] = home;
  app.setPath('userData', join(home, 'profile'));
  process.once('exit', () => {
    rmSync(home, { recursive: true, force: true });
  });
}

async function start(): Promise<void> {
  opened.add(filesAmong(process.argv.slice(1), process.cwd()));
  const host = setupHost();
  await setupPage(host);
  setupWindow(host, await host.appearance());
  app.on('window-all-closed', () => {
    app.quit();
  });
  closeHostOnQuit(app, host);
  await setupMenu(host);
}

/** Tells the page what was asked for outside it. */
function ask(what: Events['shell.asked']['what']): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) webContents.send(IPC_EVENT, 'shell.asked', { what });
}

function setupHost(): Host {
  const carrier = electronCarrier(utilityProcess, here);
  const root = join(here, '../..');
  const shell: ShellServices = electronServices(
    app.getVersion(),
    (options) => {
      const window = BrowserWindow.getFocusedWindow();
      return window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
    },
    () => languageOf(host),
    (path) => system.openPath(path),
    () => app.getPreferredSystemLanguages(),
    {
      isSelfTest: testing !== null,
      opened: () => opened.take(),
      selfTest: async () => [...(await checkElectron()), ...(await runSelfTest({ carrier, root, shell }))],
      ...(testing === null
        ? {}
        : {
            selfTestDone: (report) => {
              void finishSelfTest(testing.out, report, console.log).then((code) => {
                app.exit(code);
              });
            },
          }),
    },
  );
  const host: Host = createHost({ carrier, shell, root, log: console.error });
  setupIpc(ipcMain, host, dragIcon);
  forwardEvents(host, () => BrowserWindow.getAllWindows());
  return host;
}

const checkElectron = () =>
  checkShell({
    isPackaged: app.isPackaged,
    executable: process.execPath,
    contents: () => {
      const [window] = BrowserWindow.getAllWindows();
      if (!window) throw new Error('There is no window.');
      return window.webContents as unknown as ReturnType<SelfCheckParts['contents']>;
    },
    fetch: (url) => session.defaultSession.fetch(url),
    blocker: powerSaveBlocker,
  });

/** A plain square under the pointer: the system demands a picture. */
const dragIcon = () => nativeImage.createFromBitmap(Buffer.alloc(32 * 32 * 4, 0x90), { width: 32, height: 32 });

async function setupPage(host: Host): Promise<void> {
  const files = await listAssets(join(here, '../renderer'));
  setupAssets(protocol, { files, image: (request) => host.image(request), appearance: host.appearance });
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
  const template = menuTemplate(
    process.platform,
    await languageOf(host),
    () => void showRuntime(),
    () => {
      ask('self-test');
    },
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function setupWindow(host: Host, { theme }: Appearance): void {
  const isDark = theme === 'system' ? nativeTheme.shouldUseDarkColors : theme === 'dark';
  const window = new BrowserWindow(windowOptions(join(here, '../preload/index.cjs'), isDark));
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
  app.on('second-instance', (_event, args, folder) => {
    focusWindow(window);
    opened.add(filesAmong(args.slice(1), folder));
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

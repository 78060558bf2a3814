import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { PAGE_URL } from './scheme';

/** The options of the one window. The page is sandboxed and sees nothing of Node's or Electron's but the preload's verbs. */
export function windowOptions(preload: string, isDark: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    show: false, // until the page is drawn
    backgroundColor: isDark ? '#202020' : '#f2f2f2', // --canvas, until the page is drawn and while the window grows
    title: 'Onepair',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false, // it would fetch dictionaries
    },
  };
}

/** The part of a page's contents that is guarded. */
export interface GuardedContents {
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  on(event: string, listener: (event: { preventDefault(): void; url?: string }) => void): unknown;
}

/** No page, whichever created it, may go elsewhere, open a window or embed another page. */
export function guardContents(contents: GuardedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    contents.on(event, (details) => {
      if (details.url !== PAGE_URL) details.preventDefault(); // reloading the page itself is fine
    });
  }
  contents.on('will-attach-webview', (details) => {
    details.preventDefault();
  });
}

export interface PermissionSession {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (isGranted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

/** The app needs no camera, no clipboard reading, no device: nothing is granted but the full screen, asked for or not. */
export function denyPermissions(session: PermissionSession): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    callback(permission === 'fullscreen');
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Brings the window there is to the front, for a second start of the app. */
export function focusWindow(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

export interface RevivedContents {
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string }) => void): unknown;
  reload(): void;
}

/**
 * Loads the page again when its process died: jobs live elsewhere and go on, so nothing is lost. Three times a minute at
 * most; a page that dies faster stays as it is.
 */
export function reviveContents(contents: RevivedContents, nowMs: () => number): void {
  let revivedAtMs: number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    revivedAtMs = revivedAtMs.filter((timeMs) => nowMs() - timeMs < 60_000);
    if (reason === 'clean-exit' || revivedAtMs.length >= 3) return;
    revivedAtMs.push(nowMs());
    contents.reload();
  });
}

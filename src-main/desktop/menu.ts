import type { MenuItemConstructorOptions, MessageBoxOptions } from 'electron';
import type { Result } from '@contract/result';
import type { RuntimeInfo } from '@contract/runtime';
import { say } from '@contract/sentence';
import type { Worded } from './language';

/** The application menu. Two entries of Help are ours; the rest are the system's own roles. */
export function menuTemplate(
  platform: NodeJS.Platform,
  worded: Worded,
  showRuntime: () => void,
  startSelfTest: () => void,
): MenuItemConstructorOptions[] {
  const runtime: MenuItemConstructorOptions = { label: worded(say('shell.runtime')), click: showRuntime };
  const selfTest: MenuItemConstructorOptions = { label: worded(say('shell.selfTest')), click: startSelfTest };
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: worded(say('shell.file')), submenu: [{ role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: worded(say('shell.view')),
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [runtime, selfTest, ...(isMac ? [] : [{ role: 'about' } as const])] },
  ];
}

/** The runtime in words, or why it cannot be told. */
export function runtimeMessage(result: Result<RuntimeInfo>, worded: Worded): MessageBoxOptions {
  if (!result.ok)
    return { type: 'warning', message: worded(say('shell.runtimeSilent')), detail: worded(result.error.sentence) };
  const { label, reason, tensorflowVersion, tfjsVersion, threads } = result.value;
  const lines = [reason, say('shell.versions', { tensorflow: tensorflowVersion, tfjs: tfjsVersion, threads })].map(
    worded,
  );
  return { type: 'info', message: worded(label), detail: lines.filter((line) => line !== '').join('\n') };
}

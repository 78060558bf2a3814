import type { MenuItemConstructorOptions, MessageBoxOptions } from 'electron';
import type { Result } from '@contract/result';
import type { RuntimeInfo } from '@contract/runtime';

/** The application menu. `showRuntime` is the only entry of ours; the rest are the system's own roles. */
export function menuTemplate(platform: NodeJS.Platform, showRuntime: () => void): MenuItemConstructorOptions[] {
  const runtime: MenuItemConstructorOptions = { label: 'What Onepair runs on…', click: showRuntime };
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [{ role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
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
    { role: 'help', submenu: [runtime, ...(isMac ? [] : [{ role: 'about' } as const])] },
  ];
}

/** The runtime in words, or why it cannot be told. */
export function runtimeMessage(result: Result<RuntimeInfo>): MessageBoxOptions {
  if (!result.ok) return { type: 'warning', message: 'The runtime did not answer.', detail: result.error.message };
  const { label, reason, tensorflowVersion, tfjsVersion, threads } = result.value;
  const lines = [reason, `TensorFlow ${tensorflowVersion}, TensorFlow.js ${tfjsVersion}, ${threads} threads`];
  return { type: 'info', message: label, detail: lines.filter((line) => line !== '').join('\n') };
}

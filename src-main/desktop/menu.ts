import type { MenuItemConstructorOptions, MessageBoxOptions } from 'electron';
import type { Result } from '@contract/result';
import type { RuntimeInfo } from '@contract/runtime';
import type { Say } from './language';

/** The application menu. `showRuntime` is the only entry of ours; the rest are the system's own roles. */
export function menuTemplate(
  platform: NodeJS.Platform,
  say: Say,
  showRuntime: () => void,
): MenuItemConstructorOptions[] {
  const runtime: MenuItemConstructorOptions = { label: say('What Onepair runs on…'), click: showRuntime };
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: say('File'), submenu: [{ role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: say('View'),
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
export function runtimeMessage(result: Result<RuntimeInfo>, say: Say): MessageBoxOptions {
  if (!result.ok)
    return { type: 'warning', message: say('The runtime did not answer.'), detail: say(result.error.message) };
  const { label, reason, tensorflowVersion, tfjsVersion, threads } = result.value;
  const lines = [reason, `TensorFlow ${tensorflowVersion}, TensorFlow.js ${tfjsVersion}, ${threads} threads`].map(say);
  return { type: 'info', message: say(label), detail: lines.filter((line) => line !== '').join('\n') };
}

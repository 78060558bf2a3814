import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { inLanguage } from '@contract/in-language';
import type { Said } from '@contract/said';
import type { RuntimeInfo } from '@contract/runtime';
import { say } from '@contract/sentence';
import { failed } from '../said';
import { menuTemplate, runtimeMessage } from '../../src-main/desktop/menu';
import { electronServices } from '../../src-main/desktop/services';
import { reviveContents } from '../../src-main/desktop/window';
import { createRegistry } from '../../src-main/host/registry';

const inGerman = (said: Said) => inLanguage('de', said);

it('hands chosen photos and folders to the registry and gives the page no path', async () => {
  const registry = createRegistry();
  const open = vi.fn().mockResolvedValue({ canceled: false, filePaths: ['/photos/a.png', '/photos/b.jpg'] });
  const services = electronServices(
    '1.2.3',
    open,
    () => Promise.resolve(inGerman),
    (path) => Promise.resolve(path === '/logs' ? '' : 'No such folder'),
    () => ['de-AT'],
    { isSelfTest: true, opened: () => ['/photos/c.jpg'] },
  );
  const photos = await services.pickPhotos({ multiple: true }, registry);
  expect(photos.map((photo) => photo.name)).toEqual(['a.png', 'b.jpg']);
  expect(JSON.stringify(photos)).not.toContain('/photos');
  expect(registry.photo(photos[0]?.id ?? '').path).toBe('/photos/a.png');
  expect(open).toHaveBeenLastCalledWith(
    expect.objectContaining({
      properties: ['openFile', 'multiSelections'],
      filters: [
        expect.objectContaining({ name: 'Fotos' }),
        expect.anything(),
        expect.objectContaining({ name: 'Alle Dateien' }),
      ],
    }),
  );
  await services.pickPhotos({ multiple: false }, registry);
  expect(open).toHaveBeenLastCalledWith(expect.objectContaining({ properties: ['openFile'] }));
  expect(await services.pickFolder(registry)).toMatchObject({ label: '/photos/a.png' });
  open.mockResolvedValue({ canceled: true, filePaths: [] });
  expect(await services.pickPhotos({ multiple: true }, registry)).toEqual([]);
  expect(await services.pickFolder(registry)).toBeNull();
  await expect(services.listFolder({}, registry)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(await services.openPath?.('/logs')).toBe(true);
  expect(await services.openPath?.('/gone')).toBe(false);
  expect(services.languages?.()).toEqual(['de-AT']);
  expect(services.info()).toMatchObject({ version: '1.2.3', shell: 'electron', nativeDialogs: true, selfTest: true });
  expect(services.opened?.()).toEqual(['/photos/c.jpg']);
});

it('has a menu in which every entry does something', () => {
  const [showRuntime, startSelfTest] = [vi.fn(), vi.fn()];
  for (const platform of ['linux', 'win32', 'darwin'] as const) {
    const entries = menuTemplate(platform, inGerman, showRuntime, startSelfTest).flatMap((menu) => [
      menu,
      ...[menu.submenu ?? []].flat(),
    ]);
    for (const entry of entries) {
      const item = entry as Electron.MenuItemConstructorOptions;
      expect(Boolean(item.role ?? item.click ?? item.submenu) || item.type === 'separator', item.label).toBe(true);
      item.click?.({} as never, undefined, {});
    }
  }
  expect(showRuntime).toHaveBeenCalledTimes(3);
  expect(startSelfTest).toHaveBeenCalledTimes(3);
});

it('tells the runtime in words', () => {
  const info = {
    label: say('runtime.cpu', { cores: 2 }),
    reason: '',
    tensorflowVersion: '2.9.1',
    tfjsVersion: '4.22.0',
    threads: 2,
  };
  expect(runtimeMessage({ ok: true, value: info as RuntimeInfo }, inGerman)).toEqual({
    type: 'info',
    message: 'CPU · 2 Kerne',
    detail: 'TensorFlow 2.9.1, TensorFlow.js 4.22.0, 2 Threads',
  });
  const broken = runtimeMessage({ ok: false, error: failed('crashed', 'It ended.') }, inGerman);
  expect(broken).toMatchObject({ type: 'warning', message: 'Die Laufzeit antwortet nicht.', detail: 'It ended.' });
});

it('loads a page that died again, three times a minute at most', () => {
  let nowMs = 0;
  const contents = Object.assign(new EventEmitter(), { reload: vi.fn() });
  reviveContents(contents, () => nowMs);
  contents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect(contents.reload).not.toHaveBeenCalled();
  for (let count = 0; count < 5; count++) contents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(contents.reload).toHaveBeenCalledTimes(3);
  nowMs = 60_000;
  contents.emit('render-process-gone', {}, { reason: 'oom' });
  expect(contents.reload).toHaveBeenCalledTimes(4);
});

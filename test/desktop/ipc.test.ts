import type { NativeImage } from 'electron';
import fc from 'fast-check';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { channels, type Channel } from '@contract/channels';
import { IPC_DRAG, IPC_DROPPED, IPC_PASTED, ipcName } from '@contract/ipc';
import type { Result } from '@contract/result';
import { isWithinLimit, setupIpc, type IpcEvent } from '../../src-main/desktop/ipc';
import { createFakeHost, type FakeHost } from '../web/fake-host';

let host: FakeHost;
let scratchFolder = '';
let listeners: Map<string, (event: IpcEvent, argument: unknown) => Promise<Result<unknown>>>;

beforeEach(() => {
  host = createFakeHost();
  listeners = new Map();
  const scratch = { scratchFolder: () => Promise.resolve(scratchFolder) };
  setupIpc(
    { handle: (name, listener) => listeners.set(name, listener) },
    { ...host, ...scratch },
    vi.fn<() => NativeImage>(),
  );
});

const dragged: string[] = [];
const own: IpcEvent = {
  senderFrame: { url: 'onepair://app/', parent: null, frameTreeNodeId: 1 },
  sender: { mainFrame: { frameTreeNodeId: 1 }, startDrag: (item) => dragged.push(item.file) },
};
const from = (frame: Partial<NonNullable<IpcEvent['senderFrame']>>): IpcEvent => ({
  ...own,
  senderFrame: { url: 'onepair://app/', parent: null, frameTreeNodeId: 1, ...frame },
});
const ask = (name: string, event: IpcEvent, argument: unknown) => listeners.get(name)?.(event, argument);
const all = Object.keys(channels) as Channel[];

describe('the sender check', () => {
  it('lets the own page ask every verb', async () => {
    for (const channel of all) {
      expect(await ask(ipcName(channel), own, { some: channel })).toEqual({ ok: true, value: { some: channel } });
    }
    expect(host.calls).toEqual(all.map((channel) => ({ channel, args: { some: channel } })));
    expect(await ask(ipcName('jobs.list'), from({ url: 'onepair://app/#x' }), {})).toMatchObject({ ok: true });
  });

  it('refuses every other sender on every verb, before the host hears of it', async () => {
    const senders: IpcEvent[] = [
      { ...own, senderFrame: null },
      from({ parent: {} }),
      from({ frameTreeNodeId: 2 }),
      ...[
        '',
        'about:blank',
        'about:srcdoc',
        'null',
        'file:///x/index.html',
        'https://evil.test/',
        'http://onepair://app/',
        'onepair://app',
        'onepair://app.evil/',
        'onepair://app@evil/',
        'onepair://evil/',
        'onepair://app/image/x',
        'onepair://app/?x',
        'onepair://app//',
        'ONEPAIR://APP/',
        ' onepair://app/',
        'blob:onepair://app/1',
        'data:text/html,onepair://app/',
        'devtools://devtools/',
      ].map((url) => from({ url })),
    ];
    for (const name of [...all.map(ipcName), IPC_DROPPED, IPC_PASTED, IPC_DRAG]) {
      for (const sender of senders) {
        const result = await ask(name, sender, {});
        expect(result, `${name} ${sender.senderFrame?.url}`).toMatchObject({
          ok: false,
          error: { kind: 'unavailable' },
        });
      }
    }
    expect(host.calls).toEqual([]);
  });

  it('refuses a thousand drawn addresses and never throws', async () => {
    const urls = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.string().map((text) => `onepair://app${text.replace(/^[/#]+/, '')}x`),
    );
    await fc.assert(
      fc.asyncProperty(urls, fc.anything(), async (url, argument) => {
        expect(await ask(ipcName('jobs.list'), from({ url }), argument)).toMatchObject({ ok: false });
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(host.calls).toEqual([]);
  });
});

describe('arguments', () => {
  it('are passed on as they are, whatever they are, unless they are too large', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withTypedArray: true, withMap: true }), async (argument) => {
        expect(await ask(ipcName('pair.check'), own, argument)).toMatchObject({ ok: true });
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it('are measured without end or overflow', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(isWithinLimit(circle)).toBe(true);
    expect(isWithinLimit(deep)).toBe(true);
    expect(isWithinLimit('x'.repeat(9 * 2 ** 20))).toBe(false);
    expect(isWithinLimit(new Uint8Array(9 * 2 ** 20))).toBe(false);
    expect(isWithinLimit(Array.from({ length: 9 * 2 ** 20 }, () => 0))).toBe(false);
    expect(isWithinLimit({ a: ['ab', 'cd'], b: 1 }, 11)).toBe(true);
    expect(isWithinLimit({ a: ['ab', 'cd'], b: 1 }, 10)).toBe(false);
  });

  it('that are too large, or that make the host throw, come back as a failure', async () => {
    expect(await ask(ipcName('jobs.list'), own, 'x'.repeat(9 * 2 ** 20))).toMatchObject({
      error: { kind: 'bad-input' },
    });
    expect(host.calls).toEqual([]);
    host.answer = () => Promise.reject(new Error('broken'));
    expect(await ask(ipcName('jobs.list'), own, {})).toMatchObject({
      ok: false,
      error: { kind: 'internal', message: 'broken' },
    });
  });
});

describe('a pasted picture', () => {
  it('is kept among the files of the session, whatever it is called', async () => {
    scratchFolder = await mkdtemp(join(tmpdir(), 'onepair-pasted-'));
    try {
      for (const name of ['image.png', '../../evil.png', 'a/b.jpg', '']) {
        const answer = await ask(IPC_PASTED, own, { name, bytes: Uint8Array.of(1, 2, 3) });
        expect(answer).toMatchObject({ ok: true });
      }
      const kept = await readdir(scratchFolder, { recursive: true, withFileTypes: true });
      expect(kept.filter((entry) => entry.isFile())).toHaveLength(4);
      for (const wrong of [null, 'x', { name: 'a.png' }, { name: 'a.png', bytes: new Uint8Array() }, { bytes: [1] }]) {
        expect(await ask(IPC_PASTED, own, wrong)).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
      }
    } finally {
      await rm(scratchFolder, { recursive: true, force: true });
    }
  });
});

describe('dropped files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onepair-dropped-'));
    await writeFile(join(folder, 'a.png'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are known by an id, and only files', async () => {
    const photo = await ask(IPC_DROPPED, own, join(folder, 'a.png'));
    expect(photo).toMatchObject({ ok: true, value: { id: 'photo-0' } });
    expect(host.findPhoto('photo-0')?.path).toBe(join(folder, 'a.png'));
    expect(await ask(IPC_DROPPED, own, folder)).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(await ask(IPC_DROPPED, own, join(folder, 'gone'))).toMatchObject({
      ok: false,
      error: { kind: 'not-found' },
    });
    for (const path of ['', 'a.png', './a.png', 'file:///a.png', `${folder}/a.png\0`, 1, null, {}, [folder]]) {
      expect(await ask(IPC_DROPPED, own, path)).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    }
  });
});

describe('dragging out', () => {
  it('hands a model file of the session to the system, and nothing else', async () => {
    const model = host.registerPhoto('/home/x/attic.onepair');
    const photo = host.registerPhoto('/home/x/photo.jpg');
    expect(await ask(IPC_DRAG, own, model.id)).toEqual({ ok: true, value: null });
    for (const other of [photo.id, 'unknown', '/home/x/attic.onepair', null])
      expect(await ask(IPC_DRAG, own, other)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(dragged).toEqual(['/home/x/attic.onepair']);
  });
});

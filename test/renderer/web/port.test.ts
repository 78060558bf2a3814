// @vitest-environment node
import { say } from '@contract/sentence';
import { failed } from '../../said';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { makeApi, type Api, type LinkState } from '../../../src-preload/api';
import { openWebPort } from '../../../src-renderer/web/port';
import { openSession, type PageParts } from '../../../src-renderer/web/session';
import { codeIn, startForTest, type Running } from '../../web/harness';

let web: Running;
beforeEach(async () => {
  web = await startForTest();
});
afterEach(() => web.stop());

interface Tab {
  page: PageParts;
  replaced: string[];
  stored: Map<string, string>;
  sockets: NodeWebSocket[];
}

/** A tab of a browser as far as the port uses one; `stored` outlives a reload. */
function openTab(hash: string, stored = new Map<string, string>()): Tab {
  const origin = `http://127.0.0.1:${web.shell.port}`;
  const tab: Omit<Tab, 'page'> = { replaced: [], stored, sockets: [] };
  const page = {
    location: { hash, host: `127.0.0.1:${web.shell.port}`, pathname: '/', origin },
    history: { replaceState: (_state: unknown, _title: string, url: string) => tab.replaced.push(url) },
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    },
    fetch: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), origin } }),
    WebSocket: class extends NodeWebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { origin });
        tab.sockets.push(this);
      }
    },
  };
  return { ...tab, page: page as unknown as PageParts };
}

async function connected(tab: Tab): Promise<{ api: Api; links: LinkState[] }> {
  const api = makeApi(openWebPort(tab.page));
  const links: LinkState[] = [];
  api.onLink((link) => links.push(link));
  await vi.waitFor(() => {
    expect(links.length).toBeGreaterThan(0);
  });
  return { api, links };
}

const newTab = async () => openTab(`#code=${await codeIn(web.linkFile)}`);

it('exchanges the code, takes it out of the address, and carries calls, events and bytes', async () => {
  const tab = await newTab();
  const { api, links } = await connected(tab);
  expect(links).toEqual([{ state: 'open' }]);
  expect(tab.replaced).toEqual(['/']);
  expect(await api.call('models.show', { model: 'm' })).toEqual({ model: 'm' });
  const rgb = Uint8Array.from({ length: 3 * 200 * 200 }, (_, index) => index % 256);
  const preview = {
    job: 'j',
    epoch: 1,
    place: { x: 0, y: 0 },
    width: 200,
    height: 200,
    degraded: rgb,
    restored: rgb,
    clean: rgb,
  };
  const told = new Promise((resolve) => api.on('train.preview', resolve));
  api.on('models.changed', () => expect.unreachable());
  web.host.emit('train.preview', preview);
  expect(await told).toEqual(preview);
});

it('brings failures back as errors with their sentence', async () => {
  const { api } = await connected(await newTab());
  web.host.answer = () => Promise.resolve({ ok: false, error: failed('bad-input', 'No.', 'a.png') });
  await expect(api.call('jobs.list', {})).rejects.toMatchObject({ kind: 'bad-input', message: 'No.', file: 'a.png' });
  await expect(api.image({ photo: 'nothing' })).rejects.toMatchObject({ kind: 'not-found', message: 'No such photo.' });
});

it('says what is too much for one message, and stays connected', async () => {
  const tab = await newTab();
  const { api } = await connected(tab);
  const photos = Array.from({ length: 400_000 }, (_, index) => String(index).padStart(22, 'x'));
  await expect(api.call('restore.domainGap', { model: 'm', photos })).rejects.toMatchObject({
    kind: 'bad-input',
    message: expect.stringMatching(/fewer photos at a time/) as string,
  });
  expect(await api.call('models.show', { model: 'm' })).toEqual({ model: 'm' });
  expect(tab.sockets).toHaveLength(1);
});

it('uploads a file, shows it and downloads it', async () => {
  const { api } = await connected(await newTab());
  const photo = await api.upload(new File(['pixels'], 'ö “1”.png'));
  expect(photo.name).toBe('ö “1”.png');
  expect(new Uint8Array(await (await api.image({ photo: photo.id, max: 64 })).arrayBuffer())).toEqual(
    Uint8Array.of(1, 2, 3),
  );
  expect(await (await api.download?.(photo))?.text()).toBe('pixels');
  await expect(api.upload(new File([], 'empty.png'))).rejects.toMatchObject({
    message: expect.stringContaining('empty') as string,
  });
});

it('survives a reload, but not a second use of its link', async () => {
  const first = await newTab();
  await connected(first);
  const reloaded = await connected(openTab('', first.stored));
  expect(reloaded.links).toEqual([{ state: 'open' }]);
  const { api, links } = await connected(openTab(first.page.location.hash));
  expect(links[0]).toEqual({ state: 'refused', sentence: say('web.linkUsed') });
  await expect(api.call('jobs.list', {})).rejects.toMatchObject({ kind: 'unavailable' });
  await expect(api.image({ photo: 'x' })).rejects.toMatchObject({ kind: 'unavailable' });
});

it('says when the connection is lost, ends the calls that wait, and connects again by itself', async () => {
  const tab = await newTab();
  const { api, links } = await connected(tab);
  web.host.answer = () => new Promise(() => undefined);
  const waiting = api.call('jobs.list', {});
  tab.sockets[0]?.terminate();
  await expect(waiting).rejects.toMatchObject({ kind: 'unavailable' });
  await vi.waitFor(() => {
    expect(links.map((link) => link.state)).toEqual(['open', 'lost', 'open']);
  }, 5_000);
  web.host.answer = () => Promise.resolve({ ok: true, value: [] });
  expect(await api.call('jobs.list', {})).toEqual([]);
});

it('says so when the server has ended', async () => {
  const { api, links } = await connected(await newTab());
  await web.shell.close();
  await vi.waitFor(() => {
    expect(links.at(-1)).toEqual({ state: 'lost', sentence: say('web.unreachable') });
  });
  await expect(api.call('jobs.list', {})).rejects.toMatchObject({ kind: 'unavailable' });
  web.shell.close = () => Promise.resolve();
});

it('gets the token of a tab that is open, and none where there is none', async () => {
  const heard = new Set<{ onmessage: ((event: { data: unknown }) => void) | null }>();
  class Tabs {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    constructor() {
      heard.add(this);
    }
    postMessage(data: unknown): void {
      for (const other of heard) if (other !== this) queueMicrotask(() => other.onmessage?.({ data }));
    }
    close(): void {
      heard.delete(this);
    }
  }
  const tab = (kept: string | null) => {
    const storage = new Map(kept === null ? [] : [['onepair.token', kept]]);
    return {
      location: { hash: '', host: 'h', pathname: '/', origin: 'http://h' },
      history: { replaceState: () => undefined },
      sessionStorage: { getItem: (key: string) => storage.get(key) ?? null, setItem: storage.set.bind(storage) },
      BroadcastChannel: Tabs,
    } as unknown as PageParts;
  };
  expect(await openSession(tab(null))).toBeNull();
  expect(await openSession(tab('secret'))).toBe('secret');
  expect(await openSession(tab(null))).toBe('secret');
});

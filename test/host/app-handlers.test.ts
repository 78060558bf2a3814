import { describe, expect, it } from 'vitest';
import { SETTINGS_DEFAULTS } from '@contract/settings';
import { plain } from '../said';
import { diagnosticsText, withoutPaths } from '../../src-main/host/diagnostics';
import { createHost } from '../../src-main/host/host';
import { serve, type Handlers } from '../../src-main/processes/serve';
import { memoryPorts } from '../processes/memory-port';
import { RUNTIME } from '../fixtures/answers';
import { closedAfterwards, modelOf, REPORT, temporaryStore } from './hosted';

/** A host over children that answer little. */
function hosted(given: { threads?: number; device?: string; engine?: string; developer?: string } = {}) {
  const store = temporaryStore();
  const environments: Record<string, string>[] = [];
  const photosEnvironments: Record<string, string>[] = [];
  const photos = {
    'photo.decode': () => Promise.resolve({ path: '/raw', width: 4, height: 4, channels: 3, depth: 8 }),
    'pair.check': () => Promise.resolve(REPORT),
  };
  let endTraining: () => void = () => undefined;
  const compute = {
    'runtime.info': () => Promise.resolve(RUNTIME),
    'train.run': () =>
      new Promise((resolve) => {
        endTraining = () => {
          resolve({ path: modelOf(store), named: true });
        };
      }),
  };
  const host = createHost({
    ...given,
    store,
    carrier: (name, environment) => {
      const ports = memoryPorts();
      (name === 'compute' ? environments : photosEnvironments).push(environment);
      serve(ports.child, (name === 'compute' ? compute : photos) as unknown as Handlers<object>);
      return { port: ports.host, pid: environments.length + 1, kill: ports.crash.bind(null, 'killed') };
    },
    shell: {
      info: () => ({ version: '1', shell: 'cli', platform: 'test', nativeDialogs: false }),
      pickPhotos: () => Promise.resolve([]),
      pickFolder: () => Promise.resolve(null),
      listFolder: () => Promise.reject(new Error('none')),
      openPath: (path) => Promise.resolve(path === store.places.logs),
    },
  });
  closedAfterwards(host);
  const ask = async (channel: string, args: unknown = {}) => {
    const result = await host.call(channel, args);
    if (!result.ok) throw new Error(result.error.message);
    return result.value as Record<string, unknown>;
  };
  return {
    host,
    ask,
    environments,
    photosEnvironments,
    store,
    endTraining: () => {
      endTraining();
    },
  };
}

describe('the settings', () => {
  it('decide what the calculating process starts with, unless a flag does', async () => {
    const { ask, environments, store } = hosted();
    await store.settings.write({ threads: 3, device: 'wasm' });
    await ask('runtime.info');
    expect(environments[0]).toMatchObject({ ONEPAIR_RUNTIME: 'wasm', TF_NUM_INTRAOP_THREADS: '3' });

    const other = hosted({ threads: 1, device: 'cpu' });
    await other.store.settings.write({ threads: 3, device: 'wasm' });
    await other.ask('runtime.info');
    expect(other.environments[0]).toMatchObject({ ONEPAIR_RUNTIME: 'cpu', TF_NUM_INTRAOP_THREADS: '1' });
    expect(await other.ask('settings.get')).toMatchObject({ fixed: ['device', 'threads'] });
  });

  it('name what restores photos, unless a flag does', async () => {
    const { ask, environments } = hosted();
    await ask('settings.set', { engine: 'tensorflow' });
    await ask('runtime.info');
    await ask('settings.set', { engine: 'auto' });
    await ask('runtime.info');
    expect(environments.map((environment) => environment['ONEPAIR_ENGINE'])).toEqual(['tensorflow', undefined]);

    const other = hosted({ engine: 'onnx-cpu' });
    await other.store.settings.write({ engine: 'tensorflow' });
    await other.ask('runtime.info');
    expect(other.environments[0]).toMatchObject({ ONEPAIR_ENGINE: 'onnx-cpu' });
    expect(await other.ask('settings.get')).toMatchObject({ fixed: ['engine'] });
  });

  it('name what develops camera raw, unless a flag does', async () => {
    const { ask, photosEnvironments, host } = hosted();
    const { id } = host.registerPhoto('/p/one.nef');
    const probe = () => ask('photos.info', { photo: id }).catch(() => undefined);
    await probe();
    await ask('settings.set', { developer: 'darktable' });
    await probe();
    expect(photosEnvironments.map((environment) => environment['ONEPAIR_DEVELOPER'])).toEqual([undefined, 'darktable']);
    const other = hosted({ developer: 'rawtherapee' });
    expect(await other.ask('settings.get')).toMatchObject({ fixed: ['developer'] });
  });

  it('start the calculating process anew where they change it, and only there', async () => {
    const { ask, environments, host } = hosted();
    await ask('runtime.info');
    await ask('settings.set', { theme: 'dark' });
    await ask('runtime.info');
    expect(environments).toHaveLength(1);
    await ask('settings.set', { threads: 2 });
    expect(host.pids().compute).toBeUndefined();
    await ask('runtime.info');
    expect(environments.map((environment) => environment['TF_NUM_INTRAOP_THREADS'])).toEqual([undefined, '2']);
  });

  it('let a running job end with what it has', async () => {
    const { ask, environments, host, endTraining } = hosted();
    const pair = { degraded: host.registerPhoto('/a.png').id, clean: host.registerPhoto('/b.png').id };
    await ask('train.start', { ...pair, choices: {} });
    while (environments.length === 0) await new Promise(setImmediate);
    await ask('settings.set', { threads: 2 });
    expect(host.pids().compute).toBeDefined();
    endTraining();
    while (host.pids().compute !== undefined) await new Promise(setImmediate);
    await ask('runtime.info');
    expect(environments.map((environment) => environment['TF_NUM_INTRAOP_THREADS'])).toEqual([undefined, '2']);
  });

  it('name folders by ids, and give them back without their paths', async () => {
    const { ask, host } = hosted();
    const folder = host.registerFolder('/somewhere/results');
    const set = await ask('settings.set', { folder: folder.id });
    expect(set['folder']).toEqual(folder);
    expect(await ask('app.info')).toMatchObject({ defaultOutput: '/somewhere/results' });
    expect((await ask('settings.reset', { name: 'folder' }))['folder']).toBeNull();
    expect(await host.call('settings.set', { threads: -1 })).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(await host.call('settings.set', { colour: 1 })).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
  });
});

describe('the log', () => {
  it('keeps faults, and not what a person can mend by choosing', async () => {
    const { host, store, ask } = hosted();
    await host.call('photos.info', { photo: host.registerPhoto('/a.png').id });
    await host.call('photos.info', { photo: 'nothing' });
    expect(await ask('logs.open')).toEqual({ label: store.places.logs, opened: true });
    await host.close();
    expect(await store.log.newest(9)).toEqual([
      expect.stringMatching(/Z photos\.info: internal: There is no such call\.$/),
    ]);
  });
});

describe('diagnostics', () => {
  it('hold no path and no name of the user', () => {
    const home = '/home/ada.lovelace';
    const said = [
      `ENOENT: no such file, open '${home}/Photos of us/one.png'`,
      String.raw`“C:\Users\Ada Lovelace\secret.tif” is broken`,
      'file:///srv/private/x.js:12',
      String.raw`\\server\share\y.png`,
      'at run (/opt/thing/lib/a.js:1:2)',
      '~/Pictures/Onepair was full; ada.lovelace asked',
    ];
    const plain = withoutPaths(said.join('\n'), home);
    for (const secret of ['home', 'ada', 'Ada', 'Photos', 'secret', 'srv', 'share', 'opt', 'Pictures', 'one.png'])
      expect(plain).not.toContain(secret);
    expect(plain).toContain('is broken');
    expect(withoutPaths('CPU · 2 cores, 3/4 done, TensorFlow 2.21.0', home)).toBe(
      'CPU · 2 cores, 3/4 done, TensorFlow 2.21.0',
    );
  });

  it('say what runs here, also where the runtime does not', () => {
    const text = diagnosticsText(
      {
        app: { version: '9.9', shell: 'web', platform: 'linux', nativeDialogs: false },
        runtime: plain('It did not start.'),
        settings: { ...SETTINGS_DEFAULTS, folder: '/secret/place' },
        models: 2,
        unusable: 1,
        unfinished: 0,
        log: [],
      },
      '/home/ada',
    );
    expect(text).toContain('Onepair 9.9 (web)');
    expect(text).toContain('Runtime: It did not start.');
    expect(text).toContain('Models: 2 (1 unusable)');
    expect(text).not.toContain('secret');
  });
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src-main/store/store';
import { realHost, temporaryHome, type Home, type RealHost } from './host-built';

let home: Home;
let real: RealHost;
beforeAll(async () => {
  home = await temporaryHome();
  real = realHost();
});
afterAll(async () => {
  await home.remove();
});

const KILLS = 20;

it('settings, library and log lose nothing when the photo process is killed twenty times while they are in use', async () => {
  const golden = join(import.meta.dirname, '../fixtures/golden/version-1.onepair');
  const { id } = await real.call('models.import', { file: real.host.registerPhoto(golden).id });
  const { clean } = await real.call('pair.sample', { task: 'deblur', size: 64 });
  for (let round = 1; round <= KILLS; round += 1) {
    await real.call('photos.info', { photo: clean.id });
    const checking = real.call('pair.check', { degraded: clean.id, clean: clean.id }).catch((error: unknown) => error);
    const changes = [
      real.call('settings.set', { naming: `{name}-${round}` }),
      real.call('models.rename', { model: id, name: `Round ${round}` }),
    ];
    process.kill(real.host.pids().photos ?? 0, 'SIGKILL');
    await Promise.all(changes);
    await checking;
    expect((await real.call('settings.get', {})).naming).toBe(`{name}-${round}`);
    expect((await real.call('models.list', {})).map((model) => [model.id, model.name])).toEqual([
      [id, `Round ${round}`],
    ]);
  }
  await real.host.close();
  const store = openStore();
  expect((await store.settings.read()).naming).toBe(`{name}-${KILLS}`);
  expect((await store.library.list()).map((model) => model.name)).toEqual([`Round ${KILLS}`]);
  const killed = (await store.log.newest(500)).filter((line) => /photo process.*SIGKILL/.test(line));
  expect(killed).toHaveLength(KILLS);
});

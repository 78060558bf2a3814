import { describe, expect, it } from 'vitest';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { PHOTO } from '../fixtures/answers';
import { hosted, MODEL } from './hosted';

const never = () => new Promise<never>(() => undefined);
const INFO = { ...PHOTO, width: 4, height: 4 };
const path = (of: unknown) => (of as { path: string }).path;

describe('a photo over which the process that opens photos hangs', () => {
  it('is named after two tries, and costs the others nothing', async () => {
    const all = hosted(
      { photos: { 'photo.probe': (args) => (path(args).endsWith('bad.png') ? never() : Promise.resolve(INFO)) } },
      { patienceMs: 40 },
    );
    const ask = (name: string) => all.ask('photos.info', { photo: all.host.registerPhoto(`/p/${name}`).id });
    const asked = ['0.png', 'bad.png', '1.png'].map(ask);
    await expect(asked[1]).rejects.toThrow(/^bad\.png was set aside: opening or saving it came to no end, twice/);
    expect(await Promise.all([asked[0], asked[2]])).toEqual([
      { ...INFO, name: '0.png' },
      { ...INFO, name: '1.png' },
    ]);
    expect(all.calls.filter(([name, args]) => name === 'photo.probe' && path(args).endsWith('bad.png'))).toHaveLength(
      2,
    );
  });

  it('is named where a part of it is shown, too', async () => {
    const all = hosted({ photos: { 'photo.tile': never } }, { patienceMs: 10 });
    const { id } = all.host.registerPhoto('/p/bad.png');
    expect(await all.host.image({ photo: id })).toMatchObject({
      ok: false,
      error: { kind: 'crashed', file: 'bad.png' },
    });
  });
});

it('an estimate goes by the photos that can be opened, whichever of them ends the process', async () => {
  const all: ReturnType<typeof hosted> = hosted({
    photos: {
      'photo.probe': ({ path }) => {
        if (path.endsWith('bad.png')) all.crashes.photos?.('was ended by SIGSEGV');
        return Promise.resolve(INFO);
      },
      'batch.outlook': ({ infos }) =>
        Promise.resolve({ sizes: infos.map((info) => info && { width: 4, height: 4, channels: 3 }), outputBytes: 1 }),
    },
    compute: { 'restore.estimate': ({ photos }) => Promise.resolve(photos.map(({ width }) => width)) },
  });
  const photos = ['0.png', '1.png', 'bad.png'].map((name) => all.host.registerPhoto(`/p/${name}`).id);
  const estimate = await all.ask('restore.estimate', { model: MODEL.id, photos, settings: RESTORE_DEFAULTS });
  expect(estimate).toMatchObject({ secondsPerPhoto: [4, 4, 4], totalSeconds: 12 });
});

it('what waits while a pair is measured ends nothing, as long as the pair is in its time', async () => {
  let isMeasured = (): void => undefined;
  const measured = new Promise<void>((resolve) => (isMeasured = resolve));
  const all = hosted(
    {
      photos: {
        // One process: what is asked meanwhile is answered after it.
        'pair.align': async (pair) => {
          await measured;
          return { degraded: { path: pair.degraded, name: 'a' }, clean: { path: pair.clean, name: 'b' } };
        },
        'photo.probe': () => measured.then(() => INFO),
      },
    },
    { patienceMs: 50 },
  );
  const aligned = all.ask('pair.align', all.pair());
  const asked = all.ask('photos.info', { photo: all.host.registerPhoto('/p/0.png').id });
  // Three times as long as a photo may take, and less than a pair may.
  setTimeout(isMeasured, 150);
  expect(await asked).toEqual({ ...INFO, name: '0.png' });
  expect(await aligned).toMatchObject({ clean: { name: 'b' } });
  expect(all.namesOf('photo.')).toEqual(['photo.probe']);
});

it('however often one photo hangs, the others are answered', async () => {
  const all = hosted(
    { photos: { 'photo.probe': (args) => (path(args).endsWith('bad.png') ? never() : Promise.resolve(INFO)) } },
    { patienceMs: 10 },
  );
  const ask = (name: string) => all.ask('photos.info', { photo: all.host.registerPhoto(`/p/${name}`).id });
  for (let turn = 0; turn < 4; turn += 1) await expect(ask('bad.png')).rejects.toThrow('was set aside');
  expect(await ask('0.png')).toEqual({ ...INFO, name: '0.png' });
});

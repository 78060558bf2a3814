import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { CONFLICT_POLICIES } from '@contract/photo';
import { writeGraph } from '../../src-main/compute/graph-job';
import { isModelFile } from '../../src-main/store/model-file';
import { temporaryFolder } from '../fixtures/helpers';
import { changedSince, everythingIn, putThere, THEIRS } from '../fixtures/theirs';
import { hosted, MODEL, modelOf } from './hosted';

/** What the window, the page in a browser and the command line ask alike. */
const root = await temporaryFolder();
let round = 0;
let folder = '';
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = join(root, String((round += 1)));
  await mkdir(folder);
  const photo = sharp({ create: { width: 8, height: 8, channels: 3, background: '#678' } });
  for (const name of ['input.png', 'photo.png']) await photo.png().toFile(at(name));
});

const put = (what: string, out: string) => putThere(what, at(out), { input: at('input.png'), photo: at('photo.png') });
type Hosted = ReturnType<typeof hosted>;
const theFolder = ({ host }: Hosted) => host.registerFolder(folder).id;

/** Channels that write a file of this name, and how they end where something of the user's has it. */
const WRITERS: Record<string, (all: Hosted) => Promise<unknown>> = {
  'trained.onepair': async (all) => {
    const out = all.host.registerOutput(at('trained.onepair'));
    const pair = {
      degraded: all.host.registerPhoto(at('input.png')).id,
      clean: all.host.registerPhoto(at('photo.png')).id,
    };
    const { job } = await all.ask('train.start', { ...pair, choices: {}, out, replace: true });
    expect((await all.ended(job)).error?.kind).toBe('bad-input');
    expect(all.namesOf('train.')).toEqual([]);
  },
  'cat.onnx': async (all) => {
    modelOf(all.store);
    const out = all.host.registerOutput(at('cat.onnx'));
    await expect(all.ask('models.graph', { model: MODEL.id, out })).rejects.toThrow(/already/);
  },
  // A model that is exported gets a number.
  'cat-deblur-rnn.onepair': async (all) => {
    modelOf(all.store);
    await all.ask('models.export', { model: MODEL.id, folder: theFolder(all) });
    expect(await isModelFile(at('cat-deblur-rnn-2.onepair'))).toBe(true);
  },
};
for (const onConflict of CONFLICT_POLICIES)
  WRITERS[`input_${onConflict}.png`] = async (all) => {
    modelOf(all.store);
    const settings = { ...RESTORE_DEFAULTS, naming: `{name}_${onConflict}`, onConflict };
    const photos = [all.host.registerPhoto(at('input.png')).id];
    const { job } = await all.ask('restore.start', { model: MODEL.id, photos, settings, folder: theFolder(all) });
    expect((await all.ended(job)).state).toBe('done');
  };
const WAYS = Object.keys(WRITERS).flatMap((out) => Object.keys(THEIRS).map((what) => [out, what] as const));

describe(`${WAYS.length} ways to make the app write over what is there`, () => {
  it.each(WAYS)('%s, where there is %s', async (out, what) => {
    const all = hosted({ compute: { 'model.graph': writeGraph } });
    await put(what, out);
    const before = await everythingIn(folder);
    await WRITERS[out]!(all);
    expect(await changedSince(before, folder)).toEqual([]);
  });

  it.each(CONFLICT_POLICIES)('a result that is called like its photo leaves it alone (%s)', async (onConflict) => {
    const all = hosted();
    modelOf(all.store);
    const before = await everythingIn(folder);
    const settings = { ...RESTORE_DEFAULTS, naming: '{name}', onConflict };
    const photos = ['input.png', 'photo.png'].map((name) => all.host.registerPhoto(at(name)).id);
    const { job } = await all.ask('restore.start', { model: MODEL.id, photos, settings, folder: theFolder(all) });
    expect(await all.ended(job)).toMatchObject({ state: 'done', batch: { restored: 2 } });
    expect(await changedSince(before, folder)).toEqual([]);
    expect(await readFile(at('input_2.png'), 'utf8')).toBe('a result');
  });
});

it.each(CONFLICT_POLICIES)('photos whose own folder is reached by a link stay as they are (%s)', async (onConflict) => {
  const all = hosted();
  modelOf(all.store);
  const before = await everythingIn(folder);
  const way = join(root, `way-${round}`);
  await symlink(folder, way);
  const settings = { ...RESTORE_DEFAULTS, naming: '{name}', onConflict };
  const photos = [all.host.registerPhoto(at('input.png')).id];
  const out = all.host.registerFolder(way).id;
  const { job } = await all.ask('restore.start', { model: MODEL.id, photos, settings, folder: out });
  expect(await all.ended(job)).toMatchObject({ state: 'done', batch: { restored: 1 } });
  expect(await changedSince(before, folder)).toEqual([]);
});

it('a model makes way for a model only where that was asked for', async () => {
  const all = hosted();
  await writeFile(at('m.onepair'), await readFile(modelOf(all.store)));
  const errorOf = async (more: object) => {
    const out = all.host.registerOutput(at('m.onepair'));
    const { job } = await all.ask('train.start', { ...all.pair(), choices: {}, out, ...more });
    return (await all.ended(job)).error?.message;
  };
  expect(await errorOf({})).toMatch(/already a file called m.onepair/);
  expect(await errorOf({ replace: true })).toBeUndefined();
});

import { inEnglish } from '@contract/in-language';
import { copyFile, mkdir, readFile, readdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLibrary, type Library } from '../../src-main/store/library';
import { saveModel } from '../../src-main/store/model-file';
import { card, crop, expectedTensors, failureOf, temporaryFolder, weights } from '../fixtures/helpers';
import { addModel } from '../fixtures/model';

const root = await temporaryFolder();
let folder: string;
let library: Library;
let round = 0;

beforeEach(() => {
  folder = join(root, `library-${(round += 1)}`, 'models');
  library = openLibrary(folder, expectedTensors);
});

const add = (name: string, createdAt?: string, seed = 7) =>
  addModel(library, { card: card(name, createdAt), tensors: weights(seed), crop: crop() });

describe('the library', () => {
  it('is empty before its folder exists', async () => {
    expect(await library.list()).toEqual([]);
    expect((await failureOf(library.find('x'))).kind).toBe('not-found');
  });

  it('keeps models across a restart, newest first', async () => {
    await add('Old', '2026-01-01T00:00:00.000Z');
    await add('New', '2026-02-01T00:00:00.000Z', 8);
    const again = openLibrary(folder, expectedTensors);
    expect((await again.list()).map(({ name }) => name)).toEqual(['New', 'Old']);
    expect((await again.load('Old')).tensors).toEqual(weights());
    expect((await again.show('New')).crop).toEqual(crop());
  });

  it('puts a removed model aside and brings it back, byte for byte', async () => {
    const { id } = await add('Precious');
    const path = (await library.find(id)).path;
    const bytes = await readFile(path);
    expect(await library.discard('Precious')).toBe(id);
    expect(await library.list()).toEqual([]);
    expect((await library.bringBack(id)).name).toBe('Precious');
    expect(await readFile((await library.find(id)).path)).toEqual(bytes);
    expect((await failureOf(library.bringBack(id))).kind).toBe('not-found');
    expect((await failureOf(library.bringBack('../../etc/passwd'))).kind).toBe('not-found');
  });

  it('brings nothing back onto a name that is taken, and forgets what lay aside for a week', async () => {
    const { id } = await add('Precious');
    await library.discard(id);
    await add('precious', '2026-05-01T00:00:00.000Z', 9);
    expect((await failureOf(library.bringBack(id))).message).toContain('again');
    const aside = join(folder, 'removed', `${id}.onepair`);
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3600 * 1000);
    await utimes(aside, eightDaysAgo, eightDaysAgo);
    await library.discard('precious');
    expect((await readdir(join(folder, 'removed'))).includes(`${id}.onepair`)).toBe(false);
  });

  it('removes nothing beside what it put aside itself, and puts nothing into a folder elsewhere', async () => {
    const [first, second] = [await add('One'), await add('Two', undefined, 8)];
    const aside = join(folder, 'removed');
    const names = ['photo.jpg', 'my own.onepair', `${'a'.repeat(64)}.onepair`];
    await mkdir(join(aside, names[2]!), { recursive: true });
    for (const name of names.slice(0, 2)) await writeFile(join(aside, name), 'mine');
    for (const name of names) await utimes(join(aside, name), 0, 0);
    await library.discard(first.id);
    expect((await readdir(aside)).sort()).toEqual([...names, `${first.id}.onepair`].sort());
    await rename(aside, `${folder}-elsewhere`);
    await symlink(`${folder}-elsewhere`, aside);
    expect(await failureOf(library.discard(second.id))).toMatchObject({ kind: 'bad-input', file: 'removed' });
    expect((await library.list()).map(({ name }) => name)).toEqual(['Two']);
    expect((await readdir(`${folder}-elsewhere`)).sort()).toEqual([...names, `${first.id}.onepair`].sort());
  });

  it('numbers equal names, also when added at once', async () => {
    await Promise.all(['Print', 'Print', 'Print'].map((name, index) => add(name, undefined, index)));
    expect((await library.list()).map(({ name }) => name).sort()).toEqual(['Print', 'Print 2', 'Print 3']);
    expect((await readdir(folder)).sort()).toEqual(['print-2.onepair', 'print-3.onepair', 'print.onepair']);
  });

  it('takes turns with another program: one name stays one name, what was removed stays removed', async () => {
    const { id } = await add('Print');
    const other = openLibrary(folder, expectedTensors);
    const path = join(root, 'handed over.onepair');
    await saveModel(path, { card: card('Import'), tensors: weights(9), crop: null });
    await Promise.all([library.importFile(path), other.importFile(path)]);
    expect((await library.list()).filter(({ name }) => name === 'Import')).toHaveLength(1);
    const outcomes = await Promise.allSettled([library.rename(id, 'New'), other.remove(id)]);
    const names = (await library.list()).map(({ name }) => name).sort();
    // Whichever came first: both said done only where both are.
    expect(names).toEqual(outcomes[1].status === 'fulfilled' ? ['Import'] : ['Import', 'New']);
  });

  it('finds by id, start of id and name in any case', async () => {
    const { id } = await add('Ägäis scan');
    for (const wanted of [id, id.slice(0, 8), 'Ägäis scan', 'ägäis SCAN', 'A\u0308ga\u0308is scan']) {
      expect((await library.find(wanted)).summary.id).toBe(id);
    }
    expect((await failureOf(library.find(id.slice(0, 5)))).kind).toBe('not-found');
  });

  it('renames in place, never onto another name', async () => {
    const first = await add('First');
    await add('Second', undefined, 8);
    expect((await failureOf(library.rename('First', 'second'))).message).toMatch(/already a model called "second"/);
    const renamed = await library.rename(first.id, 'Third');
    expect(renamed).toMatchObject({ name: 'Third', id: first.id });
    expect(renamed).toEqual((await library.find('Third')).summary);
    expect((await library.load('Third')).tensors).toEqual(weights());
    expect((await library.list()).map(({ name }) => name).sort()).toEqual(['Second', 'Third']);
    expect((await failureOf(library.find('First'))).kind).toBe('not-found');
  });

  it('removes', async () => {
    await add('Gone');
    await library.remove('Gone');
    expect(await readdir(folder)).toEqual([]);
  });

  it('exports what it imports, and the same model twice stays one', async () => {
    const { id } = await add('Shared');
    const target = join(root, `out-${round}`);
    await mkdir(target);
    const first = await library.exportTo('Shared', target);
    const second = await library.exportTo('Shared', target);
    expect(second).not.toBe(first);
    expect(await readFile(first)).toEqual(await readFile(second));
    expect((await library.importFile(first)).id).toBe(id);
    const other = openLibrary(join(root, `other-${round}`), expectedTensors);
    expect((await other.importFile(first)).id).toBe(id);
    expect((await other.list()).length).toBe(1);
  });

  it('refuses a damaged import and is not hidden by one', async () => {
    await add('Good');
    const [name] = await readdir(folder);
    const bytes = await readFile(join(folder, name!));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(root, 'bad.onepair'), bytes);
    const error = await failureOf(library.importFile(join(root, 'bad.onepair')));
    expect(error.message).toBe(
      'bad.onepair cannot be used as a model: its contents do not match their hash. Get the file again or train anew.',
    );
    await writeFile(join(folder, 'junk.onepair'), 'junk');
    expect((await library.list()).map((model) => model.name)).toEqual(['Good']);
    expect((await library.problems()).map(inEnglish)).toEqual([
      expect.stringMatching(/^junk.onepair cannot be used as a model: .+/),
    ]);
  });

  it('knows a model under any name: its id is that of weights and settings', async () => {
    const { id } = await add('One');
    expect(await add('Another', '2026-03-03T00:00:00.000Z')).toMatchObject({ id, name: 'One' });
    await library.discard(id);
    expect(await add('Another', '2026-03-03T00:00:00.000Z')).toMatchObject({ id, name: 'Another' });
    expect(await library.bringBack(id)).toMatchObject({ id, name: 'Another' });
    expect(await readdir(join(folder, 'removed'))).toEqual([]);
    expect((await add('One', undefined, 8)).id).not.toBe(id);
  });

  it('leaves out a copy that was put in by hand, and says so', async () => {
    await add('Twin');
    const [name] = await readdir(folder);
    await copyFile(join(folder, name!), join(folder, 'copy.onepair'));
    expect((await library.list()).map((model) => model.name)).toEqual(['Twin']);
    expect((await library.problems()).map(inEnglish)).toEqual([
      expect.stringMatching(/^twin\.onepair is left out: the same model/),
    ]);
  });

  it('asks for the id where two models of one name were put in by hand', async () => {
    await add('Twin');
    const other = join(folder, 'other.onepair');
    await saveModel(other, { card: card('Twin'), tensors: weights(8), crop: null });
    expect((await failureOf(library.find('Twin'))).message).toMatch(/Several models/);
  });

  it('names files safely whatever a model is called', async () => {
    const names = ['../../etc/passwd', 'CON', '<script>', '...', '.hidden', 'x'.repeat(120), '照片 模型', '😀'];
    for (const [index, name] of names.entries()) await add(name, undefined, index);
    for (const file of await readdir(folder)) {
      expect(file).toMatch(/^[^./\\<>:"|?*][^/\\<>:"|?*]*\.onepair$/);
      expect(Buffer.byteLength(file)).toBeLessThan(100);
      expect(file).not.toBe('con.onepair');
    }
    expect((await library.list()).length).toBe(8);
  });
});

import { inEnglish } from '@contract/in-language';
import { execFileSync } from 'node:child_process';
import promises, { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { scanPhotos } from '../../../src-main/store/batch/folder';
import { appendLine, ledgerPath } from '../../../src-main/store/batch/ledger';
import { failureOf, temporaryFolder } from '../../fixtures/helpers';

const root = await temporaryFolder();
let folder = '';
let round = 0;
beforeEach(() => {
  folder = join(root, String((round += 1)));
});

const put = async (...names: string[]) => {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), name);
  }
};
const found = async (recursive: boolean, ...inputs: string[]) =>
  (await scanPhotos(inputs.length === 0 ? [folder] : inputs.map((name) => join(folder, name)), recursive)).photos.map(
    ({ relative }) => relative,
  );

describe('the photos of a list', () => {
  it('are those of a folder in natural order, and of its folders when asked', async () => {
    await put(
      'b.JPG',
      'img10.png',
      'img2.png',
      'notes.txt',
      '.dot.png',
      'sub/c.tif',
      'sub/.hidden/d.png',
      '10/a.png',
      '9/a.png',
    );
    expect(await found(false)).toEqual(['b.JPG', 'img2.png', 'img10.png']);
    expect(await found(true)).toEqual(['b.JPG', 'img2.png', 'img10.png', '9/a.png', '10/a.png', 'sub/c.tif']);
  });

  it('are files and folders mixed, each path once; files as they are', async () => {
    await put('notes.txt', 'in/a.png', 'in/b.png', 'z.png');
    expect(await found(false, 'z.png', 'in', 'in/a.png', 'notes.txt', 'z.png')).toEqual([
      'z.png',
      'a.png',
      'b.png',
      'notes.txt',
    ]);
  });

  it('carry the name of their folder where there are several', async () => {
    await put('one/a.png', 'two/a.png', 'other/one/a.png');
    expect(await found(false, 'one', 'two', 'other/one')).toEqual(['one/a.png', 'two/a.png', 'one_2/a.png']);
  });

  it('are never results of earlier batches, nor behind links', async () => {
    await put('a.png', 'a_m.png', 'sub/b.png', 'sub/b_m.png', 'out/c_m.png', 'out/own.png');
    const work = { content: 'c', model: 'm', settings: 's', bytes: 1, modifiedMs: 1, outBytes: 1, outHash: 'h' };
    const ledger = async (place: string, ...outs: string[]) => {
      await mkdir(join(place, '.onepair'));
      for (const out of outs) await appendLine(ledgerPath(place, null), { event: 'begin', photo: 'p', ...work, out });
    };
    await ledger(folder, 'a_m.png', 'sub/b_m.png');
    await ledger(join(folder, 'out'), 'c_m.png');
    await symlink(join(folder, 'a.png'), join(folder, 'link.png'));
    expect(await found(true)).toEqual(['a.png', 'out/own.png', 'sub/b.png']);
    await rm(join(folder, 'out/own.png'));
    const { message } = await failureOf(scanPhotos([join(folder, 'out')], true));
    expect(message).toBe(
      'There are only results of earlier batches in there. Choose the photos themselves to restore them again.',
    );
    expect(await found(false, 'out/c_m.png')).toEqual(['c_m.png']);
  });

  it('of kinds that are not read are counted, so that nobody thinks they were restored', async () => {
    await put('a.png', 'b.PSD', 'sub/c.jp2', 'sub/d.psd', 'sub/e.txt', 'sub/.f.heic');
    expect((await scanPhotos([folder], false)).unread).toEqual({ '.psd': 1 });
    expect((await scanPhotos([folder], true)).unread).toEqual({ '.psd': 2, '.jp2': 1 });
  });

  it.each(['.gpr', '.heics', '.avifs', '.pdf', '.svg', '.tga'])('ending in %s are not passed over', async (ending) => {
    await put('a.png', `b${ending}`, `C${ending.toUpperCase()}`);
    const { photos, unread } = await scanPhotos([folder], false);
    expect(photos.map(({ relative }) => relative)).toEqual(['a.png']);
    expect(unread).toEqual({ [ending]: 2 });
  });

  it('in folders of network disks, systems and catalogues are left out, and the folders counted', async () => {
    await put('a.png', '@eaDir/a.png/thumb.jpg', 'sub/@eaDir/b.jpg', '#recycle/c.png', '$RECYCLE.BIN/d.png');
    await put('lost+found/e.png', 'Previews.lrdata/f.jpg', '@home/g.png');
    const { photos, system } = await scanPhotos([folder], true);
    expect(photos.map(({ relative }) => relative)).toEqual(['a.png', '@home/g.png']);
    expect(system).toEqual({ '@eaDir': 2, '#recycle': 1, '$RECYCLE.BIN': 1, 'lost+found': 1, '.lrdata': 1 });
  });

  it('that cannot be used are named, and cost nobody else anything', async () => {
    await put('a.png', 'locked/b.png', 'z/c.png');
    await symlink(join(folder, 'a.png'), join(folder, 'link.png'));
    await writeFile(Buffer.concat([Buffer.from(join(folder, 'caf')), Buffer.from([0xe9]), Buffer.from('.jpg')]), '');
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')]);
    const { readdir } = promises;
    promises.readdir = (async (path: string, options: never) => {
      if (path.endsWith('locked')) throw Object.assign(new Error('no'), { code: 'EACCES' });
      return readdir(path, options);
    }) as never;
    syncBuiltinESMExports();
    const { photos, problems } = await scanPhotos([folder], true).finally(() => {
      promises.readdir = readdir;
      syncBuiltinESMExports();
    });
    expect(photos.map(({ relative }) => relative)).toEqual(['a.png', 'z/c.png']);
    expect(problems.map(inEnglish).sort()).toEqual([
      `caf\ufffd.jpg in ${folder} has a name that is not UTF-8, so it was left out. Rename it, then add it again.`,
      'link.png is a link, so it was left out. Add the photo itself.',
      'locked may not be read. Change its permissions and try again.',
      'pipe.jpg is no ordinary file, so it was left out. Add the photo itself.',
    ]);
  });

  it('are named where a link leads to a folder, if folders are walked through', async () => {
    await put('album/a.png', 'elsewhere/b.png', 'notes.txt');
    await symlink(join(folder, 'elsewhere'), join(folder, 'album', '2019'));
    await symlink(join(folder, 'notes.txt'), join(folder, 'album', 'notes'));
    const problems = async (recursive: boolean) =>
      (await scanPhotos([join(folder, 'album')], recursive)).problems.map(inEnglish);
    expect(await problems(true)).toEqual(['2019 is a link, so it was left out. Add the photo itself.']);
    expect(await problems(false)).toEqual([]);
  });

  it('are named as far as a person reads, and counted beyond', async () => {
    await put('a.png');
    for (let index = 0; index < 103; index += 1)
      await symlink(join(folder, 'a.png'), join(folder, `link-${index}.png`));
    const { problems } = await scanPhotos([folder], true);
    expect(problems).toHaveLength(101);
    expect(inEnglish(problems.at(-1)!)).toBe('3 more were left out.');
  });

  it('are missed in words', async () => {
    await put('empty/notes.txt');
    expect(await failureOf(scanPhotos([join(folder, 'missing')], false))).toMatchObject({ kind: 'not-found' });
    expect(await failureOf(scanPhotos([join(folder, 'empty')], true))).toMatchObject({ kind: 'bad-input' });
  });
});

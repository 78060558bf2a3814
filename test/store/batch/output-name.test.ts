import { describe, expect, it } from 'vitest';
import { exampleName } from '@contract/output-name';
import type { ConflictPolicy, ResultFormat } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import type { Occupant } from '../../../src-main/disk/replaceable';
import { giveNames, type NameRequest } from '../../../src-main/store/batch/output-name';

const photo = (relative: string, more: Partial<NameRequest> = {}): NameRequest => ({
  relative,
  format: 'jpeg',
  ...more,
});

/** Names by a policy and a pattern; `there` says what lies in the folder. */
const names = async (
  photos: NameRequest[],
  onConflict: ConflictPolicy = 'rename',
  there: Record<string, Occupant> = {},
  naming = '{name}_{model}',
) => {
  const given = await giveNames(photos, { naming, model: 'Old print', onConflict }, (out) =>
    Promise.resolve(there[out] ?? 'nothing'),
  );
  return given.map(({ out, skipped }) => inEnglish(skipped ?? out));
};

describe('output names', () => {
  it('follow the pattern and the format', async () => {
    const one = async (name: string, format: ResultFormat, naming?: string) =>
      (await names([photo(name, { format })], 'rename', {}, naming))[0];
    expect(await one('a.JPG', 'jpeg')).toBe('a_Old print.JPG');
    expect(await one('b.jpg', 'tiff')).toBe('b_Old print.tif');
    expect(await one('c.tiff', 'tiff', 'x {model}-{name}')).toBe('x Old print-c.tiff');
    expect(await one('{model}.png', 'png', '{name}')).toBe('{model}.png');
  });

  it('mirror the folders', async () => {
    expect(await names([photo('2019/Kraków/a.jpg'), photo('2020/a.jpg')])).toEqual([
      '2019/Kraków/a_Old print.jpg',
      '2020/a_Old print.jpg',
    ]);
  });

  it('are never shared by two photos of a job, under any policy', async () => {
    for (const policy of ['rename', 'overwrite', 'skip'] as const) {
      const given = await names(
        [photo('a.jpg'), photo('a.png'), photo('A.JPG'), photo('ä.jpg'), photo('a\u0308.jpg')],
        policy,
      );
      expect(given.map((name) => name.toLowerCase())).toEqual([
        'a_old print.jpg',
        'a_old print_2.jpg',
        'a_old print_3.jpg',
        'ä_old print.jpg',
        'ä_old print_2.jpg',
      ]);
    }
  });

  it('obey the policy when the file is there', async () => {
    const there = { 'a_Old print.jpg': 'file' } as const;
    expect(await names([photo('a.jpg')], 'rename', there)).toEqual(['a_Old print_2.jpg']);
    expect(await names([photo('a.jpg')], 'skip', there)).toEqual(['a_Old print.jpg is already there.']);
    expect(await names([photo('a.jpg')], 'overwrite', there)).toEqual(['a_Old print.jpg']);
  });

  it('skip the same photos when a job is run again', async () => {
    const there = { 'a_Old print.jpg': 'file', 'a_Old print_2.jpg': 'file' } as const;
    expect(await names([photo('a.jpg'), photo('a.png'), photo('A.jpg')], 'skip', there)).toEqual([
      'a_Old print.jpg is already there.',
      'a_Old print_2.jpg is already there.',
      'A_Old print_3.jpg',
    ]);
  });

  it('never take what must not be touched', async () => {
    const there = { 'a_Old print.jpg': 'untouchable' } as const;
    for (const policy of ['rename', 'overwrite', 'skip'] as const)
      expect(await names([photo('a.jpg')], policy, there)).toEqual(['a_Old print_2.jpg']);
  });

  it('that an earlier run gave are kept, and given to nobody else', async () => {
    const photos = [photo('a.jpg'), photo('a.png', { reserved: 'a_Old print.jpg' }), photo('a.webp')];
    expect(await names(photos)).toEqual(['a_Old print_2.jpg', 'a_Old print.jpg', 'a_Old print_3.jpg']);
  });

  it('are found at once for thousands of photos of one name', async () => {
    const given = await names(Array.from({ length: 5000 }, () => photo('image.jpg')));
    expect(new Set(given).size).toBe(5000);
    expect(given.at(-1)).toBe('image_Old print_5000.jpg');
  });

  it('are safe on every system', async () => {
    const naming = async (pattern: string) => (await names([photo('a.jpg')], 'rename', {}, pattern))[0]!;
    expect(await naming('../../{name}')).toBe('_-..-a.jpg');
    expect(await naming('CON')).toBe('_CON.jpg');
    expect(await naming('a\u0000b\u202egpj')).toBe('a-b-gpj.jpg');
    expect(await naming('   ')).toBe('untitled.jpg');
    expect(Buffer.byteLength(await naming('照'.repeat(190)))).toBeLessThan(230);
  });
});

describe('the example that is shown while a pattern is typed', () => {
  it.each<[string, string, string, ResultFormat | 'same', ResultFormat, string]>([
    ['IMG.0042.jpg', 'attic', '{name}_{model}', 'same', 'jpeg', 'IMG.0042_attic.jpg'],
    ['a.jpeg', 'm', '{name}_{model}', 'jpeg', 'jpeg', 'a_m.jpeg'],
    ['IMG.TIF', 'm', '{name}', 'tiff', 'tiff', 'IMG.TIF'],
    ['scan', 'attic', '{model}-{name}', 'tiff', 'tiff', 'attic-scan.tif'],
    ['x.png', 'm', 'sub/{name}', 'same', 'png', 'sub-x.png'],
    ['{model}.png', 'M', '{name}', 'same', 'png', '{model}.png'],
    ['IMG_1.HEIC', 'attic', '{name}_{model}', 'same', 'jpeg', 'IMG_1_attic.jpg'],
    ['IMG_1.heic', 'attic', '{name}', 'png', 'png', 'IMG_1.png'],
    ['cells.ome.tif', 'm', '{name}_{model}', 'same', 'tiff', 'cells_m.ome.tif'],
    ['cells.OME.TIFF', 'm', '{name}_{model}', 'png', 'png', 'cells_m.png'],
    ['3D.mpo', 'm', '{name}_{model}', 'same', 'jpeg', '3D_m.jpg'],
  ])('for %s is the name of its file', async (name, model, naming, chosen, format, expected) => {
    const [written] = await giveNames([photo(name, { format })], { naming, model, onConflict: 'rename' }, () =>
      Promise.resolve('nothing'),
    );
    expect(written?.out).toBe(expected);
    expect(exampleName(name, { naming, model }, chosen)).toBe(expected);
  });
});

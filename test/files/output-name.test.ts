import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConflictPolicy, InputFormat } from '@contract/photo';
import { claimOutput, type OutputClaim } from '../../src-main/files/output-name';
import { failureOf, temporaryFolder } from './helpers';

const root = await temporaryFolder();
let folder: string;
let claimed: string[];
let round = 0;

beforeEach(async () => {
  folder = join(root, String((round += 1)));
  await mkdir(folder);
  claimed = [];
});

const claim = async (
  sourceName: string,
  onConflict: ConflictPolicy,
  more: { inputs?: string[]; naming?: string; format?: InputFormat } = {},
) => {
  const got = await claimOutput({
    folder,
    sourceName,
    model: 'Old print',
    naming: more.naming ?? '{name}_{model}',
    format: more.format ?? 'jpeg',
    onConflict,
    inputs: more.inputs ?? [],
    claimed,
  });
  claimed.push(got.path);
  return got;
};
const nameOf = ({ path, skipped }: OutputClaim) => skipped ?? basename(path);

describe('output names', () => {
  it('follow the pattern and the format', async () => {
    expect(nameOf(await claim('a.JPG', 'rename'))).toBe('a_Old print.JPG');
    expect(nameOf(await claim('b.jpg', 'rename', { format: 'tiff' }))).toBe('b_Old print.tif');
    expect(nameOf(await claim('c.tiff', 'rename', { format: 'tiff', naming: 'x {model}-{name}' }))).toBe(
      'x Old print-c.tiff',
    );
    expect(nameOf(await claim('{model}.png', 'rename', { format: 'png', naming: '{name}' }))).toBe('{model}.png');
  });

  it('are never shared by two photos of a job, under any policy', async () => {
    for (const policy of ['rename', 'overwrite', 'skip'] as const) {
      claimed = [];
      const names = [];
      for (const source of ['a.jpg', 'a.png', 'A.JPG']) names.push(nameOf(await claim(source, policy)).toLowerCase());
      expect(names).toEqual(['a_old print.jpg', 'a_old print_2.jpg', 'a_old print_3.jpg']);
    }
  });

  it('obey the policy when the file is there', async () => {
    await writeFile(join(folder, 'a_Old print.jpg'), '');
    expect(nameOf(await claim('a.jpg', 'rename'))).toBe('a_Old print_2.jpg');
    expect(await claim('a.jpg', 'skip')).toMatchObject({ skipped: 'a_Old print.jpg is already there' });
    claimed = [];
    expect(nameOf(await claim('a.jpg', 'overwrite'))).toBe('a_Old print.jpg');
  });

  it('skip the same photos when a job is run again', async () => {
    for (const name of ['a_Old print.jpg', 'a_Old print_2.jpg']) await writeFile(join(folder, name), '');
    expect(nameOf(await claim('a.jpg', 'skip'))).toMatch(/^a_Old print.jpg is/);
    expect(nameOf(await claim('a.png', 'skip'))).toMatch(/^a_Old print_2.jpg is/);
    expect(nameOf(await claim('A.jpg', 'skip'))).toBe('A_Old print_3.jpg');
  });

  it('never hit an original: itself, through links, in other case', async () => {
    const original = join(folder, 'a.jpg');
    await writeFile(original, 'original');
    await symlink(original, join(folder, 'link.jpg'));
    await link(original, join(folder, 'hard.jpg'));
    for (const source of ['a.jpg', 'link.jpg', 'hard.jpg']) {
      for (const policy of ['overwrite', 'skip', 'rename'] as const) {
        claimed = [];
        const got = nameOf(await claim(source, policy, { naming: '{name}', inputs: [original] }));
        expect(got).toBe(source.replace('.jpg', '_2.jpg'));
      }
    }
    expect(nameOf(await claim('A.jpg', 'rename', { naming: '{name}', inputs: [original] }))).toBe('A_2.jpg');
  });

  it('never replace a folder', async () => {
    await mkdir(join(folder, 'a.jpg'));
    expect(nameOf(await claim('a.jpg', 'overwrite', { naming: '{name}' }))).toBe('a_2.jpg');
  });

  it('are safe on every system', async () => {
    const naming = (pattern: string) => claim('a.jpg', 'rename', { naming: pattern });
    expect(nameOf(await naming('../../{name}'))).toBe('-..-a.jpg');
    expect(nameOf(await naming('CON'))).toBe('_CON.jpg');
    expect(nameOf(await naming('a\u0000b\u202egpj'))).toBe('a-b-gpj.jpg');
    expect(nameOf(await naming('   '))).toBe('untitled.jpg');
    expect(Buffer.byteLength(nameOf(await naming('照'.repeat(190))))).toBeLessThan(230);
  });

  it('say when the folder is gone', async () => {
    folder = join(root, 'nowhere');
    expect((await failureOf(claim('a.jpg', 'rename'))).kind).toBe('disk');
  });
});

import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { refuseToReplace } from '../../src-main/disk/replaceable';
import { isModelFile, saveModel } from '../../src-main/store/model-file';
import { card, failureOf, temporaryFolder, weights } from '../fixtures/helpers';

const root = await temporaryFolder();
let round = 0;
let at: (name: string) => string;
beforeEach(async () => {
  const folder = join(root, String((round += 1)));
  await mkdir(folder);
  at = (name) => join(folder, name);
  await writeFile(at('clean.png'), 'photo');
  await saveModel(at('old.onepair'), { card: card('Old'), tensors: weights(1), crop: null });
});
const attempt = (out: string, inputs: string[] = ['clean.png']) =>
  refuseToReplace(at(out), inputs.map(at), isModelFile);

it('a free name and a model may be written', async () => {
  await attempt('new.onepair');
  await attempt('old.onepair');
  // Only the name goes to the new file.
  await link(at('old.onepair'), at('model again'));
  await attempt('model again');
});

it.each(['clean.png', 'link', 'hard link', 'notes.txt', 'model link', 'folder'])(
  '%s is never replaced by a model',
  async (out) => {
    await symlink(at('clean.png'), at('link'));
    await symlink(at('old.onepair'), at('model link'));
    if (out === 'hard link') await link(at('clean.png'), at('hard link'));
    await writeFile(at('notes.txt'), 'notes');
    await mkdir(at('folder'));
    expect(await failureOf(attempt(out))).toMatchObject({ kind: 'bad-input', file: out });
  },
);

it('an input is never replaced, also where it is of the right kind', async () => {
  expect((await failureOf(attempt('old.onepair', ['old.onepair']))).message).toMatch(/never replaced/);
});

it.each(['clean.png/new.onepair', 'clean.png/more/new.onepair'])(
  '%s is refused before the work: a file stands in place of its folder',
  async (out) => {
    const failure = await failureOf(attempt(out));
    expect(failure).toMatchObject({ kind: 'disk' });
    expect(failure.message).toContain('it is not a folder');
  },
);

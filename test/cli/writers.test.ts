import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src-main/cli/main';
import { temporaryFolder } from '../fixtures/helpers';
import { changedSince, everythingIn, putThere, THEIRS } from '../fixtures/theirs';

const root = await temporaryFolder();
let photo: Buffer;
beforeAll(async () => {
  photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#678' } })
    .png()
    .toBuffer();
});

let round = 0;
let folder = '';
let said = '';
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = join(root, String((round += 1)));
  await mkdir(at('set'), { recursive: true });
  for (const name of ['input.png', 'photo.png', 'set/a.png']) await sharp(photo).toFile(at(name));
  vi.stubEnv('ONEPAIR_HOME', join(root, 'home'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A command that begins its work has decided that it may write. */
const started = vi.fn();
const run = (args: string[]) =>
  runCommandLine(args, {
    carrier: () => {
      started();
      throw new Error('no children here');
    },
    root: folder,
  });

const evaluate = ['evaluate', '--task', 'denoise', '--train', 'sample'];
/** Commands that write a file of this name. */
const WRITERS: Record<string, (input: string) => string[]> = {
  'out.png': (input) => ['degrade', input, at('out.png'), '--task', 'deblur'],
  'recipe.png': (input) => ['recipe', input, at('recipe.png'), '--fade', '20'],
  'pair/clean.png': () => ['sample-pair', '--out', at('pair')],
  'pair/degraded.png': () => ['sample-pair', '--out', at('pair')],
  'pair/input-prepared.png': (input) => [
    'prepare',
    '--degraded',
    input,
    '--clean',
    at('photo.png'),
    '--out',
    at('pair'),
  ],
  'pair/photo-prepared.png': (input) => [
    'prepare',
    '--degraded',
    input,
    '--clean',
    at('photo.png'),
    '--out',
    at('pair'),
  ],
  'pair/shot.png': (input) => ['burst', input, at('photo.png'), '--out', at('pair')],
  'pair/mean.png': (input) => ['burst', input, at('photo.png'), '--out', at('pair')],
  'study.json': () => ['study', 'noise', '--quick', '--out', at('study.json')],
  'study.csv': () => ['study', 'noise', '--quick', '--out', at('study.csv')],
  'study.npy': () => ['study', 'noise', '--quick', '--out', at('study.npy')],
  'demo/comparison.png': () => ['demo', '--out', at('demo')],
  'demo/demo.onepair': () => ['demo', '--out', at('demo')],
  'report.json': () => [...evaluate, '--test', at('set'), '--out', at('report.json')],
  'report.csv': () => [...evaluate, '--test', at('set'), '--out', at('report.csv')],
  'report.md': () => [...evaluate, '--test', at('set'), '--out', at('report.md')],
  'test/self-test.json': () => ['self-test', '--out', at('test')],
  'test/self-test.html': () => ['self-test', '--out', at('test')],
};
const WAYS = Object.keys(WRITERS).flatMap((out) => Object.keys(THEIRS).map((what) => [out, what] as const));

describe(`${WAYS.length} ways to make a command write over what is there`, () => {
  it.each(WAYS)('%s, where there is %s', async (out, what) => {
    await putThere(what, at(out), { input: at('input.png'), photo: at('photo.png') });
    const before = await everythingIn(folder);
    expect(await run(WRITERS[out]!(at('input.png')))).toBe(2);
    expect(await changedSince(before, folder)).toEqual([]);
    expect(said).toMatch(/There is already a file called|never replaced/);
    expect(started).not.toHaveBeenCalled();
  });

  it('says that a file stands in place of a folder', async () => {
    for (const args of [['sample-pair'], ['demo'], ['burst', at('input.png'), at('set/a.png')]]) {
      said = '';
      expect(await run([...args, '--out', at('photo.png')]), args[0]).not.toBe(0);
      expect(said).toContain('photo.png was not saved: it is not a folder');
    }
  });

  it.each([
    ['a later model is none', () => [...evaluate, '--test', at('set'), '--model', at('photo.png')], /photo.png/],
    [
      'a later method refuses a setting',
      () => [...evaluate, '--methods', 'linear,unet-gan', '--patch', '7', '--test', at('set')],
      /needs patches of 14 px/,
    ],
    [
      'no report can be written',
      () => [...evaluate, '--test', at('set'), '--out', at('photo.png/report.json')],
      /not a folder/,
    ],
    ['no study can be written', () => ['study', 'noise', '--quick', '--out', at('photo.png/a/s.csv')], /not a folder/],
  ])('says before the work that %s', async (_what, args, why) => {
    expect(await run(args())).toBe(2);
    expect(said).toMatch(why);
    expect(started).not.toHaveBeenCalled();
  });

  it('names what is read from', async () => {
    await run(['degrade', at('input.png'), at('input.png'), '--task', 'deblur']);
    expect(said).toContain('input.png is what is read from');
  });
});

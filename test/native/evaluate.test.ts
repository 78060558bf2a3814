import { readdir, readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationRun } from '@contract/evaluate';
import { resolveSettings } from '@contract/model-spec';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { learn, restoreImage, type Lab } from '../../src-main/core/evaluate/lab';
import { withModel } from '../../src-main/core/methods/registry';
import { degradeBy } from '../../src-main/core/evaluate/protocol';
import type { ImageF32 } from '../../src-main/core/image/image';
import { protocolFor } from '@contract/evaluate';
import { loadBackend } from '../../src-main/compute/backend';
import { onepair, temporaryHome, type Home } from './host-built';

const lab: Lab = { token: { next: () => Promise.resolve('go') }, nowMs: () => 0, onProgress: () => undefined };

/** The picture moved by whole pixels, as if it lay on a torus. */
function rolled({ data, width, height, channels }: ImageF32, right: number, down: number): ImageF32 {
  const moved = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++)
        moved[(((y + down) % height) * width + ((x + right) % width)) * channels + channel] =
          data[(y * width + x) * channels + channel]!;
  return { data: moved, width, height, channels };
}

describe('circular borders', () => {
  it('know no place: degrading and restoring a moved picture moves the result', async () => {
    await loadBackend('cpu');
    const clean = drawDeadLeaves({ size: 96, seed: 2 });
    const protocol = protocolFor('deblur', { borders: 'circular', noise: 0 });
    const settings = resolveSettings({ method: 'linear', task: 'deblur', preset: 'fast' });
    const trained = await learn(lab, { clean, degraded: degradeBy(clean, { ...protocol, noise: 1 }, 1) }, settings);
    await withModel(trained, async (model) => {
      const restore = (image: ImageF32) => restoreImage(lab, model, degradeBy(image, protocol, 0), protocol);
      const [there, moved] = [await restore(clean), await restore(rolled(clean, 31, 17))];
      // One grey level where rounding tips over.
      const expected = rolled(there, 31, 17);
      expect(Math.max(...expected.data.map((value, index) => Math.abs(value - moved.data[index]!)))).toBeLessThan(
        1.5 / 255,
      );
    });
  });
});

describe('onepair evaluate', () => {
  let home: Home;
  beforeAll(async () => {
    home = await temporaryHome();
    for (const [folder, seed] of [
      ['a', 1],
      ['b', 2],
    ] as const)
      await onepair(['sample-pair', '--out', home.path(folder), '--size', '128', '--seed', String(seed)]);
    await rm(home.path('a/degraded.png'));
    await rm(home.path('b/degraded.png'));
  });
  afterAll(async () => {
    await home.remove();
  });

  const evaluate = (...more: string[]) =>
    onepair([
      ...['evaluate', '--task', 'deblur', '--train', home.path('a/clean.png'), '--methods', 'linear'],
      ...['--test', home.path('a'), home.path('b'), '--threads', '1', '--json', ...more],
    ]);
  const runOf = (lines: Record<string, unknown>[]) =>
    lines.find(({ event }) => event === 'run') as unknown as EvaluationRun;

  it('trains, measures every picture, and tells apart the one it learned from', async () => {
    const { code, lines } = await evaluate('--out', home.path('r/results.json'), home.path('r/results.md'));
    expect(code).toBe(0);
    const run = runOf(lines);
    expect(run).toMatchObject({ trainedOn: 'clean.png', settings: { method: 'linear', preset: 'best' } });
    expect(run.scores.map(({ set, trainedOn }) => [set, trainedOn])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    for (const { psnr, inputPsnr } of run.scores) expect(psnr! - inputPsnr!).toBeGreaterThan(1);
    expect(run.peakMemoryBytes).toBeGreaterThan(100e6);
    expect(await readFile(home.path('r/results.md'), 'utf8')).toContain('| **linear best** | clean.png |');
    const { runs } = JSON.parse(await readFile(home.path('r/results.json'), 'utf8')) as { runs: EvaluationRun[] };
    expect(runs[0]?.scores).toEqual(run.scores);
  });

  it('does nothing twice: the same command finds its scores and its model again', async () => {
    const first = runOf((await evaluate('--out', home.path('r/results.json'))).lines);
    const kept = await readdir(home.path('r/results.json.parts'));
    expect(kept.toSorted()).toEqual([`${first.key}.onepair`, `${first.key}.scores`]);
    // Times are of the first run: nothing was restored again.
    const again = runOf((await evaluate('--out', home.path('r/results.json'))).lines);
    expect(again.scores).toEqual(first.scores);
    expect(again.trainMs).toBe(first.trainMs);
    // Another luminance is another measurement of the same restored pictures.
    const studio = runOf((await evaluate('--out', home.path('r/results.json'), '--luminance', 'studio')).lines);
    expect(studio.key).toBe(first.key);
    for (const [index, score] of studio.scores.entries()) {
      expect(score.restoreMs).toBe(first.scores[index]!.restoreMs);
      expect(score.psnr! - first.scores[index]!.psnr!).toBeCloseTo(20 * Math.log10(255 / 219), 2);
    }
  });

  it('draws the picture that sample-pair draws, as large as asked', async () => {
    await onepair(['sample-pair', '--out', home.path('c'), '--size', '128']);
    const of = async (...training: string[]) =>
      runOf(
        (
          await onepair([
            ...['evaluate', '--task', 'deblur', '--train', ...training, '--methods', 'linear', '--preset', 'fast'],
            ...['--test', home.path('b'), '--threads', '1', '--json'],
          ])
        ).lines,
      );
    const drawn = await of('sample', '--size', '128');
    expect(drawn.key).toBe((await of(home.path('c/clean.png'))).key);
    expect(drawn.key).not.toBe((await of('sample', '--size', '144')).key);
  });

  it('measures a model file by itself, with patches as far apart as asked', async () => {
    const [file] = (await readdir(home.path('r/results.json.parts'))).filter((name) => name.endsWith('.onepair'));
    const model = home.path(`r/results.json.parts/${file!}`);
    const measure = (...more: string[]) =>
      onepair([
        ...['evaluate', '--task', 'deblur', '--model', model, '--test', home.path('b')],
        ...['--threads', '1', '--json', ...more],
      ]);
    const apart = runOf((await measure('--stride', '2')).lines);
    expect(apart.protocol.stride).toBe(2);
    expect(apart.scores[0]!.psnr! - apart.scores[0]!.inputPsnr!).toBeGreaterThan(1);
    expect((await measure('--stride', '0')).code).toBe(2);
  });

  it('refuses in one sentence what it cannot do', async () => {
    const messages = async (...args: string[]) => {
      const { code, lines } = await onepair(['evaluate', ...args, '--json']);
      expect(code).toBe(2);
      return String(lines.find(({ event }) => event === 'error')?.['message']);
    };
    const test = ['--test', home.path('b')];
    expect(await messages('--train', 'sample', ...test)).toContain('--task is missing');
    expect(await messages('--task', 'deblur', '--train', 'sample')).toContain('--test is missing');
    expect(await messages('--task', 'deblur', '--train', home.path('a/clean.png'), '--size', '256', ...test)).toContain(
      '--size is that of the picture that --train sample draws.',
    );
    expect(await messages('--task', 'deblur', '--train', 'none.png', ...test)).toContain('no photo or folder none.png');
    expect(await messages('--task', 'deblur', '--train', 'sample', ...test, '--out', 'r.txt')).toContain(
      '.json, .csv, .md',
    );
  });
});

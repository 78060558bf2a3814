import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { protocolFor, type EvaluationRun, type PictureScore } from '@contract/evaluate';
import { resolveSettings } from '@contract/model-spec';
import { bootstrapMean } from '@contract/interval';
import { createRandom } from '../../src-main/core/random';
import { reproductionPage } from '../../tools/study/reproduction/page';
import { claims } from '../../tools/study/reproduction/claims';
import { ofAlike, ofFigure, ofOrder, ofSample } from '../../tools/study/reproduction/verdict';
import type { CaseRow } from '../../tools/study/cases/case-row';
import { caseTables, realAblation, realTable } from '../../tools/study/results/case-tables';
import { PAGES, withBlocks } from '../../tools/study/results/blocks';
import { differenceOf, meanOf } from '../../tools/study/results/query';
import {
  NO_RESULTS,
  readResults,
  resultsText,
  withCases,
  withRuns,
  type Results,
} from '../../tools/study/results/results';

const root = join(import.meta.dirname, '..', '..');

/** What formatting does not move: neither blanks nor the rules of tables. */
const unformatted = (text: string) => text.replaceAll(/-{3,}|[_*\s]/g, '');

describe('the committed results', () => {
  test('are what every page says: nothing was typed', async () => {
    const results = await readResults(join(root, 'docs', 'results.json'));
    for (const page of PAGES) {
      const text = await readFile(join(root, page), 'utf8');
      expect(text, page).toContain('<!-- results: ');
      // Pages are long: which one is not what the results say is enough to read.
      expect(unformatted(withBlocks(text, results)) === unformatted(text), page).toBe(true);
    }
    const text = await readFile(join(root, 'docs', 'reproduction.md'), 'utf8');
    expect(unformatted(text) === unformatted(reproductionPage(results)), 'docs/reproduction.md').toBe(true);
  });

  test('name their engine and hold the hash of every restored picture', async () => {
    const { runs } = await readResults(join(root, 'docs', 'results.json'));
    expect(runs.length).toBeGreaterThan(0);
    for (const { engine, scores } of runs) {
      expect(engine).toMatch(/^[0-9a-f]{12}$/);
      for (const { restored } of scores) expect(restored).toMatch(/^[0-9a-f]{16}$/);
    }
  });
});

const score = (picture: string, psnr: number): PictureScore => ({
  ...{ set: 'set11', picture, psnr, width: 9, height: 9, inputPsnr: 25, inputSsim: 0.7, inputPsnrRgb: 24.9 },
  ...{ alignedPsnr: null, alignedSsim: null, ssim: 0.85, gmsd: 0.1, gradientDistance: 2, inputGradientDistance: 9 },
  ...{ restoreMs: 500, trainedOn: false, restored: '00ff00ff00ff00ff' },
});
const run = (key: string, method: 'rnn' | 'unet-gan', trainedOn: string, scores: PictureScore[]): EvaluationRun => ({
  ...{ key, engine: 'abcdefabcdef', trainedOn, scores, trainMs: 10_000, epochs: 1, steps: 1, peakMemoryBytes: null },
  settings: resolveSettings({ method, preset: 'paper', task: 'deblur' }),
  protocol: protocolFor('deblur'),
  device: 'CPU',
  versions: { onepair: '1', tensorflow: '2', tfjs: '4' },
  notes: [],
});
const of = (...runs: EvaluationRun[]): Results => withRuns(NO_RESULTS, runs);
const wanted = { task: 'deblur', method: 'rnn', preset: 'paper', trainedOn: 'peppers' } as const;

describe('results that are kept', () => {
  test('grow by what is missing, picture by picture, and can be read back', () => {
    const first = of(run('a', 'rnn', 'peppers.png', [score('bike.png', 28.123456)]));
    const both = withRuns(first, [run('a', 'rnn', 'peppers.png', [score('hat.png', 30)])]);
    expect(both.runs).toHaveLength(1);
    expect(both.runs[0]!.scores.map(({ psnr }) => psnr)).toEqual([28.1235, 30]);
    expect(JSON.parse(resultsText(both))).toEqual(JSON.parse(JSON.stringify(both)));
    expect(meanOf(both, wanted, 'set11')?.psnr).toBeCloseTo(29.06175, 6);
    expect(meanOf(both, wanted, 'bsd')).toBeNull();
  });

  test('of other settings, noise or strides are others', () => {
    const paper = run('a', 'rnn', 'peppers.png', [score('a.png', 28)]);
    const settings = resolveSettings({ method: 'rnn', preset: 'paper', task: 'deblur', units: 64 });
    const narrow = { ...run('b', 'rnn', 'peppers.png', [score('a.png', 20)]), settings };
    const noisy = {
      ...run('c', 'rnn', 'peppers.png', [score('a.png', 21)]),
      protocol: protocolFor('deblur', { noise: 9.9 }),
    };
    const apart = {
      ...run('d', 'rnn', 'peppers.png', [score('a.png', 22)]),
      protocol: protocolFor('deblur', { stride: 3 }),
    };
    const results = of(paper, narrow, noisy, apart);
    const psnr = (changes: object) => meanOf(results, { ...wanted, ...changes }, 'set11')?.psnr;
    expect([psnr({}), psnr({ choices: { units: 64 } }), psnr({ noise: 9.9 }), psnr({ stride: 3 })]).toEqual([
      28, 20, 21, 22,
    ]);
    for (const choices of [{ units: 65 }, { columns: 15 }, { stepRows: 3 }]) expect(psnr({ choices })).toBeUndefined();
  });

  test('of several seeds are averaged picture by picture', () => {
    const seeded = (key: string, seed: number, ...scores: PictureScore[]) => {
      const one = run(key, 'rnn', 'peppers.png', scores);
      return { ...one, settings: { ...one.settings, seed } };
    };
    const results = of(
      seeded('a', 0, score('a.png', 28), score('b.png', 20)),
      seeded('b', 1, score('a.png', 29), score('b.png', 21)),
    );
    expect(meanOf(results, wanted, 'set11')).toMatchObject({
      psnr: 24.5,
      seeds: 2,
      interval: { low: 20.5, high: 28.5 },
    });
  });

  test('are compared on the pictures that both have', () => {
    const results = of(
      run('a', 'rnn', 'peppers.png', [score('a.png', 28), score('b.png', 20)]),
      run('b', 'unet-gan', 'lena.png', [score('b.png', 21), score('c.png', 50)]),
    );
    const other = { ...wanted, method: 'unet-gan', trainedOn: 'lena' };
    expect(differenceOf(results, other, wanted, 'set11')).toEqual({ mean: 1, low: 1, high: 1 });
  });
});

describe('pairs of one’s own', () => {
  const row = (changes: Partial<CaseRow>): CaseRow => ({
    ...{ case: 'photos', learnedFrom: 'lena', system: 'unet-gan fast', set: 'set11', seed: 0, engine: 'abcdefabcdef' },
    ...{ trainSeconds: 30, trainCpuSeconds: 50 },
    scores: [{ picture: 'bike', input: { psnr: 21, ssim: 0.5 }, restored: { psnr: 24, ssim: 0.8 } }],
    ...changes,
  });
  const real = (changes: Partial<CaseRow>, restored: number) =>
    row({
      ...{ case: 'realcam', set: 'camera', learnedFrom: 'toy-3', system: 'non-local best' },
      scores: [38, 40].map((matched, index) => ({
        picture: `p${index}`,
        input: { psnr: 37, matched, ssim: 0.9 },
        restored: { psnr: 38, matched: restored, ssim: 0.95 },
      })),
      ...changes,
    });

  test('are kept once for each pair, system, set and seed, and can be read back', () => {
    const first = withCases(NO_RESULTS, [row({}), row({ seed: 1 })]);
    const again = withCases(first, [row({ trainCpuSeconds: 40 })]);
    expect(again.cases.map(({ trainCpuSeconds }) => trainCpuSeconds)).toEqual([40, 50]);
    expect(JSON.parse(resultsText(again))).toEqual(JSON.parse(JSON.stringify(again)));
    expect(caseTables(again)).toContain('| set11 | lena | unet-gan fast, seed 1 | 21.00 | 24.00 | .800 | 50 |');
  });

  test('of cameras: doing nothing stands first, what came out worse is counted, parts stand apart', () => {
    const results = withCases(NO_RESULTS, [
      real({}, 39),
      real({ system: 'CBM3D', trainCpuSeconds: null }, 41),
      real({ system: 'unet-gan fast', part: '2 pictures' }, 38.5),
    ]);
    const lines = realTable(results).split('\n').slice(2);
    expect(lines).toEqual([
      '| camera (toy-3), 2 | doing nothing | 37.00 / 39.00 / .900 |  |  |',
      '|  | non-local best | 38.00 / 39.00 / .950 | 1 | 50 |',
      '|  | CBM3D | 38.00 / 41.00 / .950 | 0 |  |',
      '| mean of the cameras, matched | doing nothing | 39.00 |  |  |',
      '|  | non-local best | 39.00 |  |  |',
      '|  | CBM3D | 41.00 |  |  |',
    ]);
  });

  test('of parts of cameras’ pictures: what is left out is held against the whole preset, picture by picture', () => {
    const part = 'the middle 192 px';
    const results = withCases(NO_RESULTS, [
      real({ part, system: 'unet-gan fast' }, 38.5),
      real({ part, system: 'unet-gan fast − joint-colour' }, 38),
      real({ part, system: 'unet-gan fast − joint-colour', set: 'other' }, 37),
      real({ system: 'unet-gan fast', set: 'other' }, 39),
    ]);
    expect(realAblation(results).split('\n').slice(2)).toEqual([
      `| unet-gan fast, ${part} | 39.00 → 38.50 |  |  |`,
      `| unet-gan fast − joint-colour, ${part} | 39.00 → 38.00 | 39.00 → 37.00 | -0.50 [-0.50, -0.50] |`,
    ]);
  });
});

describe('verdicts', () => {
  test('of figures: within the tolerance, or not', () => {
    expect(ofFigure(28.59, 28.62, 0.3).verdict).toBe('reproduced');
    expect(ofFigure(28.59, 29.2, 0.3)).toEqual({ verdict: 'not reproduced', note: 'ours is 0.61 higher' });
  });

  test('of samples and of orders, by their intervals', () => {
    expect(ofSample(28, { mean: 27.5, low: 27, high: 28.1 }).verdict).toBe('cannot be told');
    expect(ofSample(28, { mean: 27.5, low: 27, high: 27.9 }).verdict).toBe('not reproduced');
    expect(ofOrder({ mean: 1, low: 0.1, high: 2 })).toBe('reproduced');
    expect(ofOrder({ mean: -1, low: -2, high: -0.1 })).toBe('contradicted');
    expect(ofOrder({ mean: 0, low: -1, high: 1 })).toBe('cannot be told');
    expect(ofAlike({ mean: 0.1, low: -0.1, high: 0.3 }, 0.5)).toBe('reproduced');
    expect(ofAlike({ mean: 0.8, low: 0.6, high: 1 }, 0.5)).toBe('contradicted');
    expect(ofAlike({ mean: 0.5, low: 0.3, high: 0.7 }, 0.5)).toBe('cannot be told');
  });

  test('stand on results alone: without any, nothing is reproduced', () => {
    const verdicts = new Set(claims(NO_RESULTS).map(({ verdict }) => verdict));
    expect(verdicts).toEqual(new Set(['not yet run', 'cannot be told']));
    const some = claims(of(run('a', 'rnn', 'peppers.png', [score('starfish.png', 29.1)])));
    const row = some.find(({ claim }) => claim === 'starfish, deblurring, RNN (dB)');
    expect(row).toMatchObject({ verdict: 'reproduced', ours: '29.10', studio: 'not reproduced' });
  });
});

describe('intervals', () => {
  test('hold the mean of the population about 19 times of 20', () => {
    const random = createRandom(7);
    const held = Array.from({ length: 40 }, () => {
      const { low, high } = bootstrapMean(Array.from({ length: 30 }, () => 3 + random.normal()));
      return low <= 3 && 3 <= high;
    }).filter(Boolean).length;
    expect(held / 40).toBeGreaterThan(0.85);
    const narrow = bootstrapMean(Array.from({ length: 3000 }, () => random.normal()));
    expect(narrow.high - narrow.low).toBeLessThan(0.1);
  });
});

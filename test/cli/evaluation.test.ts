import { describe, expect, it } from 'vitest';
import { protocolFor, type EvaluationRun } from '@contract/evaluate';
import { PAPER_METHODS, resolveSettings } from '@contract/model-spec';
import { protocolOf, runsOf, spreadLists } from '../../src-main/cli/evaluation/plan';
import { csvOf, markdownOf, reportOf, reportText } from '../../src-main/cli/evaluation/report';

describe('the flags of evaluate', () => {
  it('take several words in a row', () => {
    expect(spreadLists(['--train', 'a.png', 'b.png', '--seed', '3', '--test', 'x', '--json'])).toEqual([
      ...['--train', 'a.png', '--train', 'b.png', '--seed', '3', '--test', 'x', '--json'],
    ]);
  });

  it('make every training picture with every method and preset, then every model', () => {
    const runs = runsOf({ train: ['a', 'b'], methods: ['rnn,linear'], preset: ['fast', 'best'], model: ['m.onepair'] });
    expect(runs).toHaveLength(2 * 2 * 2 + 1);
    expect(runs[0]).toEqual({ kind: 'training', picture: 'a', method: 'rnn', preset: 'fast' });
    expect(runs.at(-1)).toEqual({ kind: 'model', model: 'm.onepair' });
    expect(runsOf({ train: ['sample'] })).toHaveLength(PAPER_METHODS.length);
  });

  it('say what is missing or unknown', () => {
    expect(() => runsOf({})).toThrow('--train is missing');
    expect(() => runsOf({ train: ['a'], methods: ['rnm'] })).toThrow('--methods is "rnm"');
    expect(() => protocolOf({})).toThrow('--task is missing');
    expect(() => protocolOf({ task: 'custom' })).toThrow('--task is missing');
    expect(() => protocolOf({ task: 'deblur', borders: 'round' })).toThrow('--borders is "round"');
  });
});

describe('the report', () => {
  const run = (set: string): EvaluationRun => ({
    key: 'k',
    trainedOn: 'boats.png',
    settings: resolveSettings({ method: 'rnn', preset: 'best', task: 'deblur' }),
    protocol: protocolFor('deblur'),
    trainMs: 61_000,
    epochs: 30,
    steps: 1920,
    peakMemoryBytes: 512e6,
    device: 'CPU · 2 cores',
    versions: { onepair: '1', tensorflow: '2', tfjs: '4' },
    notes: [],
    scores: [
      {
        ...{ set, picture: '=a,b.png', width: 256, height: 256, inputPsnr: 25.256, inputSsim: 0.75, inputPsnrRgb: 25 },
        ...{ alignedPsnr: null, alignedSsim: null, psnr: 29.876, ssim: 0.871, gmsd: 0.0612, gradientDistance: 1.5 },
        ...{ inputGradientDistance: 9, restoreMs: 420, trainedOn: false },
      },
    ],
  });

  it('prints ours beside what others have printed, and says which is which', () => {
    const text = markdownOf(reportOf([run('set11')]));
    expect(text).toContain(
      '### Deblurring (blur 1.6, noise 1.41, symmetric borders, full-range luminance): set11, 1 picture\n',
    );
    expect(text).toContain('| doing nothing |  | 25.26 | 0.750 |');
    expect(text).toContain('| **rnn best** | boats.png | 29.88 | 0.871 |  | 0.061 | 1.500 | 61.0 | 0.42 | 512 |');
    expect(text).toContain('| UNET-GAN (published, Set11) |  | 29.12 | 0.88 |');
    expect(text).not.toContain('BSD500)');
    expect(markdownOf(reportOf([run('bsd')]))).toContain('(published, BSD500)');
    expect(markdownOf(reportOf([run('holiday')]))).not.toContain('(published');
  });

  it('has a row for each picture as CSV, and everything as JSON', () => {
    const [header, row] = csvOf([run('set11')]).split('\n');
    expect(header).toMatch(/^method,preset,ingredients,learnedFrom,task/);
    expect(row).toContain(`"'=a,b.png"`);
    expect(JSON.parse(reportText(reportOf([run('set11')]), 'r.json'))).toMatchObject({ runs: [{ key: 'k' }] });
  });
});

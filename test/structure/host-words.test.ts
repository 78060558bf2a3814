import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import type { PhotoInfo } from '@contract/photo';
import type { TrainProgress } from '@contract/job';
import { describeFrame } from '../../src-main/core/models/frame';
import {
  judgeChannels,
  judgeDifference,
  judgeExposure,
  judgeExtent,
  judgeShift,
  judgeSizes,
} from '../../src-main/core/pair/verdicts';
import { estimateTraining } from '../../src-main/core/training/estimate';
import { createJobBoard } from '../../src-main/host/jobs';
import { progressOfJob } from '../../src-main/host/train-runner';
import { fromHost } from '../../src-renderer/lib/strings/de/host';

const PHOTO: PhotoInfo = {
  name: 'photo.jpg',
  format: 'jpeg',
  width: 768,
  height: 512,
  channels: 3,
  hasAlpha: false,
  depth: 8,
  orientation: 1,
  hasProfile: false,
  bytes: 200_000,
};
const named = (name: string, changes: Partial<PhotoInfo> = {}): PhotoInfo => ({ ...PHOTO, name, ...changes });
const photos = { degraded: named('old (1).png'), clean: named('new.png') };
const region = (width: number, height = width) => ({ x: 0, y: 0, width, height });
const wide = { width: 900, height: 900 };

const verdicts = [
  ...judgeSizes({ kind: 'same', scale: 1 }, photos, 'sr', false),
  ...judgeSizes({ kind: 'turned', scale: 1 }, photos, 'deblur', false),
  ...judgeSizes({ kind: 'reversed', scale: 1 }, photos, 'deblur', false),
  ...[true, false].flatMap((canAlign) => [
    ...judgeSizes({ kind: 'different', scale: 1 }, photos, 'deblur', canAlign),
    ...judgeSizes({ kind: 'enlarged', scale: 3, complete: false }, photos, 'sr', canAlign),
    ...judgeShift({ x: 3, y: -2 }, 1, canAlign),
    ...judgeShift({ x: -3, y: 0 }, 1, canAlign),
    ...judgeShift({ x: 0, y: 4 }, 1, canAlign),
  ]),
  ...judgeSizes({ kind: 'enlarged', scale: 3, complete: true }, photos, 'deblur', false),
  ...judgeSizes({ kind: 'enlarged', scale: 3, complete: true }, photos, 'sr', false),
  ...judgeExtent({ width: 20, height: 20 }, undefined, 9),
  ...judgeExtent({ width: 5, height: 5 }, undefined, 9),
  ...judgeExtent({ width: 100, height: 100 }, undefined, 9),
  ...judgeExtent(wide, region(5), 9),
  ...judgeExtent(wide, region(20), 9),
  ...judgeExtent(wide, region(100), 9),
  ...judgeExtent(wide, region(1000), 9),
  ...judgeChannels(named('a', { channels: 1 }), named('b')),
  ...judgeChannels(named('a'), named('b', { channels: 1 })),
  ...judgeShift(null, 1, false),
  ...judgeShift({ x: 0, y: 0 }, 1, false),
  ...judgeExposure(0.1),
  ...judgeExposure(-0.1),
  ...judgeDifference(null),
  ...judgeDifference(60),
].map(({ text }) => text);

test.each(verdicts)('the verdict "%s" is said in German', (sentence) => {
  const german = fromHost(sentence);
  expect(german).not.toMatch(/\b(the|photo|photos|is|are|to|and|of|align|choose|up|down)\b/);
  expect(german).toMatch(/[a-zäöü]/);
});

it('turns a direction into words, part by part', () => {
  const [both] = judgeShift({ x: 3, y: -2 }, 1, true);
  expect(fromHost(both!.text)).toBe(
    'Das saubere Foto liegt 3 px weiter rechts und 2 px höher: „Ausrichten“ schneidet beide zu.',
  );
});

describe('what is said of trainings', () => {
  const frames = [
    { shift: { x: 0, y: 0 }, symmetries: [0] },
    { shift: { x: 1, y: -2 }, symmetries: [0] },
    { shift: { x: 1, y: -2 }, symmetries: [0, 1, 2, 3] },
  ];
  const settings = resolveSettings({ method: 'rnn', preset: 'best', task: 'deblur' });
  const sentences = [...frames.map(describeFrame), ...estimateTraining(settings, 60, 60, 0.01).notes];

  it.each(sentences)('the note "%s" is said in German', (note) => {
    expect(fromHost(note)).not.toMatch(/\b(the|The|is|are|filter|clean|picture|takes)\b/);
  });

  it('says the epoch of a job', () => {
    const point = { step: 5, steps: 10, epoch: 2.5, epochs: 40, remainingMs: null, stage: '' } as TrainProgress;
    expect(fromHost(progressOfJob(point).detail)).toBe('Durchgang 3 von 40');
  });

  it('says what waits', () => {
    const board = createJobBoard(() => undefined);
    const run = () => Promise.resolve();
    const id = board.add({ kind: 'train', title: 'Training “x”', run, control: run });
    expect(fromHost(board.find(id).detail)).toBe('Wartet');
    expect(fromHost(board.find(id).title)).toBe('Training „x“');
  });
});

/** Where a sentence is made deep inside a job, its words are looked up in the source that makes it. */
const MADE_IN = {
  'src-main/core/training/train.ts': [
    'Training diverged and was stopped; the last finite weights were kept. Try a lower learning rate.',
    'The discriminator won and was stopped; the model is from before. Try a smaller λ.',
    'Stopped by hand after ${1.5} epochs.',
  ],
  'src-main/core/training/training-run.ts': ['Solving the linear filter'],
  'src-main/core/training/stages.ts': ['Stage 1: the generator alone', 'Stage 2: against the discriminator'],
  'src-main/core/training/held-out.ts': [
    'Preset paper learns from the whole pair: nothing is held out, so there is no validation PSNR.',
    'The picture is under ${9} px high: nothing is held out, so there is no validation PSNR.',
  ],
  'src-main/core/training/prepare-pair.ts': [
    'Colour holds ${7 %} of what went wrong: all three channels are restored.',
    'Colour holds ${2 %} of what went wrong: only luminance is restored.',
  ],
  'src-main/worker/filmstrip.ts': ['Kept from epoch ${3} of ${9}, chosen by eye.'],
  'src-main/host/jobs.ts': ['Starting'],
  'src-main/host/train-runner.ts': ['Reading the pair', 'Going on from epoch ${3}', 'Saved as ${~/x.onepair}'],
  'src-main/host/restore-runner.ts': ['Looking at the photos', 'Restoring ${“a.jpg”}', 'Restoring ${12 photos}'],
  'src-main/host/batch-run.ts': ['Photo ${3} of ${9}: ${a.jpg}', '${3} of ${9} photos restored'],
  'src-main/host/study-runner.ts': [
    'Study on “${a.jpg}”',
    'Study on drawn pictures',
    'Reading the pictures',
    'Done',
    'Stopped; start it again to go on',
  ],
  'src-main/host/evaluate-runner.ts': ['Evaluating ${a model}', 'Evaluating ${a.png}'],
};

describe.each(Object.entries(MADE_IN))('%s', (path, examples) => {
  const literals = readFileSync(path, 'utf8').replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '${}');

  it.each(examples)('still says "%s", which has its German', (example) => {
    expect(literals).toContain(example.replaceAll(/\$\{[^}]*\}/g, '${}'));
    const sentence = example.replaceAll(/\$\{([^}]*)\}/g, '$1');
    expect(fromHost(sentence)).not.toBe(sentence);
  });
});

it('leaves what it does not know as it is', () => {
  expect(fromHost('ENOSPC: no space left on device')).toBe('ENOSPC: no space left on device');
});

import { describe, expect, it, test } from 'vitest';
import { inGerman, SENTENCES, sentencesOf } from '@contract/german';
import { resolveSettings } from '@contract/model-spec';
import type { PhotoInfo } from '@contract/photo';
import type { TrainProgress } from '@contract/job';
import { alignmentNotes } from '../../src-main/core/models/alignment';
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
import { saidIn } from './sentences';

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
  const german = inGerman(sentence);
  expect(german).not.toMatch(/\b(the|photo|photos|is|are|to|and|of|align|choose|up|down)\b/);
  expect(german).toMatch(/[a-zäöü]/);
});

it('turns a direction into words, part by part', () => {
  const [both] = judgeShift({ x: 3, y: -2 }, 1, true);
  expect(inGerman(both!.text)).toBe(
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
  const sentences = [
    ...new Set(frames.flatMap((frame) => alignmentNotes(settings, frame))),
    ...estimateTraining(settings, 60, 60, 0.01).notes,
  ];

  it.each(sentences)('the note "%s" is said in German', (note) => {
    expect(inGerman(note)).not.toMatch(/\b(the|The|is|are|filter|clean|picture|takes)\b/);
  });

  it('says the epoch of a job', () => {
    const point = { step: 5, steps: 10, epoch: 2.5, epochs: 40, remainingMs: null, stage: '' } as TrainProgress;
    expect(inGerman(progressOfJob(point).detail)).toBe('Durchgang 3 von 40');
  });

  it('says what waits', () => {
    const board = createJobBoard(() => undefined);
    const run = () => Promise.resolve();
    const id = board.add({ kind: 'train', title: 'Training “x”', run, control: run });
    expect(inGerman(board.find(id).detail)).toBe('Wartet');
    expect(inGerman(board.find(id).title)).toBe('„x“ lernt');
  });
});

/** What no person reads: protocols, file formats, the log, texts for those who help. */
const UNSEEN_FILES = [
  'src-main/codec/jpeg-segments.ts',
  'src-main/codec/png-chunks.ts',
  'src-main/codec/xmp.ts',
  'src-main/disk/places.ts',
  'src-main/store/batch/report.ts',
  // A table of its own, in both languages.
  'src-main/store/batch/report-words.ts',
  'src-main/host/assets.ts',
  'src-main/processes/carrier.ts',
  'src-main/host/diagnostics.ts',
  'src-main/web/access.ts',
  'src-main/web/link-file.ts',
  'src-main/web/start.ts',
];
const UNSEEN = [
  // Marks in files and names of processes.
  'ftypcrx ',
  'JXL ',
  'Raw profile',
  '3fr arw cr2 cr3 crw dcr dng erf fff iiq kdc mef mos mrw nef nrw orf pef raf raw rw2 rwl sr2 srf srw x3f',
  'preview {}',
  'doubt {}',
  'PnP-PGD (DnCNN)',
  'RED-SD (DnCNN)',
  'not reached',
  "attachment; filename*=UTF-8''{}",
  // Reasons that end in the log, or that only a program of one's own could meet.
  'it is not a checkpoint',
  'it was written by another version of Onepair',
  'A code is expected as JSON.',
  'A file is expected as bytes with its name.',
  'A tensor cannot be called "{}".',
  'A tile of {} lies outside a picture of {}×{}.',
  '{}×{}×{} at row {}',
  'Rows of {} do not fit {}×{}×{}.',
  'Tensor {} has {} values, its shape needs {}.',
  'Two tensors have the same name.',
  'GMSD compares grey pictures, not {} channels.',
  'SSIM compares grey pictures, not {} channels.',
  'Gradients are taken of grey pictures of 3 px or more, not {} × {} px with {} channels.',
  '{} values cannot be held against {}.',
  'The host is gone.',
  'There is no such call.',
  'There is no channel "{}".',
  'the arguments',
  'The request',
  'Onepair has ended',
  'not a call',
  'bytes in a message are not base64',
  'the part is not larger than the number of parts',
];

describe('what the app behind the page says', () => {
  const sources = [
    ...['core', 'disk', 'codec', 'store', 'processes', 'compute', 'photos', 'host', 'web', 'desktop'].map(
      (name) => `src-main/${name}`,
    ),
    ...['src-preload/contract', 'src-preload/bridge.ts', 'src-renderer/web/link.ts', 'src-renderer/web/port.ts'],
  ];
  const said = sources.flatMap(saidIn).filter(({ path }) => !/contract\/(german|languages)\//.test(path));
  const forPeople = said.filter(({ path, template }) => !UNSEEN_FILES.includes(path) && !UNSEEN.includes(template));
  const english = Object.keys(SENTENCES).join('\n');

  /** Whether the template, or what a sentence is put together from, stands in the table. */
  function isKnown(template: string): boolean {
    const fixed = template.replaceAll(/^[\s{}]+|[\s{}]+$/g, '').split('{}');
    const pattern = fixed.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.+');
    return new RegExp(String.raw`(?<!\p{L}(?=\p{L}))${pattern}(?!(?<=\p{L})\p{L})`, 'u').test(english);
  }

  it.each(forPeople)('$path: "$template" has its German', ({ template }) => {
    expect(isKnown(template) || sentencesOf(template).every(isKnown)).toBe(true);
  });

  it('excuses nothing that is not there', () => {
    const gone = (one: string) => !said.some(({ path, template }) => path === one || template === one);
    expect([...UNSEEN, ...UNSEEN_FILES].filter(gone)).toEqual([]);
  });
});

it.each(Object.entries(SENTENCES))('fills every hole of "%s" once', (english, german) => {
  const holes = english.split('{}').slice(1);
  const filled = [...german.matchAll(/\{(\d)\}/g)].map(([, place]) => Number(place)).sort((a, b) => a - b);
  expect(filled).toEqual(holes.map((_, index) => index + 1));
});

it.each([
  ['nothing that it does not know', 'ENOSPC: no space left on device', 'ENOSPC: no space left on device'],
  ['names', 'Photo 3 of 12: Up. And down.jpg', 'Foto 3 von 12: Up. And down.jpg'],
  ['numbers', 'The photos lie on each other (to within 0.3 px).', 'Die Fotos liegen aufeinander (auf 0,3 px genau).'],
  [
    'a phrase inside a sentence',
    'a.png was not saved: its name is too long for this disk. Choose a shorter name.',
    'a.png wurde nicht gespeichert: Der Name ist für diesen Datenträger zu lang. Wählen Sie einen kürzeren.',
  ],
  [
    'sentences put together',
    'The disk of ~/out is full: 12.5 MB are needed, 3.0 MB are free. It goes on when there is room.',
    'Der Datenträger von ~/out ist voll: 12,5 MB werden gebraucht, 3,0 MB sind frei. Es geht weiter, sobald Platz ist.',
  ],
  [
    'lists',
    'Unlike the training pair: noisier (9.1 against 2.0 of 255); sharper (0.4 px against 1.6). Look closely at what becomes of it.',
    'Anders als das gelernte Paar: mehr Rauschen (9,1 statt 2,0 von 255); schärfer (0,4 px statt 1,6). Sehen Sie sich das Ergebnis genau an.',
  ],
])('translates %s', (_what, english, german) => {
  expect(inGerman(english)).toBe(german);
});

import { groupsOf } from '../../../../src-renderer/state/compare/likeness.svelte';
import { beforeEach, expect, it } from 'vitest';
import { AppError } from '@contract/result';
import { plain } from '../../../said';
import { newCompare } from '../../fakes/new-compare';

const SIZE = { width: 600, height: 400 };
let { api, compare, photo } = newCompare(SIZE);

beforeEach(() => {
  ({ api, compare, photo } = newCompare(SIZE));
  compare.stage = { width: 200, height: 100 };
});

const by = (model: string, crisp: number | null = null, scale = 1) => ({ label: model, model, crisp, scale });

it('shows the visible part over the degraded photo until the whole is there', async () => {
  const go = api.hold('compare.preview', ({ rect }) => !rect);
  await compare.preview(photo, by('rnn'));
  expect(compare.right).toMatchObject({ label: 'rnn', pending: true, width: 600, height: 400 });
  expect(compare.view.isExact).toBe(true);
  compare.previewParts();
  await expect.poll(() => compare.right?.part?.rect).toEqual({ x: 200, y: 150, width: 200, height: 100 });
  expect(compare.scene[0]!.layers.map(({ subject }) => subject)).toEqual([photo.id, photo.id, compare.right!.part!.id]);
  go();
  await expect.poll(() => compare.right?.pending).toBe(false);
  expect(compare.right?.id).toMatch(/^photo-/);
  expect(api.asked('restore.start')).toEqual([]);
});

it('restores what is seen first, and lets go of what is not wanted any more', async () => {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const preview = api.handlers['compare.preview']!;
  api.handlers['compare.preview'] = async (args) => {
    asked.push(`${args.model} ${args.crisp ?? ''}`.trim());
    await new Promise<void>((resolve) => waiting.push(resolve));
    return preview(args);
  };
  await compare.preview(photo, by('gan', 0));
  await compare.preview(photo, by('rnn'));
  // Another place of the dial: the first one is of no use any more.
  await compare.preview(photo, by('gan', 100));
  expect(asked).toEqual(['gan 0', 'gan 100']);
  for (const resolve of waiting.splice(0)) resolve();
  await expect.poll(() => asked).toEqual(['gan 0', 'gan 100', 'rnn']);
  for (const resolve of waiting.splice(0)) resolve();
  await expect.poll(() => compare.comparison?.results.map(({ pending }) => pending)).toEqual([false, false]);
  // What was made before is shown without being made again.
  await compare.preview(photo, by('gan', 100));
  expect(asked).toHaveLength(3);
});

it('drops what cannot be restored, with the reason', async () => {
  api.handlers['compare.preview'] = () => {
    throw new AppError('bad-input', plain('a.jpg is cut off.'));
  };
  await compare.preview(photo, by('rnn'));
  await expect.poll(() => compare.problem).not.toBe('');
  expect(compare.comparisons).toEqual([]);
});

it('says that two results look the same, and nothing where they differ', async () => {
  api.handlers['compare.score'] = () => ({ psnr: 46, ssim: 0.998, identical: false });
  await compare.preview(photo, by('rnn'));
  await compare.preview(photo, by('gan'));
  await expect.poll(() => compare.wanted).toEqual([]);
  compare.choose(1, 'left');
  await expect.poll(() => compare.alike[0]?.results.map(({ label }) => label)).toEqual(['rnn', 'gan']);
  expect(compare.alike[0]?.levels).toBeCloseTo(1.28, 2);
  // In the grid each two are compared.
  compare.display.mode = 'grid';
  expect(compare.alike).toHaveLength(1);
  compare.display.mode = 'slider';
  compare.put('left', 'degraded');
  expect(compare.alike).toEqual([]);
  api.handlers['compare.score'] = () => ({ psnr: 36, ssim: 0.95, identical: false });
  await compare.preview(photo, by('unet'));
  await expect.poll(() => compare.wanted).toEqual([]);
  compare.choose(1, 'left');
  compare.choose(3);
  await expect.poll(() => (compare.alike.length === 0 ? api.asked('compare.score').length : 0)).toBe(2);
});

it('lets the duel’s contestants be picked; the degraded photo is left out unless asked for', async () => {
  const { blindTest } = compare;
  await compare.preview(photo, by('rnn'));
  await compare.preview(photo, by('gan'));
  await expect.poll(() => compare.wanted).toEqual([]);
  expect(blindTest.contestants).toEqual(['rnn', 'gan', 'Degraded']);
  expect(blindTest.chosen).toEqual(['rnn', 'gan']);
  blindTest.choose('Degraded', true);
  blindTest.choose('rnn', false);
  blindTest.begin({ width: 64, height: 64 }, 1);
  expect(new Set([blindTest.trial!.left.label, blindTest.trial!.right.label])).toEqual(new Set(['gan', 'Degraded']));
  // Two stay at least.
  blindTest.choose('gan', false);
  expect(blindTest.chosen).toEqual(['gan', 'Degraded']);
});

it('names in one group what is alike each with each, and leaves no two out', () => {
  expect(
    groupsOf([
      [1, 2],
      [1, 3],
      [2, 3],
    ]),
  ).toEqual([[1, 2, 3]]);
  // 1 and 4 are not alike.
  expect(
    groupsOf([
      [1, 2],
      [2, 4],
    ]),
  ).toEqual([
    [1, 2],
    [2, 4],
  ]);
});

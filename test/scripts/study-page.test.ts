import { describe, expect, test } from 'vitest';
import { pageOf } from '../../tools/study/page';
import { estimateSeconds } from '../../tools/study/estimate';
import { nameOf, patchesApart, planStudy, type Training } from '../../tools/study/plan';
import type { AblationRow, StudyRecord } from '../../tools/study/study-record';

const empty: StudyRecord = {
  quick: false,
  flags: [],
  commit: 'abc',
  finishedAt: '2026-01-02T03:04:05Z',
  workMs: 3.6e6,
  sets: [],
  runs: [],
  ablations: [],
  experiments: [],
  failures: [],
  leftOut: [],
};
const cellsOf = (page: string, beginning: string) =>
  page
    .split('\n')
    .find((line) => line.startsWith(beginning))
    ?.split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);

describe('the page of the study', () => {
  test('says what each ingredient is worth: the difference to the whole of the same method and set', () => {
    const row = (method: 'rnn' | 'unet-gan', without: AblationRow['without'], psnr: number): AblationRow => ({
      ...{ method, without, psnr },
      ...{ epochs: 4, set: 'tune', ssim: 0.8, gradientDistance: 3.25 },
    });
    const page = pageOf({
      ...empty,
      ablations: [row('rnn', null, 28), row('rnn', 'augmentation', 27.7), row('unet-gan', null, 29)],
    });
    expect(cellsOf(page, '| rnn | 4 | mirror images')).toEqual([
      ...[
        'rnn',
        '4',
        'mirror images and transposes in training (`augmentation`)',
        'tune',
        '27.70',
        '0.800',
        '3.25',
        '−0.30',
      ],
    ]);
    expect(cellsOf(page, '| unet-gan')?.at(-1)).toBe('');
  });

  test('says what was not chosen and what failed', () => {
    const page = pageOf({ ...empty, failures: ['sr: rnn best on sample: no'], leftOut: ['experiment: noise'] });
    expect(page).toContain('- sr: rnn best on sample: no');
    expect(page).toContain('- experiment: noise');
  });
});

describe('the plan of the study', () => {
  const nothing = { trainings: [], ablations: [], experiments: [], sets: [], tuningSets: [] };

  test('has every method and preset on the drawn picture, and names nothing twice', () => {
    const plan = planStudy(false, null);
    const names = [
      ...plan.trainings.map(nameOf.training),
      ...plan.ablations.map(nameOf.ablation),
      ...plan.experiments.map(nameOf.experiment),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const task of ['deblur', 'sr'])
      for (const method of ['linear', 'rnn', 'rnn-gan', 'unet-gan'])
        for (const preset of ['paper', 'best', 'fast'])
          expect(names).toContain(`${task}: ${method} ${preset} on sample`);
    expect(names).toContain('ablation: rnn without linear-start');
    expect(names).toContain('ablation: rnn without filtered-input');
    expect(names).not.toContain('ablation: rnn-gan without augmentation');
  });

  test('moves the patches of the RNNs in preset paper further apart, which is most of its time', () => {
    const plan = planStudy(false, null);
    const apart = plan.trainings.map((training) => patchesApart(3, training));
    const changed = (training: Training) => training.stride === 3;
    expect(apart.filter(changed).map(nameOf.training)).toEqual(
      ['deblur', 'sr'].flatMap((task) => ['rnn', 'rnn-gan'].map((method) => `${task}: ${method} paper on sample`)),
    );
    const seconds = (trainings: Training[], short = {}) =>
      estimateSeconds({ ...nothing, trainings }, { set11: 11, bsd: 24, drawn: 0 }, 200, short);
    const asTheyAre = plan.trainings.filter((_, index) => changed(apart[index]!));
    expect(seconds(apart.filter(changed))).toBeLessThan(0.5 * seconds(asTheyAre));
    expect(seconds(asTheyAre, { epochs: 1 })).toBeLessThan(seconds(asTheyAre));
  });

  test('takes time for ablations', () => {
    const counts = { set11: 0, bsd: 0, drawn: 2 };
    const { ablations } = planStudy(true, null);
    expect(estimateSeconds(nothing, counts, 200)).toBe(0);
    expect(estimateSeconds({ ...nothing, ablations }, counts, 200)).toBeGreaterThan(4 * ablations.length);
  });
});

import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { STUDIES, studyResultSchema, type StudyName, type StudyRequest } from '@contract/study';
import { fromBase64 } from '@contract/wire-json';
import { AppError } from '@contract/result';
import { inEnglish } from '@contract/in-language';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../src-main/core/degrade/degrade';
import { crop } from '../../src-main/core/image/crop';
import type { Material } from '../../src-main/core/evaluate/materials';
import { runStudy, type StudyEnvironment, type StudyFindings } from '../../src-main/core/evaluate/run-study';
import { tf } from '../../src-main/core/tf';
import { loadBackend } from '../../src-main/compute/backend';
import { plain } from '../said';

beforeAll(async () => {
  await loadBackend('cpu');
});

const clean: Material = {
  name: 'leaves',
  id: '00c0ffee',
  clean: drawDeadLeaves({ size: 192, seed: 5 }),
  degraded: null,
};

/** A training of half a second. */
const request = (study: StudyName): StudyRequest => ({
  study,
  methods: ['rnn'],
  choices: { preset: 'fast', task: 'deblur', epochs: 1, patchesPerEpoch: 512, batch: 64, units: 16 },
  quick: true,
});

function environment(change: Partial<StudyEnvironment> = {}) {
  const kept = new Map<string, unknown>();
  const results: StudyFindings[] = [];
  const made: StudyEnvironment = {
    token: { next: () => Promise.resolve('go') },
    nowMs: () => 0,
    kept: {
      get: (key) => kept.get(key),
      put: (key, value) => {
        kept.set(key, JSON.parse(JSON.stringify(value)));
        return Promise.resolve();
      },
    },
    onProgress: () => undefined,
    onResult: (result) => {
      results.push(result);
      return Promise.resolve();
    },
    ...change,
  };
  return { made, kept, results };
}

describe.each(STUDIES.map((study) => ({ study })))('the study "$study"', ({ study }) => {
  it('finds something on a single picture, keeps no tensor, and does nothing twice', async () => {
    const { made, kept, results } = environment();
    const before = tf.memory().numTensors;
    const found = await runStudy(request(study), { pair: clean, tests: [] }, made);
    expect(tf.memory().numTensors).toBe(before);
    expect(found).toMatchObject({ study, complete: true, stepsDone: found.steps });
    expect(results).toHaveLength(found.steps);
    expect(found.charts.length + found.tables.length).toBeGreaterThan(0);
    for (const { series, x } of found.charts) {
      expect(series.length).toBeGreaterThan(0);
      for (const { points } of series) {
        expect(points.flat().every(Number.isFinite)).toBe(true);
        expect(points.map(([at]) => at)).toEqual(points.map(([at]) => at).toSorted((a, b) => a - b));
        if (x.categories) expect(points.map(([at]) => at)).toEqual([...x.categories.keys()]);
      }
    }
    const again = await runStudy(
      request(study),
      { pair: clean, tests: [] },
      {
        ...made,
        token: { next: () => Promise.reject(new AppError('internal', plain('Nothing is left to be done.'))) },
      },
    );
    expect(again).toEqual(found);
    expect(kept.size).toBe(found.steps);
  });
});

it.each([
  ['noise', 3],
  ['blur', 3],
  ['pictures', 3],
] as const)('the study "%s" shows what its numbers look like', async (study, rows) => {
  const found = await runStudy(request(study), { pair: clean, tests: [] }, environment().made);
  const about = { id: '0123456789abcdef', elapsedMs: 1, device: 'CPU', updatedAt: '' };
  const result = { ...found, ...about, versions: { onepair: '', tensorflow: '', tfjs: '' } };
  expect(v.safeParse(studyResultSchema, JSON.parse(JSON.stringify(result))).success).toBe(true);
  const [pictures] = found.pictures ?? [];
  expect(pictures?.columns.map(inEnglish)).toEqual(['degraded', 'rnn', 'clean']);
  expect(pictures?.rows).toHaveLength(rows);
  for (const { parts } of pictures?.rows ?? []) {
    const [degraded, restored, sharp] = parts.map((part) => fromBase64(part!.rgb));
    expect(sharp).toHaveLength(3 * parts[2]!.width * parts[2]!.height);
    expect(new Set([degraded, restored, sharp].map((bytes) => Buffer.from(bytes!).toString('hex'))).size).toBe(3);
    // The lower part of the drawn picture is what is measured on.
    const { width, height } = parts[2]!;
    const middle = crop(clean.clean, { x: (192 - width) >> 1, y: 120 + ((72 - height) >> 1), width, height });
    expect(Array.from(sharp!)).toEqual(Array.from(middle.data, (value) => Math.round(255 * value)));
  }
});

describe.each(['sr', 'denoise', 'custom'] as const)('studies of the task "%s"', (task) => {
  it('are made of what the study can degrade', async () => {
    const degraded = task === 'custom' ? degrade(clean.clean, { task: 'deblur', seed: 3 }) : null;
    for (const study of ['blur', 'pictures', 'noise'] as const) {
      const { choices, ...rest } = request(study);
      const found = await runStudy(
        { ...rest, choices: { ...choices, task } },
        { pair: { ...clean, degraded }, tests: [] },
        environment().made,
      );
      expect(found.complete).toBe(true);
      const anew = study === 'blur' ? task !== 'sr' : study === 'pictures' && task === 'custom';
      expect(found.notes.some((note) => inEnglish(note).includes('degraded anew'))).toBe(anew);
    }
  });
});

describe('a study', () => {
  it('that was stopped shows what it has and goes on later to the same result', async () => {
    const whole = await runStudy(request('noise'), { pair: clean, tests: [] }, environment().made);
    const { made, kept } = environment();
    let steps = 0;
    const stopping = {
      ...made,
      token: { next: () => Promise.resolve(steps++ < 5 ? ('go' as const) : ('stop' as const)) },
    };
    const part = await runStudy(request('noise'), { pair: clean, tests: [] }, stopping);
    expect(part).toMatchObject({ complete: false, stepsDone: 0 });
    expect(kept.size).toBe(0);
    expect(await runStudy(request('noise'), { pair: clean, tests: [] }, made)).toEqual(whole);
  });

  it('takes a photo whose degradation nobody knows as it is', async () => {
    const degraded = degrade(clean.clean, { task: 'deblur', seed: 3 });
    const own = { ...request('noise'), choices: { ...request('noise').choices, task: 'custom' as const } };
    const found = await runStudy(own, { pair: { ...clean, degraded }, tests: [] }, environment().made);
    expect(found.notes.map(inEnglish).join(' ')).toContain('as it is');
    const [input] = found.charts[0]!.series;
    // No noise is added at the first point, and more at every other.
    expect(input!.points.map(([, y]) => y)).toEqual(input!.points.map(([, y]) => y).toSorted((a, b) => b - a));
  });
});

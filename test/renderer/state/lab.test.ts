import { beforeEach, describe, expect, it } from 'vitest';
import type { StudyResult, StudySummary } from '@contract/study';
import { say } from '@contract/sentence';
import { plain } from '../../said';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { fakeJob, FakeApi } from '../fakes/fake-api';

const result = (changes: Partial<StudyResult> = {}): StudyResult => ({
  id: 's1',
  study: 'noise',
  title: 'Stronger noise than in training',
  about: 'Fig. 7',
  charts: [],
  tables: [],
  notes: [],
  request: { study: 'noise', choices: { preset: 'fast', task: 'deblur' }, quick: true },
  trainedOn: [say('study.upper', { picture: 'cat.png' })],
  testedOn: ['cat.png, lower part'],
  steps: 4,
  stepsDone: 1,
  complete: false,
  elapsedMs: 1000,
  device: 'CPU · 2 cores',
  versions: { onepair: '0.1.0', tensorflow: '2', tfjs: '4' },
  updatedAt: '2026-03-01T10:00:00.000Z',
  ...changes,
});
const study = (changes: Parameters<typeof fakeJob>[0] = {}) =>
  fakeJob({ id: 'study-1', kind: 'study', title: plain('Study'), ...changes });

let api: FakeApi;
let app: AppState;
let kept: StudySummary[];

beforeEach(async () => {
  kept = [];
  api = new FakeApi({ 'study.list': () => kept, 'study.result': () => result() });
  app = new AppState(api);
  await app.start();
});

describe('a study', () => {
  it('runs on drawn pictures, small and fast, where there is no pair', async () => {
    expect(app.lab.source).toBe('drawn');
    app.lab.choose('noise');
    await app.lab.begin();
    expect(api.asked('study.start')).toEqual([{ study: 'noise', choices: { preset: 'fast' }, quick: true }]);
  });

  it('runs on the user’s own pair, as degraded as it is', async () => {
    await app.pair.take('degraded', [new File(['x'], 'dim.png'), new File(['y'], 'cat.png')]);
    expect(app.lab.source).toBe('pair');
    app.lab.toggle('linear', false);
    await app.lab.begin();
    expect(api.asked('study.start')).toMatchObject([
      {
        study: 'scores',
        methods: expect.not.arrayContaining(['linear']) as unknown,
        choices: { task: 'custom' },
        pair: { clean: app.pair.clean?.id, degraded: app.pair.degraded?.id },
      },
    ]);
  });

  it('degrades anew what the app itself degraded', async () => {
    await app.pair.drawSample(256);
    await app.lab.begin();
    expect(api.asked('study.start')).toMatchObject([{ choices: { task: 'deblur' }, pair: { clean: 'photo-1' } }]);
    expect(api.asked('study.start')[0]).not.toHaveProperty('pair.degraded');
  });

  it('shows what it finds as it finds it, one at a time', async () => {
    await app.lab.begin();
    api.emit('job.changed', study());
    expect(app.lab.waiting).toBe(true);
    await app.lab.begin();
    expect(api.asked('study.start')).toHaveLength(1);
    api.emit('study.changed', { job: 'another', result: result({ id: 's9' }) });
    expect(app.lab.shown).toBeNull();
    api.emit('study.changed', { job: 'study-1', result: result() });
    expect(app.lab.shown?.stepsDone).toBe(1);
    expect(app.lab.waiting).toBe(false);
  });

  it('that was ended goes on with the same request, where its pictures are at hand', async () => {
    kept = [
      result(),
      result({ id: 's2', trainedOn: [say('study.drawn', { number: 0 })] }),
      result({ id: 's3', complete: true }),
    ];
    await app.lab.refresh();
    expect(kept.map((one) => app.lab.canGoOn(one))).toEqual([false, true, false]);
    await app.pair.take('clean', [new File(['y'], 'cat.png'), new File(['x'], 'dim.png')]);
    expect(app.lab.canGoOn(kept[0]!)).toBe(true);
    await app.lab.goOn(kept[0]!);
    expect(api.asked('study.start')).toMatchObject([{ ...kept[0]!.request, pair: { clean: app.pair.clean?.id } }]);
    expect(app.lab.shown?.id).toBe('s1');
  });

  it('that is read slowly does not come back once the user has left it', async () => {
    const go = api.hold('study.result');
    const shown = app.lab.show('s1');
    await app.lab.show(null);
    go();
    await shown;
    expect(app.lab.shown).toBeNull();
  });

  it('keeps at least one method', () => {
    app.lab.choose('patches');
    expect(app.lab.methods).toEqual(['rnn']);
    app.lab.toggle('rnn', false);
    expect(app.lab.methods).toEqual(['rnn']);
  });
});

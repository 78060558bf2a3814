import { beforeEach, describe, expect, it } from 'vitest';
import type { EpochPreview, TrainProgress } from '@contract/job';
import { AppError } from '@contract/result';
import { inEnglish } from '@contract/in-language';
import { plain, failed } from '../../../said';
import { AppState } from '../../../../src-renderer/state/app.svelte';
import { fakeJob, fakeModel, FakeApi } from '../../fakes/fake-api';

const point = (step: number): TrainProgress => ({
  step,
  epoch: 1,
  epochs: 40,
  steps: 10_240,
  elapsedMs: step * 10,
  remainingMs: 1000,
  loss: 1 / (step + 1),
  validationPsnr: 28,
  inputPsnr: 25,
  linearPsnr: 27,
  stage: plain('Training'),
  phase: 1,
  adversarialLoss: null,
  discriminatorLoss: null,
});

const progress = (step: number, job = 'job-1') => ({ job, fraction: step / 10_240, training: point(step) });

const epochPreview = (epoch: number, kept: number[], job = 'job-1'): EpochPreview => ({
  job,
  epoch,
  kept,
  width: 1,
  height: 1,
  restored: new Uint8Array(3),
  validationPsnr: 28,
});

let api: FakeApi;
let app: AppState;

beforeEach(async () => {
  api = new FakeApi();
  app = new AppState(api);
  await app.start();
  await app.pair.drawSample(256);
});

describe('what is chosen', () => {
  it('wins over the preset, and another preset starts afresh', () => {
    app.training.form.chooseMethod('rnn');
    app.training.form.set('units', 64);
    expect(app.training.form.settings).toMatchObject({ method: 'rnn', preset: 'best', units: 64, patch: 9 });
    app.training.form.choosePreset('fast');
    expect(app.training.form.settings).toMatchObject({ preset: 'fast', units: 128, patch: 9 });
    app.training.form.chooseMethod('linear');
    expect(app.training.form.settings).toMatchObject({ method: 'linear', patch: 11 });
  });

  it('goes to the app as choices, with a name only when one was given', async () => {
    app.training.form.set('epochs', 3);
    await app.training.begin();
    expect(api.asked('train.start')).toEqual([
      {
        degraded: 'photo-2',
        clean: 'photo-1',
        choices: { method: 'unet-gan', preset: 'best', task: 'deblur', epochs: 3 },
        filmstrip: true,
        prepare: [],
      },
    ]);
  });

  it('fits into a time, and anything set by hand afterwards is no longer that time', async () => {
    api.handlers['train.estimate'] = ({ settings }) => ({
      patches: 1,
      steps: 1,
      memoryBytes: 1,
      seconds: settings.stageEpochs[0] * (settings.preset === 'best' ? 10 : 1),
      photoSeconds: 40,
      notes: [],
    });
    app.training.form.chooseMethod('rnn');
    await app.training.form.fitBudget(20);
    expect(app.training.form.settings).toMatchObject({ preset: 'fast', epochs: 20 });
    expect(app.training.form).toMatchObject({ budgetS: 20, fitted: { preset: 'fast', stageEpochs: [20, 0] } });
    app.training.form.set('units', 64);
    expect(app.training.form).toMatchObject({ budgetS: 0, fitted: null });
    expect(app.training.form.settings).toMatchObject({ epochs: 20, units: 64 });
  });

  it('that cannot be trained is said where Train is', async () => {
    api.handlers['train.start'] = () => {
      throw new AppError('bad-input', plain('The picture is smaller than 64 px. Choose a larger one.'));
    };
    await app.training.begin();
    expect(inEnglish(app.training.form.problem)).toContain('smaller than 64 px');
    expect(app.training.running).toBe(false);
  });
});

describe('a training under way', () => {
  beforeEach(async () => {
    await app.training.begin();
    api.emit('job.changed', fakeJob());
  });

  it('grows its own curve and no other', () => {
    api.emit('job.progress', progress(1));
    api.emit('job.progress', progress(1, 'another'));
    api.emit('job.progress', progress(2));
    expect(app.training.run.points.map((one) => one.step)).toEqual([1, 2]);
    expect(app.training.running).toBe(true);
  });

  it('is taken up after a reload, without losing or doubling a point', async () => {
    const again = new AppState(api);
    api.handlers['jobs.list'] = () => [fakeJob()];
    api.handlers['train.history'] = () => {
      api.emit('job.progress', progress(3));
      return { points: [point(1), point(2), point(3)], preview: null, epochPreviews: [epochPreview(1, [1])] };
    };
    await again.start();
    await expect.poll(() => again.training.run.points.map((one) => one.step)).toEqual([1, 2, 3]);
    api.emit('job.progress', progress(4));
    expect(again.training.run.filmstrip.previews).toHaveLength(1);
    expect(again.training.run.latest?.step).toBe(4);
  });

  it('is paused, stopped and cancelled through its job', async () => {
    await app.jobs.control('job-1', 'pause');
    await app.jobs.control('job-1', 'stop');
    expect(api.asked('jobs.control')).toEqual([
      { job: 'job-1', action: 'pause' },
      { job: 'job-1', action: 'stop' },
    ]);
  });

  it('ends with its model, which restores the pair’s own photo for Compare', async () => {
    const model = fakeModel('m1', 'drawn');
    api.emit('job.changed', fakeJob({ state: 'done', model }));
    expect(app.training.running).toBe(false);
    await app.comparePair(model);
    expect(app.session.view).toBe('compare');
    expect(api.asked('compare.preview')).toEqual([{ model: 'm1', photo: 'photo-2' }]);
    await expect.poll(() => app.compare.right?.score?.psnr).toBe(29.18);
    expect(app.compare.left?.role).toBe('degraded');
    expect(app.compare.right?.unsaved).toBe(true);
    // Nothing was written.
    expect(api.asked('restore.start')).toEqual([]);
  });

  it('is left for the settings when a pair is brought again, but not while it runs', () => {
    app.toTraining();
    expect(app.training.run.job?.id).toBe('job-1');
    api.emit('job.changed', fakeJob({ state: 'done', model: fakeModel('m1', 'drawn') }));
    app.toTraining();
    expect(app.training.run.job).toBeNull();
    expect(app.session.view).toBe('train');
  });

  it('shows the part that is looked at, before and while it runs', async () => {
    app.training.run.movePreview({ x: 1, y: 2 });
    expect(api.asked('train.movePreview')).toEqual([]);
    const rgb = new Uint8Array(3);
    const crop = { width: 1, height: 1, place: { x: 0, y: 0 }, degraded: rgb, restored: rgb, clean: rgb };
    api.emit('train.preview', { job: 'job-1', epoch: 1, ...crop });
    app.training.run.movePreview({ x: 10, y: 20 });
    expect(api.asked('train.movePreview')).toEqual([{ job: 'job-1', x: 10, y: 20 }]);
    api.emit('job.changed', fakeJob({ state: 'done', model: fakeModel('m1', 'drawn') }));
    app.training.run.leave();
    await app.training.begin();
    expect(api.asked('train.start').at(-1)).toMatchObject({ previewPoint: { x: 10, y: 20 } });
    await app.pair.drawSample(256);
    expect(app.training.run.previewPoint).toBeNull();
    expect(app.training.run.ofThisPair).toBe(false);
  });

  it('keeps its epochs to choose from, and makes the chosen one a model', async () => {
    const { filmstrip } = app.training.run;
    for (const epoch of [1, 2]) api.emit('train.epochPreview', epochPreview(epoch, [1, 2].slice(0, epoch)));
    api.emit('train.epochPreview', epochPreview(1, [1], 'another'));
    expect(filmstrip.chosen?.epoch).toBe(2);
    filmstrip.choose(1);
    await filmstrip.keep();
    expect(api.asked('train.keep')).toEqual([{ job: 'job-1', epoch: 1 }]);
    expect(filmstrip.model?.name).toBe('starfish epoch 1');
    api.emit('train.epochPreview', epochPreview(4, [2, 4]));
    expect(filmstrip.previews.map(({ epoch }) => epoch)).toEqual([2, 4]);
    expect(filmstrip.isChosen).toBe(false);
    expect(filmstrip.model).toBeNull();
  });

  it('that failed is said', () => {
    const error = failed('internal', 'The loss is not a number any more.');
    api.emit('job.changed', fakeJob({ state: 'failed', error }));
    expect(app.session.notices).toMatchObject([{ level: 'failure', text: error.sentence }]);
  });
});

describe('two methods on one pair', () => {
  beforeEach(async () => {
    let jobs = 0;
    api.handlers['train.start'] = () => ({ job: `job-${++jobs}` });
    await app.training.beginComparison(['linear', 'rnn']);
    for (const id of ['job-1', 'job-2']) api.emit('job.changed', fakeJob({ id, state: 'queued' }));
  });
  const end = (id: string, model: string) => {
    api.emit('job.changed', fakeJob({ id, state: 'done', model: fakeModel(model, model) }));
  };

  it('are queued, shown one after the other, and opened in Compare when both are done', async () => {
    const asked = api.asked('train.start') as { choices: { method: string } }[];
    expect(asked.map(({ choices }) => choices.method)).toEqual(['linear', 'rnn']);
    expect(app.training.run.job?.id).toBe('job-1');
    end('job-1', 'm1');
    expect(app.training.run.job?.id).toBe('job-2');
    expect(app.session.view).toBe('pair');
    await app.pair.drawSample(256); // another pair is brought meanwhile: the first one is compared all the same
    end('job-2', 'm2');
    expect(app.session.view).toBe('compare');
    await expect
      .poll(() => api.asked('compare.preview'))
      .toMatchObject([
        { model: 'm1', photo: 'photo-2' },
        { model: 'm2', photo: 'photo-2' },
      ]);
  });

  it('are not compared when one of them ends without a model', () => {
    api.emit('job.changed', fakeJob({ id: 'job-1', state: 'cancelled' }));
    end('job-2', 'm2');
    expect(app.session.view).toBe('pair');
    expect(api.asked('compare.preview')).toEqual([]);
  });
});

describe('an interrupted training', () => {
  const checkpoint = {
    id: 'c1',
    name: 'starfish',
    settings: fakeModel('a', 'b').card.settings,
    epoch: 12,
    epochs: 40,
    savedAt: '2026-03-01T10:00:00.000Z',
  };

  it('is offered once its process is gone, resumed, and shown', async () => {
    await app.training.begin();
    api.emit('job.changed', fakeJob());
    api.handlers['train.checkpoints'] = () => [checkpoint];
    expect(app.jobs.resumable).toEqual([]);
    api.emit('worker.changed', {
      child: 'compute',
      state: 'crashed',
      sentence: plain('The calculating process stopped.'),
    });
    api.emit('job.changed', fakeJob({ state: 'interrupted', checkpoint: 'c1' }));
    await expect.poll(() => app.jobs.resumable).toEqual([checkpoint]);
    expect(app.session.notices[0]?.text).toEqual(plain('The calculating process stopped.'));
    await app.resume('c1');
    expect(api.asked('train.resume')).toEqual([{ checkpoint: 'c1' }]);
    expect(app.session.view).toBe('train');
    expect(app.jobs.resumable).toEqual([]);
  });
});

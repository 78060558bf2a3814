import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@contract/result';
import { inEnglish } from '@contract/in-language';
import { plain } from '../../said';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { fakeModel, FakeApi } from '../fakes/fake-api';

const file = (name: string) => new File(['x'], name);
let api: FakeApi;
let app: AppState;

beforeEach(() => {
  api = new FakeApi();
  app = new AppState(api);
});

describe('two photos brought along', () => {
  it('are checked as soon as both are there, and nothing is assumed of their task', async () => {
    await app.pair.take('degraded', [file('soft.jpg')]);
    expect(api.asked('pair.check')).toEqual([]);
    expect(app.pair.ready).toBe(false);
    await app.pair.take('clean', [file('sharp.jpg')]);
    expect(api.asked('pair.check')).toEqual([{ degraded: 'photo-1', clean: 'photo-2' }]);
    expect(app.pair.ready).toBe(true);
    expect(app.pair.task).toBe('custom');
    expect(app.training.form.settings).toMatchObject({ task: 'custom', scale: 1 });
  });

  it('teach the task that the user names, until another photo comes', async () => {
    await app.pair.take('clean', [file('sharp.jpg'), file('soft.jpg')]);
    expect(app.pair.tasks).toEqual(['custom', 'deblur', 'denoise']);
    expect(app.training.form.settings).toMatchObject({ method: 'non-local', channels: 'all' });
    app.pair.chooseTask('deblur');
    expect(app.training.form.settings.task).toBe('deblur');
    expect(app.training.form.settings.channels).toBe('luminance');
    await app.pair.take('degraded', [file('softer.jpg')]);
    expect(app.pair.task).toBe('custom');
  });

  it('fill both wells when dropped together', async () => {
    await app.pair.take('clean', [file('sharp.jpg'), file('soft.jpg')]);
    expect(app.pair.clean?.name).toBe('sharp.jpg');
    expect(app.pair.degraded?.name).toBe('soft.jpg');
  });

  it('that come together are sorted, whichever of them is the clean one', async () => {
    api.handlers['pair.turned'] = ({ degraded }) => degraded === 'photo-1';
    app.picker.pick = () => Promise.resolve([api.addPhoto('sharp.jpg'), api.addPhoto('soft.jpg')]);
    await app.pair.pick('degraded');
    expect([app.pair.degraded?.name, app.pair.clean?.name]).toEqual(['soft.jpg', 'sharp.jpg']);
    expect(api.asked('pair.check')).toEqual([{ degraded: 'photo-2', clean: 'photo-1' }]);
  });

  it('are two at most: more are refused in words, and nothing changes', async () => {
    await app.pair.take('clean', [file('a.jpg'), file('b.jpg'), file('c.jpg')]);
    expect(app.pair.problems.clean).toMatchObject({ id: 'pair.tooMany' });
    expect(app.pair.clean).toBeNull();
  });

  it('may be chosen while the other one is read still', async () => {
    let read: (() => void) | undefined;
    app.picker.pick = () =>
      new Promise((resolve) => {
        read = () => {
          resolve([api.addPhoto('soft.jpg')]);
        };
      });
    const first = app.pair.pick('degraded');
    app.picker.pick = () => Promise.resolve([api.addPhoto('sharp.jpg')]);
    const second = app.pair.pick('clean');
    read?.();
    await Promise.all([first, second]);
    expect([app.pair.degraded?.name, app.pair.clean?.name]).toEqual(['soft.jpg', 'sharp.jpg']);
  });

  it('are prepared before they are learned from, but for what is to stay as it is; pairs made here are not', async () => {
    await app.pair.take('clean', [file('sharp.jpg'), file('soft.jpg')]);
    expect(app.pair.prepare).toEqual(['profile', 'position', 'borders', 'clipped', 'moved', 'tone']);
    app.pair.setPrepared('tone', false);
    expect(app.pair.prepare).toEqual(['profile', 'position', 'borders', 'clipped', 'moved']);
    await app.pair.take('degraded', [file('softer.jpg')]);
    expect(app.pair.prepare).toEqual(['profile', 'position', 'borders', 'clipped', 'moved', 'tone']);
    await app.pair.drawSample(128);
    expect(app.pair.prepare).toEqual([]);
  });

  it('of a burst are learned from as they lie, but for their seams', async () => {
    app.picker.pick = () => Promise.resolve([api.addPhoto('1.jpg'), api.addPhoto('2.jpg')]);
    await app.pair.pickBurst();
    expect(api.asked('pair.burst')).toEqual([{ shots: ['photo-1', 'photo-2'], each: true }]);
    expect(app.pair.degraded?.name).toBe('shot');
    await app.training.begin();
    expect(api.asked('train.start')).toMatchObject([{ prepare: [], leftOut: app.pair.burst?.leftOut?.id }]);
    await app.pair.take('degraded', [file('other.jpg')]);
    expect(app.pair.burst).toBeNull();
  });

  it('of which one is a single shot are no burst: that is said, and nothing changes', async () => {
    app.picker.pick = () => Promise.resolve([api.addPhoto('1.jpg')]);
    await app.pair.pickBurst();
    expect(app.pair.problems.degraded).toMatchObject({ id: 'burst.one' });
    expect(app.pair.degraded).toBeNull();
  });

  it('can be made by a recipe: then nothing is assumed of them either', async () => {
    expect(await app.pair.byRecipe({ iso: 800 }, null)).toBeNull();
    await app.pair.take('clean', [file('sharp.jpg')]);
    await app.pair.degradeByRecipe({ iso: 800, motion: 4 }, null);
    expect(api.asked('pair.recipe')).toEqual([{ clean: 'photo-1', recipe: { iso: 800, motion: 4 } }]);
    expect(app.pair.degraded?.name).toBe('by recipe');
    expect(app.pair.task).toBe('custom');
  });

  it('are looked at as they are prepared, until something changes', async () => {
    await app.pair.take('clean', [file('sharp.jpg'), file('soft.jpg')]);
    app.pair.setPrepared('tone', false);
    await app.pair.showPrepared();
    expect(api.asked('pair.prepare')).toMatchObject([{ steps: expect.not.arrayContaining(['tone']) as string[] }]);
    expect(app.pair.prepared?.clean.name).toBe('prepared mean');
    app.pair.setPrepared('tone', true);
    expect(app.pair.prepared).toBeNull();
  });

  it('of two sizes are a task of enlarging', async () => {
    api.handlers['pair.check'] = () => ({
      verdicts: [],
      level: 'caution',
      shift: null,
      alignment: null,
      scale: 3,
      psnr: null,
    });
    await app.pair.take('degraded', [file('small.jpg'), file('large.jpg')]);
    expect(app.training.form.settings).toMatchObject({ task: 'sr', scale: 3 });
  });

  it('that are stopped by the check cannot be trained on', async () => {
    api.handlers['pair.check'] = () => ({
      verdicts: [{ level: 'stop', about: 'identical', text: plain('The two photos are identical.') }],
      level: 'stop',
      shift: null,
      alignment: null,
      scale: 1,
      psnr: null,
    });
    await app.pair.take('degraded', [file('a.jpg'), file('a.jpg')]);
    expect(app.pair.ready).toBe(false);
  });
});

it('says a refusal at the well it belongs to, and keeps the photo that was there', async () => {
  await app.pair.take('clean', [file('sharp.jpg')]);
  await app.pair.take('clean', [file('notes.txt')]);
  expect(inEnglish(app.pair.problems.clean)).toContain('“notes.txt” is not a photo');
  expect(app.pair.clean?.name).toBe('sharp.jpg');
  expect(app.pair.busy).toBeNull();
});

describe('a pair that the app makes', () => {
  it('is drawn, with the paper’s degradation, and knows its task', async () => {
    await app.pair.drawSample(256);
    expect(api.asked('pair.sample')).toEqual([
      { size: 256, scene: true, task: 'deblur', blurSigma: 1.6, noise: Math.SQRT2 },
    ]);
    expect(app.pair.task).toBe('deblur');
    expect(app.pair.ready).toBe(true);
  });

  it('is degraded anew from the same clean picture for another task', async () => {
    await app.pair.drawSample(256);
    await app.pair.degrade('sr');
    expect(api.asked('pair.degrade')).toEqual([
      { clean: 'photo-1', task: 'sr', scale: 3, blurSigma: 1.6, noise: Math.SQRT2 },
    ]);
    expect(app.training.form.settings).toMatchObject({ task: 'sr', scale: 3 });
  });

  it('is a pair brought along again once one photo is replaced', async () => {
    await app.pair.drawSample(256);
    await app.pair.take('degraded', [file('soft.jpg')]);
    expect(app.pair.made).toBeNull();
    expect(app.pair.task).toBe('custom');
  });
});

it('a second pair is measured on by trainings, and is the next photo in Compare', async () => {
  api.handlers['pair.turned'] = ({ degraded }) => degraded === 'photo-3';
  await app.pair.take('degraded', [file('soft.jpg'), file('sharp.jpg')]);
  app.picker.pick = () => Promise.resolve([api.addPhoto('sharp 2.jpg')]);
  await app.pair.pickSecond();
  expect(app.pair.secondProblem).toMatchObject({ id: 'pair.secondIsTwo' });
  app.picker.pick = () => Promise.resolve([api.addPhoto('sharp 2.jpg'), api.addPhoto('soft 2.jpg')]);
  api.handlers['pair.turned'] = () => true;
  await app.pair.pickSecond();
  expect(app.pair.secondProblem).toBe('');
  expect([app.pair.second?.degraded.name, app.pair.second?.clean.name]).toEqual(['soft 2.jpg', 'sharp 2.jpg']);
  await app.training.begin();
  const { degraded, clean } = app.pair.second!;
  expect(api.asked('train.start')).toMatchObject([{ check: { degraded: degraded.id, clean: clean.id } }]);
  await app.comparePair(fakeModel('m1', 'attic'));
  expect(app.compare.comparisons.map(({ name, clean }) => [name, clean?.fileName])).toEqual([
    ['soft.jpg', 'sharp.jpg'],
    ['soft 2.jpg', 'sharp 2.jpg'],
  ]);
  expect(app.compare.comparison?.name).toBe('soft.jpg');
  app.pair.forgetSecond();
  await app.training.begin();
  expect(api.asked('train.start').at(-1)).not.toHaveProperty('check');
});

it('keeps a region inside the picture and asks the check about it', async () => {
  await app.pair.drawSample(256);
  app.pair.setRegion({ x: 200, y: 0, width: 128, height: 30 });
  expect(app.pair.region).toEqual({ x: 128, y: 0, width: 128, height: 64 });
  expect(api.asked('pair.check').at(-1)).toMatchObject({ region: { x: 128, y: 0, width: 128, height: 64 } });
  expect(app.training.form.settings.region).toEqual({ x: 128, y: 0, width: 128, height: 64 });
  expect(app.pair.size).toMatchObject({ width: 128, height: 64 });
});

it('drops the verdict of an older question', async () => {
  const answers: (() => void)[] = [];
  api.handlers['pair.check'] = ({ region }) =>
    new Promise((resolve) =>
      answers.push(() => {
        resolve({
          verdicts: [],
          level: region ? 'caution' : 'good',
          shift: null,
          alignment: null,
          scale: 1,
          psnr: null,
        });
      }),
    );
  const drawn = app.pair.drawSample(256);
  await expect.poll(() => answers.length).toBe(1);
  app.pair.setRegion({ x: 0, y: 0, width: 128, height: 128 });
  await expect.poll(() => answers.length).toBe(2);
  answers[1]!();
  await expect.poll(() => app.pair.report?.level).toBe('caution');
  answers[0]!();
  await drawn;
  expect(app.pair.report?.level).toBe('caution');
});

it('says why the check itself failed', async () => {
  api.handlers['pair.check'] = () => {
    throw new AppError('crashed', plain('The photo process stopped. Try again.'));
  };
  await app.pair.drawSample(256);
  expect(inEnglish(app.pair.problems.degraded)).toBe('The photo process stopped. Try again.');
  expect(app.pair.ready).toBe(false);
});

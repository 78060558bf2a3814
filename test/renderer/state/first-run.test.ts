import { resolveSettings, type TrainChoices } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { beforeEach, expect, it } from 'vitest';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { fakeJob, fakeModel, FakeApi } from '../fakes/fake-api';

let api: FakeApi;
let app: AppState;
beforeEach(async () => {
  localStorage.clear();
  api = new FakeApi();
  let jobs = 0;
  api.handlers['train.start'] = () => {
    const id = `job-${++jobs}`;
    api.emit('job.changed', fakeJob({ id }));
    return { job: id };
  };
  app = new AppState(api);
  await app.start();
});

const trained = () =>
  api.asked('train.start') as {
    degraded: string;
    choices: TrainChoices;
    withinS: number;
  }[];
const end = (id = 'job-1') => {
  api.emit('job.changed', fakeJob({ id, state: 'done', model: fakeModel('m1', 'first') }));
};

it('the demo ends in Compare with the way to one’s own photo and to RNN against RNN-GAN', async () => {
  await app.firstRun.begin();
  expect(api.asked('pair.sample')).toMatchObject([{ size: 512, scene: true }]);
  end();
  await expect.poll(() => app.firstRun.after).toEqual({ of: 'demo' });
  expect(app.session.view).toBe('compare');
  app.firstRun.ownPhoto();
  expect([app.session.view, app.pair.degraded, app.pair.clean, app.firstRun.after]).toEqual(['pair', null, null, null]);
  await app.pair.drawSample(256);
  await app.firstRun.bothMethods();
  expect(
    trained()
      .slice(1)
      .map(({ choices }) => choices.method),
  ).toEqual(['rnn', 'rnn-gan']);
});

it('one’s own pair is learned within the minute, and the better preset is offered with its time', async () => {
  // As slow a machine as this: the preset alone would take five minutes.
  api.handlers['train.estimate'] = ({ settings }) => ({
    patches: 1000,
    steps: 100,
    memoryBytes: 1e8,
    seconds: 2 + settings.epochs * (settings.preset === 'best' ? 30 : 7),
    photoSeconds: 40,
    notes: [],
  });
  await app.pair.drawSample(256);
  await app.firstRun.beginOwn();
  const [{ choices, withinS } = { choices: {}, withinS: Infinity }] = trained();
  expect(choices.preset).toBe('fast');
  // What was found to fit, whether in one stage or in two.
  expect(choices.epochs ?? choices.stageEpochs).toBeDefined();
  expect(2 + 7 * resolveSettings(choices).epochs).toBeLessThanOrEqual(withinS);
  expect(withinS).toBeLessThanOrEqual(34);
  expect(api.asked('pair.middle')).toEqual([]);
  end();
  await expect.poll(() => app.firstRun.after?.of).toBe('own');
  expect(app.session.view).toBe('compare');
  expect(api.asked('compare.preview')).toHaveLength(1);
  const { after } = app.firstRun;
  expect(after?.of === 'own' ? after.betterS : 0).toBeGreaterThan(300);
  await app.firstRun.better();
  expect(trained()[1]!.choices.preset).toBe('best');
});

it('of a large pair a first look learns the middle, of a region that of the region', async () => {
  const [soft, sharp] = ['soft', 'sharp'].map((name) => api.addPhoto(name, { width: 6000, height: 4000 }));
  await app.pair.takeUp(soft!, sharp!, { made: null, drawn: false, region: null });
  const region = { x: 100, y: 200, width: 2000, height: 1000 };
  app.pair.setRegion(region);
  await expect.poll(() => app.pair.ready).toBe(true);
  await app.firstRun.beginOwn();
  expect(api.asked('pair.middle')).toEqual([{ degraded: soft!.id, clean: sharp!.id, side: 512, region }]);
  const [{ choices, degraded }] = trained() as [ReturnType<typeof trained>[number]];
  expect([degraded, choices.region]).not.toContain(soft!.id);
  expect(choices.region).toBeUndefined();
  end();
  // Compared is the photo itself.
  await expect.poll(() => app.firstRun.after?.of).toBe('own');
  expect(api.asked('compare.preview')).toMatchObject([{ photo: soft!.id }]);
});

it('a first look that cannot be had says why and leaves the button', async () => {
  api.handlers['pair.middle'] = () => {
    throw new AppError('bad-input', say('pair.tooMany'));
  };
  const [soft, sharp] = ['soft', 'sharp'].map((name) => api.addPhoto(name, { width: 6000, height: 4000 }));
  await app.pair.takeUp(soft!, sharp!, { made: null, drawn: false, region: null });
  await app.firstRun.beginOwn();
  expect(app.firstRun.running).toBe(false);
  expect(app.session.notices).toHaveLength(1);
});

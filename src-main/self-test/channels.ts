import { join } from 'node:path';
import { channels, type Args, type Channel } from '@contract/channels';
import { inEnglish } from '@contract/in-language';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { resolveSettings } from '@contract/model-spec';
import { SkippedCheck } from '@contract/self-test';
import { withoutPaths } from '../host/diagnostics';
import { decibels, need, type Tour } from './tour';

type Step = (tour: Tour) => Promise<string>;

const SIDE = 96;
const LINEAR = { method: 'linear', preset: 'fast', task: 'deblur' } as const;
/** So long that it is still under way when the next steps look at it; they cancel it. */
const LONG = { method: 'rnn', preset: 'fast', task: 'deblur', units: 32, epochs: 200, patchesPerEpoch: 4096 } as const;

const skip =
  (why: string): Step =>
  () =>
    Promise.reject(new SkippedCheck(why));

/** What the tour has of its own. A channel that asks for some of this and no more needs no step: it can reach nothing else. */
type Own = { model: string; photo: string; degraded: string; clean: string };
type Plain = { [C in Channel]: Own extends Args<C> ? (object extends Args<C> ? never : C) : never }[Channel];

/**
 * In an order in which each finds what it needs: a pair is drawn, a model learned from it, a photo restored with that. A
 * channel that is neither plain nor here does not compile.
 */
const STEPS: Record<Exclude<Channel, Plain>, Step> & Partial<Record<Plain, Step>> = {
  'app.info': async (t) => {
    const { version, shell } = await t.call('app.info', {});
    return `Onepair ${version}, ${shell}`;
  },
  'app.opened': async (t) => {
    const { photos, models } = await t.call('app.opened', {});
    return `${photos.length} photos, ${models.length} models waiting`;
  },
  'session.read': async (t) => expect((await t.call('session.read', {})) === null, 'A new home keeps nothing.'),
  'session.keep': (t) => t.refused('session.keep', { session: {} } as never, 'bad-input'),
  'runtime.info': async (t) => {
    const { label, tensorflowVersion, reason } = await t.call('runtime.info', {});
    return `${inEnglish(label)}, TensorFlow ${tensorflowVersion} ${inEnglish(reason)}`.trim();
  },
  'settings.get': async (t) => `${Object.keys(await t.call('settings.get', {})).length} settings`,
  'settings.set': async (t) => {
    const { textSize } = await t.call('settings.set', { textSize: 125 });
    return expect(textSize === 125, 'The text size is kept.');
  },
  'settings.reset': async (t) => {
    const { textSize } = await t.call('settings.reset', { name: 'textSize' });
    return expect(textSize === 100, 'The text size is back.');
  },
  'settings.places': async (t) => `${Object.keys(await t.call('settings.places', {})).length} places`,
  'logs.open': skip("opens the system's file manager"),
  'diagnostics.text': async (t) => {
    const { text } = await t.call('diagnostics.text', {});
    return expect(withoutPaths(text, t.folder) === text, 'No path is in it.');
  },
  'cuda.offer': async (t) => {
    const { offer, reason } = await t.call('cuda.offer', {});
    return `${offer} ${reason}`.trim() || 'nothing to offer';
  },
  'cuda.install': skip('would download 3 GB'),
  'cuda.remove': skip('would take CUDA from every checkout'),
  'selfTest.channels': async (t) => `${(await t.call('selfTest.channels', {})).length} channels`,
  'selfTest.run': skip('this is it'),
  'selfTest.finish': skip('comes at the end'),
  'photos.pick': skip('a dialog needs a person'),
  'folders.pick': skip('a dialog needs a person'),
  'folders.list': async (t) => {
    const result = await t.host.call('folders.list', {});
    if (!result.ok && result.error.kind === 'unavailable') throw new SkippedCheck(result.error.message);
    return expect(result.ok, 'The folders of the home can be listed.');
  },
  'pair.sample': async (t) => {
    t.pair = await t.call('pair.sample', { size: SIDE, task: 'deblur', seed: 1 });
    return t.pair.degraded.name;
  },
  'photos.info': async (t) => {
    const { width, height } = await t.call('photos.info', { photo: t.drawn.clean.id });
    return expect(width === SIDE && height === SIDE, `${width} × ${height} pixels`);
  },
  'pair.check': async (t) => {
    const { degraded, clean } = t.drawn;
    const { verdicts } = await t.call('pair.check', { degraded: degraded.id, clean: clean.id, task: 'deblur' });
    return `${verdicts.length} verdicts`;
  },
  'pair.turned': async (t) => {
    const { degraded, clean } = t.drawn;
    const turned = await t.call('pair.turned', { degraded: clean.id, clean: degraded.id });
    return expect(turned, 'told which is which');
  },
  'pair.degradation': async (t) => {
    const read = await t.call('pair.degradation', { degraded: t.drawn.degraded.id, clean: t.drawn.clean.id });
    return expect(read !== null, `${read?.text.length ?? 0} sentences`);
  },
  'pair.burst': async (t) => {
    const { clean } = t.drawn;
    return (await t.call('pair.burst', { shots: [clean.id, clean.id], each: false })).clean.name;
  },
  'pair.align': (t) => t.refused('pair.align', { degraded: t.drawn.degraded.id, clean: t.drawn.clean.id }, 'bad-input'),
  'pair.middle': async (t) => {
    const pair = { degraded: t.drawn.degraded.id, clean: t.drawn.clean.id };
    const { clean } = await t.call('pair.middle', { ...pair, side: 64 });
    const { width, height } = await t.call('photos.info', { photo: clean.id });
    return expect(width === 64 && height === 64, `${width} × ${height} px`);
  },
  'pair.degrade': async (t) =>
    (await t.call('pair.degrade', { clean: t.drawn.clean.id, task: 'denoise' })).degraded.name,
  'pair.recipe': async (t) =>
    (await t.call('pair.recipe', { clean: t.drawn.clean.id, recipe: { iso: 3200, jpeg: 40 } })).degraded.name,
  'train.estimate': async (t) => {
    const asked = { settings: resolveSettings(LINEAR), width: SIDE, height: SIDE };
    return `${(await t.call('train.estimate', asked)).seconds.toFixed(1)} s`;
  },
  'train.start': async (t) => {
    const { degraded, clean } = t.drawn;
    const asked = { degraded: degraded.id, clean: clean.id, choices: LINEAR, name: 'self-test' };
    t.trainJob = (await t.call('train.start', { ...asked, filmstrip: true })).job;
    const { elapsedMs, model } = await t.reached(t.trainJob);
    t.model = need(model, 'The training left no model.');
    return `${(elapsedMs / 1000).toFixed(1)} s`;
  },
  'train.history': async (t) => `${(await t.call('train.history', { job: t.trainJob })).points.length} points`,
  'train.keep': (t) => t.refused('train.keep', { job: t.trainJob, epoch: 1_000 }, 'not-found', 'bad-input'),
  'train.movePreview': async (t) => {
    const { degraded, clean } = t.drawn;
    t.runningJob = (await t.call('train.start', { degraded: degraded.id, clean: clean.id, choices: LONG })).job;
    await t.started(t.runningJob);
    await t.call('train.movePreview', { job: t.runningJob, x: 10, y: 10 });
    return 'moved the preview of a running training';
  },
  'jobs.list': async (t) => {
    const jobs = await t.call('jobs.list', {});
    return expect(
      jobs.some(({ id, state }) => id === t.runningJob && state === 'running'),
      `${jobs.length} jobs`,
    );
  },
  'jobs.order': async (t) => {
    await t.call('jobs.order', { jobs: [] });
    return 'nothing to order';
  },
  'jobs.control': async (t) => {
    const job = t.runningJob;
    await t.call('jobs.control', { job, action: 'pause' });
    await t.reached(job, ['paused']);
    await t.call('jobs.control', { job, action: 'resume' });
    await t.reached(job, ['running']);
    await t.call('jobs.control', { job, action: 'cancel' });
    return `paused, resumed, ${(await t.reached(job)).state}`;
  },
  'graphics.offer': skip('only a page has a graphics processor to offer'),
  'graphics.exchange': async (t) => {
    const answer = await t.call('graphics.exchange', { session: 'none', page: 'none', part: null, last: true });
    return expect(answer === null, 'Nothing is wanted of a page that nobody called.');
  },
  'train.checkpoints': async (t) => `${(await t.call('train.checkpoints', {})).length} unfinished`,
  'train.resume': (t) => t.refused('train.resume', { checkpoint: 'none' }, 'not-found', 'bad-input'),
  'train.discard': async (t) => {
    const result = await t.host.call('train.discard', { checkpoint: 'none' });
    return expect(result.ok || result.error.kind !== 'internal', 'Nothing there to discard.');
  },
  'restore.scan': async (t) => {
    const { photos } = await t.call('restore.scan', { inputs: [t.drawn.degraded.id], recursive: false });
    return expect(photos.length === 1, `${photos.length} photo`);
  },
  'restore.estimate': async (t) => {
    const asked = { model: t.trained.id, photos: [t.drawn.degraded.id], settings: RESTORE_DEFAULTS };
    return `${(await t.call('restore.estimate', asked)).totalSeconds.toFixed(2)} s`;
  },
  'restore.domainGap': async (t) => {
    const gaps = await t.call('restore.domainGap', { model: t.trained.id, photos: [t.drawn.degraded.id] });
    return expect(gaps.length === 1, 'one photo looked at');
  },
  'restore.preview': async (t) => {
    const rect = { x: 0, y: 0, width: 48, height: 48 };
    const asked = { model: t.trained.id, photo: t.drawn.degraded.id, rect, strength: 100, quick: true };
    const { after, elapsedMs } = await t.call('restore.preview', asked);
    return expect(after.length > 0, `${Math.round(elapsedMs)} ms`);
  },
  'compare.preview': async (t) => {
    const asked = { model: t.trained.id, photo: t.drawn.degraded.id };
    const part = await t.call('compare.preview', { ...asked, rect: { x: 0, y: 0, width: 48, height: 48 } });
    const whole = await t.call('compare.preview', asked);
    return expect(whole.rect.width > part.rect.width, `${whole.rect.width} × ${whole.rect.height}`);
  },
  'restore.start': async (t) => {
    const asked = { model: t.trained.id, photos: [t.drawn.degraded.id, t.drawn.clean.id], settings: RESTORE_DEFAULTS };
    t.restoreJob = (await t.call('restore.start', asked)).job;
    const { restored } = await t.reached(t.restoreJob);
    t.restored = need(restored?.[0]?.result, 'Nothing was restored.');
    return t.restored.name;
  },
  'restore.order': async (t) => {
    const result = await t.host.call('restore.order', { job: t.restoreJob, photos: [t.drawn.degraded.id] });
    return expect(result.ok || result.error.kind !== 'internal', 'a batch that has ended stays as it is');
  },
  'restore.outcomes': async (t) =>
    `${(await t.call('restore.outcomes', { job: t.restoreJob, from: 0 })).length} outcomes`,
  'restore.report': async (t) => {
    if ((await t.call('app.info', {})).nativeDialogs) throw new SkippedCheck("opens the system's browser");
    return (await t.call('restore.report', { job: t.restoreJob })).file.name;
  },
  'results.judge': async (t) => {
    const result = need(t.restored, 'Nothing was restored.').id;
    await t.call('results.judge', { result, verdict: { flag: 'keep', stars: 3 } });
    return 'kept';
  },
  'results.verdicts': async (t) => {
    const [verdict] = await t.call('results.verdicts', { results: [need(t.restored, 'Nothing was restored.').id] });
    return expect(verdict?.stars === 3, 'The verdict is remembered.');
  },
  'compare.score': async (t) => {
    const clean = t.drawn.clean.id;
    const before = await t.call('compare.score', { restored: t.drawn.degraded.id, clean });
    const restored = need(t.restored, 'Nothing was restored.').id;
    const after = await t.call('compare.score', { restored, clean });
    const [from, to] = [decibels(before), decibels(after)];
    return expect(to > from, `PSNR ${from.toFixed(2)} → ${to.toFixed(2)} dB`);
  },
  'compare.uncertainty': async (t) => {
    const rect = { x: 0, y: 0, width: 48, height: 48 };
    const photo = need(t.restored, 'Nothing was restored.').id;
    const result = await t.host.call('compare.uncertainty', { model: t.trained.id, photo, rect });
    return expect(result.ok || result.error.kind !== 'internal', result.ok ? 'a map' : result.error.message);
  },
  'study.start': async (t) => {
    const { job } = await t.call('study.start', { study: 'sparsity', choices: {}, quick: true });
    await t.call('jobs.control', { job, action: 'cancel' });
    return `begun and ${(await t.reached(job)).state}`;
  },
  'study.list': async (t) => `${(await t.call('study.list', {})).length} kept`,
  'study.result': (t) => t.refused('study.result', { id: 'none' }, 'not-found'),
  'study.remove': async (t) => {
    const result = await t.host.call('study.remove', { id: 'none' });
    return expect(result.ok || result.error.kind !== 'internal', 'nothing there to remove');
  },
  'evaluate.start': async (t) => {
    const { clean } = t.drawn;
    const asked = { protocol: { task: 'deblur' as const }, choices: LINEAR, training: clean.id };
    const tests = [{ set: 'drawn', photo: clean.id }];
    const folder = t.host.registerFolder(t.folder).id;
    const { job } = await t.call('evaluate.start', { ...asked, tests, folder });
    await t.reached(job);
    t.runningJob = job;
    return 'one training, one picture';
  },
  'evaluate.result': async (t) =>
    `${Object.keys(await t.call('evaluate.result', { job: t.runningJob })).length} entries`,
  'models.list': async (t) => {
    const models = await t.call('models.list', {});
    return expect(
      models.some(({ id }) => id === t.trained.id),
      `${models.length} models`,
    );
  },
  'models.problems': async (t) => `${(await t.call('models.problems', {})).length} unusable`,
  'models.show': async (t) => (await t.call('models.show', { model: t.trained.id })).card.settings.method,
  'models.rename': async (t) => {
    t.model = await t.call('models.rename', { model: t.trained.id, name: 'self-test renamed' });
    return t.model.name;
  },
  'models.remark': async (t) => {
    await t.call('models.remark', { model: t.trained.id, remark: { stars: 4, note: 'self-test' } });
    return 'kept';
  },
  'models.remarks': async (t) =>
    expect((await t.call('models.remarks', {}))[t.trained.id]?.stars === 4, 'The remark is remembered.'),
  'models.file': async (t) => {
    t.modelFile = await t.call('models.file', { model: t.trained.id });
    return t.modelFile.name;
  },
  'models.export': async (t) => {
    const folder = t.host.registerFolder(t.folder).id;
    await t.call('models.export', { model: t.trained.id, folder });
    return 'written';
  },
  'models.graph': async (t) => {
    await t.call('models.graph', { model: t.trained.id, out: t.host.registerOutput(join(t.folder, 'model.onnx')) });
    return 'written';
  },
  'models.remove': async (t) => {
    await t.call('models.remove', { model: t.trained.id });
    return 'removed';
  },
  'models.import': async (t) => {
    const file = need(t.modelFile, 'There is no model file.').id;
    t.model = await t.call('models.import', { file });
    return t.model.name;
  },
  'models.discard': async (t) => {
    await t.call('models.discard', { model: t.trained.id });
    return 'gone from the library, until models.bringBack';
  },
  'models.removed': async (t) => {
    const removed = await t.call('models.removed', {});
    return expect(removed.length > 0, `${removed.length} to bring back`);
  },
};

/** Every channel once: first those with a step of their own, whose pair and model the others are asked about. */
export const CHANNEL_STEPS: [Channel, Step][] = [
  ...(Object.entries(STEPS) as [Channel, Step][]),
  ...(Object.keys(channels) as Channel[])
    .filter((channel) => !Object.hasOwn(STEPS, channel))
    .map((channel): [Channel, Step] => [channel, (tour) => plainStep(tour, channel as Plain)]),
];

async function plainStep(tour: Tour, channel: Plain): Promise<string> {
  const own: Own = {
    model: tour.trained.id,
    photo: tour.drawn.degraded.id,
    degraded: tour.drawn.degraded.id,
    clean: tour.drawn.clean.id,
  };
  const asked = Object.entries(own).filter(([name]) => name in channels[channel].args.entries);
  const answer: unknown = await tour.call(channel, Object.fromEntries(asked) as Args<Plain>);
  return Array.isArray(answer) ? `${answer.length} entries` : 'answers';
}

function expect(isSo: boolean, said: string): string {
  if (!isSo) throw new Error(`Not as expected: ${said}`);
  return said;
}

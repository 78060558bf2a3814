import type { Surroundings } from '../verb';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Args } from '@contract/channels';
import { setScores, type EvaluationRun } from '@contract/evaluate';
import { formatOfName } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { settingsOf } from '../../host/train-runner';
import { given } from '../arguments';
import { modelIdOf } from '../model-argument';
import type { Output } from '../output';
import { formatPsnr } from '../progress-line';
import { withSession, type Session } from '../session';
import { trainChoices, type TrainFlags } from '../train-choices';
import type { Run } from './plan';

export interface TestSet {
  name: string;
  photos: string[];
}

/** Each folder or photo is a set of its own, called like it. */
export async function testSets(paths: string[]): Promise<TestSet[]> {
  const sets: TestSet[] = [];
  for (const path of paths) sets.push({ name: basename(resolve(path)), photos: await photosAt(path) });
  return sets;
}

/** A photo, or the photos of a folder by name. */
async function photosAt(path: string): Promise<string[]> {
  const facts = await stat(path).catch(() => null);
  if (!facts) throw new AppError('not-found', say('batch.noSuchInput', { path }));
  if (!facts.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith('.') && formatOfName(name) !== null);
  if (names.length === 0) throw new AppError('bad-input', say('photo.noneIn', { path }));
  return names.toSorted().map((name) => join(path, name));
}

/** Refuses before anything is trained what could not be learned from. */
export async function requirePictures(runs: Run[]): Promise<void> {
  for (const run of runs) if (run.kind === 'training' && run.picture !== 'sample') await photosAt(run.picture);
}

/** Refuses before anything is trained what a later run would: settings of its method, a model that is none. */
export async function requireRunnable(
  runs: Run[],
  { protocol, training, compute }: EvaluationOptions,
  output: Output,
  surroundings: Surroundings,
): Promise<void> {
  for (const run of runs)
    if (run.kind === 'training')
      settingsOf({
        ...trainChoices({ ...training, preset: run.preset, method: run.method }, protocol.task),
        task: protocol.task,
      });
  const models = runs.flatMap((run) => (run.kind === 'model' ? run.model : []));
  if (models.length === 0) return;
  await withSession(surroundings, output, compute, async (session) => {
    for (const model of models) await session.call('models.show', { model: await modelIdOf(session, model) });
  });
}

export interface EvaluationOptions {
  sets: TestSet[];
  protocol: Args<'evaluate.start'>['protocol'];
  /** What was set by hand for every training. */
  training: TrainFlags;
  /** Side of the picture that is drawn to learn from, in pixels; absent: as `train --sample` draws it. */
  size?: number | undefined;
  /** The seed of the drawing that is learned from; absent: 0. */
  drawingSeed?: number | undefined;
  /** Where scores and models are kept; null: nowhere. */
  folder: string | null;
  compute: { threads?: string | undefined; device?: string | undefined };
}

/** One run in a process of its own, so that its peak memory is its own too. */
export async function evaluateOne(
  run: Run,
  options: EvaluationOptions,
  output: Output,
  surroundings: Surroundings,
): Promise<EvaluationRun> {
  const found = await withSession(surroundings, output, options.compute, async (session) => {
    const start = await prepare(session, run, options);
    const { id } = await session.run(() => session.call('evaluate.start', start), output);
    const result = await session.call('evaluate.result', { job: id });
    return run.kind === 'training' && run.picture === 'sample'
      ? { ...result, drawingSeed: options.drawingSeed ?? 0 }
      : result;
  });
  for (const { set, psnr, inputPsnr, ssim } of setScores(found.scores))
    output.say(`  ${set}: ${formatPsnr(psnr)}, SSIM ${ssim.toFixed(3)} (doing nothing: ${formatPsnr(inputPsnr)})`);
  return found;
}

async function prepare(
  session: Session,
  run: Run,
  { sets, protocol, training, size, drawingSeed, folder }: EvaluationOptions,
): Promise<Args<'evaluate.start'>> {
  const { host } = session;
  const tests = sets.flatMap(({ name: set, photos }) =>
    photos.map((path) => ({ set, photo: host.registerPhoto(path).id })),
  );
  const kept = host.registerFolder(folder ?? (await host.scratchFolder())).id;
  if (run.kind === 'model')
    return { protocol, choices: {}, model: await modelIdOf(session, run.model), tests, folder: kept };
  const choices = trainChoices({ ...training, preset: run.preset, method: run.method }, protocol.task);
  const picture =
    run.picture === 'sample' ? await drawSample(session, size, drawingSeed) : await session.file(run.picture);
  return { protocol, choices, training: picture, tests, folder: kept };
}

/** The drawn picture, the same one that `train --sample` learns from. */
async function drawSample({ call }: Session, size?: number, seed?: number): Promise<string> {
  const { clean } = await call('pair.sample', { task: 'deblur', ...given({ size, seed }) });
  return clean.id;
}

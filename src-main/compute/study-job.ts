import type { StudyResult } from '@contract/study';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { KeptStudy, StudyRun } from '@contract/worker-calls';
import type { Material } from '../core/evaluate/materials';
import { runStudy, type StudyFindings } from '../core/evaluate/run-study';
import type { JobToken } from '../core/job-token';
import type { ImageF32 } from '../core/image/image';
import { centredIn, wholeOf } from '../core/image/middle';
import { openRawSource } from '../codec/raw-picture';
import { engineId } from './engine-id';
import { hashOf, pictureId } from './picture-id';
import { runtime } from './runtime';
import type { Emit } from '../processes/serve';
import { APP_VERSION } from './version';

/** The id of a study's result: the same for the same request on the same pixels. */
export async function identifyStudy({ request, pair, tests }: StudyRun): Promise<string> {
  const testIds = [];
  for (const { raw } of tests) testIds.push(await pictureId(raw));
  const degradedId = pair?.degraded && (await pictureId(pair.degraded));
  return hashOf([engineId(), request, pair ? await pictureId(pair.clean) : undefined, degradedId, testIds]);
}

/** Runs a study, or goes on with what is kept of it; tells each step as it is done. Throws AppError('cancelled'). */
export async function runStudyJob(
  run: StudyRun & { kept: KeptStudy },
  token: JobToken,
  emit: Emit,
): Promise<StudyResult> {
  const { backend } = await runtime();
  const { job, request } = run;
  const { id } = run.kept;
  const pair = run.pair && (await materialOf(run.pair.name, run.pair.clean, run.pair.degraded));
  const tests = [];
  for (const { name, raw } of run.tests) tests.push(await materialOf(name, raw, null));
  const steps = new Map(Object.entries(run.kept.steps));
  const put = (key: string, value: unknown) => {
    steps.set(key, value);
    emit('study.step', { job, key, value });
    return Promise.resolve();
  };
  const startedMs = performance.now();
  const earlierMs = Number(steps.get('elapsedMs') ?? 0);
  const elapsedMs = () => Math.round(earlierMs + performance.now() - startedMs);
  const complete = (findings: StudyFindings): StudyResult => ({
    ...findings,
    id,
    elapsedMs: elapsedMs(),
    device: backend.label,
    engine: engineId(),
    versions: { onepair: APP_VERSION, tensorflow: backend.tensorflowVersion, tfjs: backend.tfjsVersion },
    updatedAt: new Date().toISOString(),
  });
  const findings = await runStudy(
    request,
    { pair, tests },
    {
      token,
      nowMs: () => performance.now(),
      kept: { get: (key) => steps.get(key), put },
      onProgress: (progress) => {
        emit('job.progress', { job, ...progress });
      },
      onResult: async (soFar) => {
        await put('elapsedMs', elapsedMs());
        emit('study.result', { job, result: complete(soFar) });
      },
    },
  );
  return complete(findings);
}

type Raw = StudyRun['tests'][number]['raw'];

/** Studies look at no more than the middle of a photo, so that a large one is never held whole. */
const MOST_SIDE_PX = 1024;

async function materialOf(name: string, clean: Raw, degraded: Raw | null): Promise<Material> {
  if (degraded && (degraded.width !== clean.width || degraded.height !== clean.height))
    throw new AppError('bad-input', say('study.oneSize'), name);
  const id = await pictureId(clean);
  return { name, id, clean: await readMiddle(clean), degraded: degraded && (await readMiddle(degraded)) };
}

async function readMiddle(raw: Raw): Promise<ImageF32> {
  const source = await openRawSource(raw);
  try {
    return await source.read(centredIn(wholeOf(raw), MOST_SIDE_PX, MOST_SIDE_PX));
  } finally {
    await source.close();
  }
}

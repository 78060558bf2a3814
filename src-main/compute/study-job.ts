import type { StudyResult } from '@contract/study';
import { AppError } from '@contract/result';
import type { StudyRun } from '@contract/worker-calls';
import { say } from '@contract/sentence';
import type { Material } from '../core/evaluate/materials';
import { runStudy, type StudyFindings } from '../core/evaluate/run-study';
import type { JobToken } from '../core/job-token';
import type { ImageF32 } from '../core/image/image';
import { centredIn, wholeOf } from '../core/image/middle';
import { openRawSource } from '../codec/raw-picture';
import { hashOf, pictureId } from './picture-id';
import { runtime } from './runtime';
import type { Emit } from '../processes/serve';
import { openSteps, saveStudy } from '../store/study-store';
import { APP_VERSION } from './version';

/** Runs a study, or goes on with it: its steps are kept as they are done. Throws AppError('cancelled'). */
export async function runStudyJob(run: StudyRun, token: JobToken, emit: Emit): Promise<StudyResult> {
  const { backend } = await runtime();
  const { job, request } = run;
  const pair = run.pair && (await materialOf(run.pair.name, run.pair.clean, run.pair.degraded));
  const tests = [];
  for (const { name, raw } of run.tests) tests.push(await materialOf(name, raw, null));
  const degradedId = run.pair?.degraded && (await pictureId(run.pair.degraded));
  const id = hashOf([APP_VERSION, request, pair?.id, degradedId, tests.map((test) => test.id)]);
  const steps = await openSteps(id);
  const startedMs = performance.now();
  const earlierMs = Number(steps.get('elapsedMs') ?? 0);
  const elapsedMs = () => Math.round(earlierMs + performance.now() - startedMs);
  const complete = (findings: StudyFindings): StudyResult => ({
    ...findings,
    id,
    elapsedMs: elapsedMs(),
    device: backend.label,
    versions: { onepair: APP_VERSION, tensorflow: backend.tensorflowVersion, tfjs: backend.tfjsVersion },
    updatedAt: new Date().toISOString(),
  });
  const keep = async (findings: StudyFindings) => {
    const result = complete(findings);
    await saveStudy(result);
    return result;
  };
  const findings = await runStudy(
    request,
    { pair, tests },
    {
      token,
      nowMs: () => performance.now(),
      kept: steps,
      onProgress: (progress) => {
        emit('study.progress', { job, study: id, ...progress });
      },
      onResult: async (soFar) => {
        await steps.put('elapsedMs', elapsedMs());
        emit('study.result', { job, result: await keep(soFar) });
      },
    },
  );
  return keep(findings);
}

type Raw = StudyRun['tests'][number]['raw'];

/** Studies look at no more than the middle of a photo, so that a large one is never held whole. */
const LOOKED_AT_PX = 1024;

async function materialOf(name: string, clean: Raw, degraded: Raw | null): Promise<Material> {
  if (degraded && (degraded.width !== clean.width || degraded.height !== clean.height))
    throw new AppError('bad-input', say('study.oneSize'), name);
  const id = await pictureId(clean);
  return { name, id, clean: await readMiddle(clean), degraded: degraded && (await readMiddle(degraded)) };
}

async function readMiddle(raw: Raw): Promise<ImageF32> {
  const source = await openRawSource(raw);
  try {
    return await source.read(centredIn(wholeOf(raw), LOOKED_AT_PX, LOOKED_AT_PX));
  } finally {
    await source.close();
  }
}

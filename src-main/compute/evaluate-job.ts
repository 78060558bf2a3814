import { join } from 'node:path';
import type { EvaluationRun, Protocol } from '@contract/evaluate';
import { AppError } from '@contract/result';
import type { EvaluateRequest } from '@contract/worker-calls';
import { say, type Sentence } from '@contract/sentence';
import { learn, type Lab } from '../core/evaluate/lab';
import { withModel } from '../core/methods/registry';
import { degradeBy, croppedToScale, noiseSeed } from '../core/evaluate/protocol';
import { scoreAll, type TestPicture } from '../core/evaluate/score-all';
import type { JobToken } from '../core/job-token';
import { makeFolder } from '../disk/atomic-write';
import { openJsonLines, type JsonLines } from '../disk/json-lines';
import { isModelFile, loadModel, saveModel, type LoadedModel } from '../store/model-file';
import { readRaw } from '../codec/raw-picture';
import { engineId } from './engine-id';
import { hashOf, imageId, pictureId } from './picture-id';
import { runtime } from './runtime';
import type { Emit } from '../processes/serve';
import { storedModel } from './stored-model';
import { APP_VERSION } from './version';

/** The part of the progress that training is: nobody knows how long restoring takes before it was trained. */
const TRAINING_SHARE = 0.7;

type Tell = (fraction: number, detail: Sentence) => void;
type Teacher = NonNullable<EvaluateRequest['training']> & { id: string };

/** What is kept of a training, beside the model itself. */
interface TrainingFacts {
  trainMs: number;
  peakMemoryBytes: number;
}

/**
 * Trains on one picture, or takes a model, and measures it on all test pictures. What was done before is found in
 * `request.folder` and not done again. Throws AppError('cancelled').
 */
export async function runEvaluation(request: EvaluateRequest, token: JobToken, emit: Emit): Promise<EvaluationRun> {
  const { backend } = await runtime();
  const { protocol, job, training } = request;
  const teacher = training && { ...training, id: await pictureId(training.raw) };
  const given = request.model === null ? null : await loadModel(request.model);
  // The luminance only decides how a restored picture is measured.
  const key = hashOf([
    engineId(),
    given?.summary.id ?? request.settings,
    { ...protocol, luminance: null },
    teacher?.id,
  ]);
  const kept = await openJsonLines(join(request.folder, `${key}.scores`));
  const tell: Tell = (fraction, detail) => {
    emit('job.progress', { job, fraction, detail });
  };
  const lab: Lab = {
    token: { next: () => untilStopped(token) },
    nowMs: () => performance.now(),
    onProgress: (fraction) => {
      tell(TRAINING_SHARE * fraction, say('job.training'));
    },
  };
  const { card, tensors } = given ?? (await trainOnce(request, teacher, join(request.folder, key), lab, kept));
  const facts = kept.get('training') as TrainingFacts | undefined;
  const pictures = await testPictures(request.tests, protocol);
  const before = given ? 0 : TRAINING_SHARE;
  // A model file knows the name of its picture, not its pixels.
  const learnedFrom = training?.name ?? card.facts.pairName;
  const taught = teacher?.id ?? pictures.find(({ name }) => name === learnedFrom)?.id ?? null;
  const scores = await withModel({ settings: card.settings, tensors }, (model) =>
    scoreAll(lab, model, pictures, protocol, {
      kept,
      trainedOn: taught,
      fingerprint: imageId,
      onScore: (done) => {
        tell(before + ((1 - before) * done) / pictures.length, say('job.pictures', { done, count: pictures.length }));
      },
    }),
  );
  const peak = (kept.get('peak') as number | undefined) ?? Math.max(peakMemoryBytes(), facts?.peakMemoryBytes ?? 0);
  // Of the process that did the work, not of one that only reads what is kept.
  if (kept.get('peak') === undefined) await kept.put('peak', peak);
  return {
    key,
    engine: engineId(),
    trainedOn: learnedFrom,
    settings: card.settings,
    protocol,
    trainMs: facts?.trainMs ?? null,
    epochs: card.facts.epochs,
    steps: card.facts.steps,
    peakMemoryBytes: peak,
    device: backend.label,
    versions: { onepair: APP_VERSION, tensorflow: backend.tensorflowVersion, tfjs: backend.tfjsVersion },
    notes: card.facts.notes,
    scores,
  };
}

/** The trained model: from its file where it was trained before. `path` lacks the extension. */
async function trainOnce(
  { settings, protocol, folder }: EvaluateRequest,
  teacher: Teacher | null,
  path: string,
  lab: Lab,
  kept: JsonLines,
): Promise<LoadedModel> {
  const file = `${path}.onepair`;
  if (kept.get('training') !== undefined) return loadModel(file);
  if (!teacher) throw new AppError('internal', say('evaluate.neither'));
  const clean = croppedToScale(await readRaw(teacher.raw), protocol.scale);
  const degraded = degradeBy(clean, protocol, noiseSeed(protocol, teacher.id, 'training'));
  const startedMs = lab.nowMs();
  const trained = await learn(lab, { clean, degraded }, settings);
  const trainMs = Math.round(lab.nowMs() - startedMs);
  await makeFolder(folder);
  const name = `${teacher.name} ${settings.task} ${settings.method} ${settings.preset}`;
  const { backend } = await runtime();
  const model = storedModel({ name, pairName: teacher.name }, trained, backend.label, []);
  await saveModel(file, model, { overwrite: isModelFile });
  await kept.put('training', { trainMs, peakMemoryBytes: peakMemoryBytes() } satisfies TrainingFacts);
  return loadModel(file);
}

async function testPictures(tests: EvaluateRequest['tests'], protocol: Protocol): Promise<TestPicture[]> {
  const pictures: TestPicture[] = [];
  for (const { set, name, raw } of tests) {
    const id = await pictureId(raw);
    const read = async () => {
      const clean = croppedToScale(await readRaw(raw), protocol.scale);
      return { clean, degraded: degradeBy(clean, protocol, noiseSeed(protocol, id)) };
    };
    pictures.push({ set, name, id, read });
  }
  return pictures;
}

/** An evaluation that is stopped goes on later: half a training is not worth measuring. */
async function untilStopped(token: JobToken): Promise<'go'> {
  if ((await token.next()) === 'stop') throw new AppError('cancelled', say('job.stoppedResumable'));
  return 'go';
}

/** The largest resident memory of this process so far. */
const peakMemoryBytes = () => process.resourceUsage().maxRSS * 1024;

import { stat } from 'node:fs/promises';
import type { TrainSettings } from '@contract/model-spec';
import type { ComputeCalls } from '@contract/worker-calls';
import { estimateRestore, estimateTraining } from '../core/training/estimate';
import { ensembleOf } from '../core/models/alignment';
import { strideFor } from '../core/models/patch-layout';
import { photoKey } from '../disk/photo-identity';
import { writeGraph } from './graph-job';
import { mapUncertainty } from './uncertainty-job';
import { runEvaluation } from './evaluate-job';
import { createJobControls } from './job-control';
import { loadModel } from '../store/model-file';
import { exchangeWithPage } from './page-worker';
import { restorePart } from './preview-job';
import { restoreEngine } from './restore-engine';
import { runRestoring } from './restore-job';
import { runtime } from './runtime';
import { runtimeInfo } from './runtime-info';
import type { Handlers } from '../processes/serve';
import { identifyStudy, runStudyJob } from './study-job';
import { movePreview, resumeTraining, runTraining } from './train-job';

const jobs = createJobControls();
/** Previews and uncertainty: over in a moment. */
const looks = createJobControls();
const previews = { preview: 0, part: 0, whole: 0 };
let restoring = '';
let uncertaintyMaps = 0;

interface PacedModel {
  key: string;
  settings: TrainSettings;
  stride: number;
  turns: number;
}
let paced: PacedModel | null = null;

/** Turns and stride of a model follow from its weights: they are read again only where another file is meant. */
async function pacedModel(path: string): Promise<PacedModel> {
  const facts = await stat(path).catch(() => null);
  const key = facts === null ? '' : photoKey(path, facts);
  if (paced !== null && paced.key === key) return paced;
  const { card, tensors } = await loadModel(path);
  const { settings } = card;
  paced = { key, settings, stride: strideFor(settings, tensors), turns: ensembleOf(settings, tensors).length };
  return paced;
}

export const computeHandlers: Handlers<ComputeCalls> = {
  'runtime.info': ({ selfTest }) => runtimeInfo(selfTest),
  'train.estimate': async ({ settings, width, height }) =>
    estimateTraining(settings, width, height, await (await runtime()).matmulGflops()),
  'train.run': (request, emit) => jobs.run(request.job, (token) => runTraining(request, token, emit)),
  'train.resume': (request, emit) => jobs.run(request.job, (token) => resumeTraining(request, token, emit)),
  'train.movePreview': async ({ job, x, y }) => {
    await movePreview(job, { x, y });
    return null;
  },
  'graphics.exchange': exchangeWithPage,
  'restore.estimate': async ({ model, photos, settings: how }) => {
    const { settings, stride, turns } = await pacedModel(model);
    const gflops = await (await restoreEngine()).speedFor(settings, jobs.busy);
    const known = { ...how, stride: how.stride ?? stride, turns };
    return photos.map(({ width, height, channels }) =>
      estimateRestore(settings, width, height, channels, gflops, known),
    );
  },
  'restore.run': (request, emit) => {
    // A preview that still becomes exact must not slow down the work that it was for.
    if (request.job !== restoring) looks.control(`preview ${previews.preview}`, 'cancel');
    restoring = request.job;
    return jobs.run(request.job, (token) => runRestoring(request, token, emit));
  },
  'restore.part': (request) => {
    // Whoever asks again does not wait for the earlier answer any more.
    const { lane = 'preview' } = request;
    looks.control(`${lane} ${previews[lane]}`, 'cancel');
    previews[lane] += 1;
    return looks.run(`${lane} ${previews[lane]}`, (token) => restorePart(request, token, jobs.busy));
  },
  'uncertainty.map': (request) => {
    looks.control(`uncertainty ${uncertaintyMaps}`, 'cancel');
    uncertaintyMaps += 1;
    return looks.run(`uncertainty ${uncertaintyMaps}`, (token) => mapUncertainty(request, token));
  },
  'model.graph': writeGraph,
  'evaluate.run': (request, emit) => jobs.run(request.job, (token) => runEvaluation(request, token, emit)),
  'study.identify': identifyStudy,
  'study.run': (run, emit) => jobs.run(run.job, (token) => runStudyJob(run, token, emit)),
  'job.control': ({ job, action }) => {
    jobs.control(job, action);
    return Promise.resolve(null);
  },
};

import type { ComputeCalls } from '@contract/worker-calls';
import { estimateRestore, estimateTraining } from '../core/training/estimate';
import { writeGraph } from './graph-job';
import { mapUncertainty } from './uncertainty-job';
import { runEvaluation } from './evaluate-job';
import { createJobControls } from './job-control';
import { readSummary } from '../store/model-file';
import { restorePart } from './preview-job';
import { restoreEngine } from './restore-engine';
import { runRestoring } from './restore-job';
import { runtime } from './runtime';
import { runtimeInfo } from './runtime-info';
import type { Handlers } from '../processes/serve';
import { identifyStudy, runStudyJob } from './study-job';
import { lookAt, resumeTraining, runTraining } from './train-job';

const jobs = createJobControls();
const looks = { preview: 0, part: 0, whole: 0 };
let restoring = '';
let doubts = 0;

export const computeHandlers: Handlers<ComputeCalls> = {
  'runtime.info': ({ selfTest }) => runtimeInfo(selfTest),
  'train.estimate': async ({ settings, width, height }) =>
    estimateTraining(settings, width, height, await (await runtime()).matmulGflops()),
  'train.run': (request, emit) => jobs.run(request.job, (token) => runTraining(request, token, emit)),
  'train.resume': (request, emit) => jobs.run(request.job, (token) => resumeTraining(request, token, emit)),
  'train.look': async ({ job, x, y }) => {
    await lookAt(job, { x, y });
    return null;
  },
  'restore.estimate': async ({ model, photos, settings: how }) => {
    const { settings } = (await readSummary(model)).card;
    const gflops = await (await restoreEngine()).speedFor(settings);
    return photos.map(({ width, height, channels }) => estimateRestore(settings, width, height, channels, gflops, how));
  },
  'restore.run': (request, emit) => {
    // A look that still becomes exact must not slow down the work that it was for.
    if (request.job !== restoring) jobs.control(`preview ${looks.preview}`, 'cancel');
    restoring = request.job;
    return jobs.run(request.job, (token) => runRestoring(request, token, emit));
  },
  'restore.part': (request) => {
    // Whoever asks again does not wait for the earlier answer any more.
    const { lane = 'preview' } = request;
    jobs.control(`${lane} ${looks[lane]}`, 'cancel');
    looks[lane] += 1;
    return jobs.run(`${lane} ${looks[lane]}`, (token) => restorePart(request, token));
  },
  'doubt.map': (request) => {
    jobs.control(`doubt ${doubts}`, 'cancel');
    doubts += 1;
    return jobs.run(`doubt ${doubts}`, (token) => mapUncertainty(request, token));
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

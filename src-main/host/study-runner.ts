import type { Args } from '@contract/channels';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { StudyRun } from '@contract/worker-calls';
import type { JobWork } from './jobs';
import type { RunningStudies } from './running-studies';
import type { AboutPhoto } from './photo-calls';
import type { HostTools } from './tools';
import { settingsOf } from './train-runner';

export interface StudyTools extends HostTools {
  runningStudies: RunningStudies;
}

/** A study as a job. One that was ended goes on where it was, when it is started again on the same pictures. */
export function newStudy(tools: StudyTools, args: Args<'study.start'>): JobWork {
  const { children, registry } = tools;
  const { pair, tests = [], ...request } = args;
  if (pair?.degraded !== undefined && tests.length > 0) throw new AppError('bad-input', say('study.realPair'));
  for (const method of request.methods ?? []) settingsOf({ ...request.choices, method });
  const clean = pair && registry.photo(pair.clean);
  const degraded = pair?.degraded === undefined ? null : registry.photo(pair.degraded);
  const others = tests.map((id) => registry.photo(id));
  return {
    kind: 'study',
    title: clean ? say('job.studyOn', { photo: clean.ref.name }) : say('job.studyOnDrawn'),
    control: (job, action) => children.compute.call('job.control', { job, action }),
    async run(job) {
      job.update({ detail: say('job.readingPictures') });
      const decode = (photo: AboutPhoto) => children.photos.call('photo.decode', { path: photo.path }, photo);
      const run: StudyRun = { job: job.id, request: withoutGaps(request), pair: null, tests: [] };
      if (clean) {
        const known = degraded && (await decode(degraded));
        run.pair = { name: clean.ref.name, clean: await decode(clean), degraded: known };
      }
      for (const photo of others) run.tests.push({ name: photo.ref.name, raw: await decode(photo) });
      try {
        job.continueOrThrow();
        const id = await children.compute.call('study.identify', run);
        job.update({ study: id });
        job.continueOrThrow();
        const result = await tools.runningStudies.keep(job.id, id, (steps) =>
          children.compute.call('study.run', { ...run, kept: { id, steps } }),
        );
        job.update({ study: result.id, detail: result.complete ? say('job.done') : say('job.stopped') });
      } finally {
        await tools.files.remove(...pathsOf(run));
      }
    },
  };
}

function pathsOf({ pair, tests }: StudyRun): string[] {
  const own = pair ? [pair.clean, ...(pair.degraded ? [pair.degraded] : [])] : [];
  return [...own, ...tests.map(({ raw }) => raw)].map(({ path }) => path);
}

function withoutGaps(request: Omit<Args<'study.start'>, 'pair' | 'tests'>): StudyRun['request'] {
  const { methods, ...rest } = request;
  return methods === undefined ? rest : { ...rest, methods };
}

import type { Args } from '@contract/channels';
import { protocolFor, type EvaluationRun, type Protocol } from '@contract/evaluate';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { EvaluateRequest } from '@contract/worker-calls';
import type { JobBoard, JobWork } from './jobs';
import { modelFile } from './model-file';
import type { ChannelHandlers } from './router';
import type { AboutPhoto } from './photo-calls';
import type { HostTools } from './tools';
import { settingsOf } from './train-runner';

type EvaluateHandlers = Pick<ChannelHandlers, Extract<keyof ChannelHandlers, `evaluate.${string}`>>;

/** Evaluations as jobs, and what they found. */
export function evaluateHandlers(parts: HostTools & { board: JobBoard }): EvaluateHandlers {
  const found = new Map<string, EvaluationRun>();
  return {
    'evaluate.start': (args) => ({ job: parts.board.add(newEvaluation(parts, args, found)) }),
    'evaluate.result': ({ job }) => {
      const run = found.get(job);
      if (!run) throw new AppError('not-found', say('evaluate.noResult'));
      return run;
    },
  };
}

/** One picture to learn from, or one model, measured on the test pictures. */
function newEvaluation(tools: HostTools, args: Args<'evaluate.start'>, found: Map<string, EvaluationRun>): JobWork {
  const { children, registry } = tools;
  const settings = settingsOf({ ...args.choices, task: args.protocol.task });
  const training = args.training === undefined ? null : registry.photo(args.training);
  const { model = null } = args;
  if ((training === null) === (model === null)) throw new AppError('bad-input', say('evaluate.pictureOrModel'));
  const given = protocolFor(args.protocol.task, defined(args.protocol));
  const protocol = { ...given, scale: given.task === 'sr' ? given.scale : 1 };
  const tests = args.tests.map(({ set, photo }) => ({ set, ...registry.photo(photo) }));
  return {
    kind: 'evaluate',
    title: say('job.evaluating', { what: training?.ref.name ?? say('job.aModel') }),
    control: (job, action) => children.compute.call('job.control', { job, action }),
    async run(job) {
      const scratch: string[] = [];
      const decode = async (photo: AboutPhoto) => {
        const raw = await children.photos.call('photo.decode', { path: photo.path }, photo);
        scratch.push(raw.path);
        return raw;
      };
      try {
        job.update({ detail: say('job.readingPictures') });
        const request: EvaluateRequest = {
          job: job.id,
          protocol,
          settings: { ...settings, scale: protocol.scale },
          model: model === null ? null : await modelFile(tools, model),
          training: training && { name: training.ref.name, raw: await decode(training) },
          tests: [],
          folder: registry.folder(args.folder),
        };
        for (const photo of tests)
          request.tests.push({ set: photo.set, name: photo.ref.name, raw: await decode(photo) });
        job.continueOrThrow();
        found.set(job.id, await children.compute.call('evaluate.run', request));
        job.update({ detail: say('job.done') });
      } finally {
        await tools.files.remove(...scratch);
      }
    },
  };
}

function defined(protocol: { [K in keyof Protocol]?: Protocol[K] | undefined }): Partial<Protocol> {
  return Object.fromEntries(Object.entries(protocol).filter(([, value]) => value !== undefined));
}

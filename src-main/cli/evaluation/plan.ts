import {
  METHODS,
  PAPER_METHODS,
  PRESETS,
  TASKS,
  type MethodName,
  type PresetName,
  type TaskName,
} from '@contract/model-spec';
import { BORDERS, LUMINANCES, type Protocol } from '@contract/evaluate';
import { choiceOf, given, numberOf } from '../arguments';
import { UsageError } from '../exit';

/** Flags that take several words: '--train a.png b.png'. */
const LISTS = ['--train', '--test', '--model', '--methods', '--preset', '--out'];

/** Repeats a list's flag before each of its words, as parseArgs wants it. */
export function spreadLists(args: string[]): string[] {
  let list: string | null = null;
  return args.flatMap((word) => {
    if (word.startsWith('--')) {
      list = LISTS.includes(word) ? word : null;
      // The flag itself comes with each word.
      return list === null ? [word] : [];
    }
    return list === null ? [word] : [list, word];
  });
}

export interface ProtocolFlags {
  task?: string | undefined;
  scale?: string | undefined;
  'blur-sigma'?: string | undefined;
  noise?: string | undefined;
  borders?: string | undefined;
  luminance?: string | undefined;
  stride?: string | undefined;
  seed?: string | undefined;
}

/** How pictures are degraded and measured, from the flags. */
export function protocolOf(flags: ProtocolFlags): { task: TaskName } & Partial<Protocol> {
  const task = choiceOf('task', flags.task, TASKS);
  if (task === undefined || task === 'custom') throw new UsageError('--task is missing: deblur, sr or denoise.');
  return {
    task,
    ...given({
      scale: numberOf('scale', flags.scale),
      blurSigma: numberOf('blur-sigma', flags['blur-sigma']),
      noise: numberOf('noise', flags.noise),
      borders: choiceOf('borders', flags.borders, BORDERS),
      luminance: choiceOf('luminance', flags.luminance, LUMINANCES),
      stride: numberOf('stride', flags.stride),
      seed: numberOf('seed', flags.seed),
    }),
  };
}

/** One training and its measurement, or one model. */
export type Run =
  { kind: 'training'; picture: string; method: MethodName; preset: PresetName } | { kind: 'model'; model: string };

export interface RunFlags {
  train?: string[] | undefined;
  model?: string[] | undefined;
  methods?: string[] | undefined;
  preset?: string[] | undefined;
}

/** Words with commas between them, each one of some. */
export const severalOf = <T extends string>(flag: string, texts: string[] | undefined, known: readonly T[]): T[] =>
  (texts ?? [])
    .flatMap((text) => text.split(','))
    .map((text) => choiceOf(flag, text.trim(), known))
    .filter((choice) => choice !== undefined);

/** Every training picture with every method and preset, then every model. */
export function runsOf(flags: RunFlags): Run[] {
  const methods = flags.methods === undefined ? [...PAPER_METHODS] : severalOf('methods', flags.methods, METHODS);
  const presets = flags.preset === undefined ? (['best'] as const) : severalOf('preset', flags.preset, PRESETS);
  const trainings = (flags.train ?? []).flatMap((picture) =>
    presets.flatMap((preset) => methods.map((method): Run => ({ kind: 'training', picture, method, preset }))),
  );
  const models = (flags.model ?? []).map((model): Run => ({ kind: 'model', model }));
  if (trainings.length + models.length === 0)
    throw new UsageError(
      '--train is missing: pictures to learn from, or "sample" for the drawn one (or --model FILE).',
    );
  return [...trainings, ...models];
}

export function nameOf(run: Run): string {
  return run.kind === 'model' ? run.model : `${run.method} ${run.preset} on ${run.picture}`;
}

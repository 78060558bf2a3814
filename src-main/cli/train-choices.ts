import {
  CHANNELS,
  INGREDIENTS,
  LIMITS,
  LOSSES,
  METHODS,
  MODES,
  PRESETS,
  presentName,
  resolveSettings,
  TASKS,
  type Ingredient,
  type Rect,
  type TrainChoices,
} from '@contract/model-spec';
import { choiceOf, given, numberOf, texts, lists } from './arguments';
import { UsageError } from './exit';

/** The flags that say what is learned, whichever method it is. */
export const LEARNING_FLAGS = {
  ...texts(
    'task',
    'preset',
    'patch',
    'columns',
    'step-rows',
    'units',
    'epochs',
    'stage-epochs',
    'lambda',
    'mode',
    'loss',
    'batch',
    'patches-per-epoch',
    'rate',
  ),
  ...lists('with', 'without'),
  ...texts('channels', 'region', 'scale', 'seed'),
} as const;

const { patch, stepRows, units, epochs, lambda, batch, patchesPerEpoch, rate, scale } = LIMITS;
const LIMITS_OF = {
  ...{ patch, columns: patch, 'step-rows': stepRows, units, epochs, lambda, batch, rate, scale },
  'patches-per-epoch': patchesPerEpoch,
};

/** Those of `train`, which takes one method. */
export const TRAIN_FLAGS = { ...texts('method'), ...LEARNING_FLAGS };

type TextFlag = Exclude<keyof typeof TRAIN_FLAGS, 'with' | 'without'>;
export type TrainFlags = { [Flag in TextFlag]?: string | undefined } & {
  with?: string[] | undefined;
  without?: string[] | undefined;
};

/** What was set by hand; `task` is the one to assume where no flag names one. */
export function trainChoices(flags: TrainFlags, task: TrainChoices['task']): TrainChoices {
  const limits: Readonly<Record<string, { min: number; max: number }>> = LIMITS_OF;
  const number = (flag: TextFlag) => numberOf(flag, flags[flag], limits[flag]);
  const choices: TrainChoices = given({
    method: choiceOf('method', flags.method, METHODS),
    preset: choiceOf('preset', flags.preset, PRESETS),
    task: choiceOf('task', flags.task, TASKS) ?? task,
    mode: choiceOf('mode', flags.mode, MODES),
    loss: choiceOf('loss', flags.loss, LOSSES),
    channels: choiceOf('channels', flags.channels, CHANNELS),
    patch: number('patch'),
    columns: number('columns'),
    stepRows: number('step-rows'),
    units: number('units'),
    epochs: number('epochs'),
    stageEpochs: stageEpochsOf(flags['stage-epochs']),
    lambda: number('lambda'),
    batch: number('batch'),
    patchesPerEpoch: number('patches-per-epoch'),
    rate: number('rate'),
    scale: number('scale'),
    seed: number('seed'),
    region: regionOf(flags.region),
  });
  return { ...choices, ...ingredientsOf(flags, choices) };
}

/** The preset's own ingredients and those of --with, but for those of --without. */
function ingredientsOf(flags: TrainFlags, choices: TrainChoices): { ingredients?: Ingredient[] } {
  if (flags.with === undefined && flags.without === undefined) return {};
  const named = (flag: 'with' | 'without') =>
    (flags[flag] ?? [])
      .flatMap((text) => text.split(','))
      .map((text) => choiceOf(flag, presentName(text.trim()), INGREDIENTS));
  const wanted = new Set([...resolveSettings(choices).ingredients, ...named('with')]);
  for (const ingredient of named('without')) wanted.delete(ingredient);
  return { ingredients: INGREDIENTS.filter((ingredient) => wanted.has(ingredient)) };
}

function stageEpochsOf(text: string | undefined): [number, number] | undefined {
  if (text === undefined) return undefined;
  const [first, second, ...more] = text.split(',').map(Number);
  const whole = (value: number | undefined): value is number => Number.isInteger(value);
  if (!whole(first) || !whole(second) || more.length > 0)
    throw new UsageError(`--stage-epochs is "${text}", not two whole numbers such as 25,80.`);
  if (first < 1 || second < 0 || first + second > epochs.max)
    throw new UsageError(
      `--stage-epochs is ${text}; the first can be 1 or more, and both together ${epochs.max} at most.`,
    );
  return [first, second];
}

function regionOf(text: string | undefined): Rect | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map(Number);
  const [x, y, width, height] = numbers;
  const whole = numbers.length === 4 && numbers.every((value) => Number.isInteger(value) && value >= 0);
  if (whole && x !== undefined && y !== undefined && width && height) return { x, y, width, height };
  throw new UsageError(`--region is "${text}", not x,y,width,height in whole pixels.`);
}

import * as v from 'valibot';
import { inEnglish } from './in-language';
import { METHODS, type MethodName } from './languages/methods';
import { METHOD_ROWS } from './methods';
import { alignmentSpecs, crispSpecs, gainSpecs, type TensorSpec } from './model-tensors';
import { say, type Sentence } from './sentence';
import {
  CROP_STEP,
  PAPER_DEGRADATION,
  settingsFields,
  type TaskName,
  type TrainChoices,
  type TrainSettings,
} from './train-settings';

export { METHODS, METHOD_ROWS, type MethodName };
export * from './train-settings';

/** The least side of patches that a convolutional discriminator can judge one by one. */
const LEAST_JUDGED = 14;

/** Which settings do not go together; null where all do. */
export function settingsConflict(
  settings: Pick<TrainSettings, 'method' | 'mode' | 'patch' | 'columns' | 'stepRows' | 'discriminator'>,
): Sentence | null {
  const { method, mode, patch, columns = patch, stepRows = 1, discriminator } = settings;
  const { modes, uses } = METHOD_ROWS[method];
  if (!modes.includes(mode)) return say('setting.mode', { method, mode, modes: modes.join(', ') });
  if (method === 'linear' && patch % 2 === 0) return say('setting.oddPatch', { patch });
  if (method === 'unet-gan' && discriminator === 'convolutional' && patch < LEAST_JUDGED)
    return say('setting.judgedPatch', { patch, least: LEAST_JUDGED });
  if ((columns !== patch && !uses.includes('columns')) || (stepRows > 1 && !uses.includes('stepRows')))
    return say('setting.squarePatch', { method });
  if (columns !== patch && discriminator === 'convolutional') return say('setting.squareJudged');
  if (stepRows > 1 && mode === 'patch2pixel') return say('setting.stepRowsPixel');
  if (patch % stepRows !== 0 || patch < 2 * stepRows) return say('setting.stepRows', { patch, stepRows });
  return mode === 'picture' && patch % CROP_STEP !== 0 ? say('setting.tilePatch', { patch }) : null;
}

export const trainSettingsSchema = v.pipe(
  // The first model files lack these two: the preset meant them.
  v.object({
    ...settingsFields.entries,
    holdOut: v.optional(settingsFields.entries.holdOut),
    restoreStride: v.optional(settingsFields.entries.restoreStride),
  }),
  v.transform(({ holdOut, restoreStride, ...settings }) => ({
    ...settings,
    holdOut: holdOut ?? METHOD_ROWS[settings.method].presets[settings.preset].holdOut,
    restoreStride: restoreStride ?? METHOD_ROWS[settings.method].stride(settings),
  })),
  v.check(
    (settings) => settingsConflict(settings) === null,
    ({ input }) => inEnglish(settingsConflict(input) ?? ''),
  ),
);
/** The methods of the paper's tables, which the studies compare. */
export const PAPER_METHODS: readonly MethodName[] = METHODS.filter((method) => METHOD_ROWS[method].inPaper);

export const DEFAULTS = { method: 'unet-gan', preset: 'best', task: 'deblur' } as const;

/** The method where none is chosen: `non-local` for noise, and for real pairs, of which nothing is known: most are noisy. */
export const defaultMethod = (task: TaskName): MethodName =>
  task === 'custom' || task === 'denoise' ? 'non-local' : DEFAULTS.method;

/** As many epochs as asked for, divided between the stages as the preset does; each stage it has keeps at least one. */
function divideEpochs(epochs: number, [first, second]: [number, number]): [number, number] {
  if (second === 0) return [epochs, 0];
  const later = Math.min(epochs - 1, Math.max(1, Math.round((epochs * second) / (first + second))));
  return [epochs - later, later];
}

/** The complete settings for what was chosen. Throws nothing: the result still has to pass `trainSettingsSchema`. */
export function resolveSettings(choices: TrainChoices): TrainSettings {
  const preset = choices.preset ?? DEFAULTS.preset;
  const task = choices.task ?? DEFAULTS.task;
  const method = choices.method ?? defaultMethod(task);
  const { presets, paperSr, custom, stride } = METHOD_ROWS[method];
  const base = {
    ...presets[preset],
    ...(preset === 'paper' && task === 'sr' ? paperSr : {}),
    ...(task === 'custom' ? custom?.[preset] : {}),
  };
  const chosen = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
  const colourful = base.channels === 'luminance' && preset !== 'paper' && (task === 'denoise' || task === 'custom');
  const [first, second] =
    choices.stageEpochs ??
    (choices.epochs === undefined ? base.stageEpochs : divideEpochs(choices.epochs, base.stageEpochs));
  const settings = {
    ...base,
    ...(colourful ? { channels: 'auto' as const } : {}),
    seed: 0,
    scale: task === 'sr' ? PAPER_DEGRADATION.scale : 1,
    ...chosen,
    stageEpochs: [first, second] as [number, number],
    epochs: first + second,
    method,
    preset,
    task,
  };
  return { ...settings, restoreStride: choices.restoreStride ?? stride(settings) };
}

/** The names, shapes and types that a model file of these settings has to hold. */
export function expectedTensors(settings: TrainSettings): TensorSpec[] {
  const { network, tensors } = METHOD_ROWS[settings.method];
  const weights = network(settings);
  return [
    ...weights,
    ...tensors(settings),
    ...alignmentSpecs(settings),
    ...gainSpecs(settings),
    ...crispSpecs(settings, weights),
  ];
}

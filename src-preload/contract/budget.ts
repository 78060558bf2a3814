import { LIMITS, resolveSettings, type PresetName, type TrainChoices, type TrainSettings } from './model-spec';

/** The stops of the dial, in seconds; 0 leaves the preset as it is. */
export const BUDGETS_S = [0, 20, 60, 300, 1200, 3600] as const;

/** The better preset is taken while the time is enough for this part of its epochs; below, the smaller network learns more. */
const WORTH = 1 / 3;
/** More epochs than this many times the preset's bring nothing. */
const MOST = 4;

export interface Fitted {
  preset: PresetName;
  epochs: number;
}

/**
 * The preset and the number of epochs that fit into a time, as this machine was measured. `estimate` answers the seconds
 * of a whole training, which grow evenly with its epochs.
 */
export async function fitToBudget(
  budgetS: number,
  choices: TrainChoices,
  estimate: (settings: TrainSettings) => Promise<number>,
): Promise<Fitted> {
  const best = await fitPreset('best', budgetS, choices, estimate);
  return best.isWorthIt ? best : fitPreset('fast', budgetS, choices, estimate);
}

/** The number of epochs of one preset that fit into a time. */
export async function fitPreset(
  preset: PresetName,
  budgetS: number,
  choices: TrainChoices,
  estimate: (settings: TrainSettings) => Promise<number>,
): Promise<Fitted & { isWorthIt: boolean }> {
  const settings = resolveSettings({ ...choices, preset });
  const stages = settings.stageEpochs[1] > 0 ? 2 : 1;
  const [least, usual] = [stages, settings.epochs];
  const shortest = await estimate(resolveSettings({ ...choices, preset, epochs: least }));
  const whole = await estimate(settings);
  const secondsPerEpoch = (whole - shortest) / Math.max(1, usual - least);
  const fitting = secondsPerEpoch > 0 ? least + Math.floor((budgetS - shortest) / secondsPerEpoch) : usual;
  const epochs = Math.max(least, Math.min(fitting, MOST * usual, LIMITS.epochs.max));
  return { preset, epochs, isWorthIt: fitting >= WORTH * usual };
}

import { LIMITS, resolveSettings, type PresetName, type TrainChoices, type TrainSettings } from './model-spec';

/** The stops of the dial, in seconds; 0 leaves the preset as it is. */
export const BUDGETS_S = [0, 20, 60, 300, 1200, 3600] as const;

/** The better preset is taken while the time is enough for this part of its epochs; below, the smaller network learns more. */
const WORTH = 1 / 3;
/** More epochs than this many times the preset's bring nothing. */
const MOST = 4;

export interface Fitted {
  preset: PresetName;
  stageEpochs: [number, number];
}

/** Both stages, where there are two. */
export const epochsInWords = ([first, second]: [number, number]) =>
  second === 0 ? String(first) : `${first} + ${second}`;

/** Answers the seconds of a whole training, which grow evenly with the epochs of each stage. */
type Estimate = (settings: TrainSettings) => Promise<number>;

/** The preset and the number of epochs that fit into a time, as this machine was measured. */
export async function fitToBudget(budgetS: number, choices: TrainChoices, estimate: Estimate): Promise<Fitted> {
  const best = await fitPreset('best', budgetS, choices, estimate);
  return best.isWorthIt ? best : fitPreset('fast', budgetS, choices, estimate);
}

/**
 * The epochs of one preset that fit into a time: at least one, at most some times the preset's. Stage 1 comes first; where too
 * little is left for stage 2, there is none: a discriminator that has hardly begun to learn spoils what it judges.
 */
export async function fitPreset(
  preset: PresetName,
  budgetS: number,
  choices: TrainChoices,
  estimate: Estimate,
): Promise<Fitted & { isWorthIt: boolean }> {
  const usual = resolveSettings({ ...choices, preset }).stageEpochs;
  const seconds = (stageEpochs: [number, number]) => estimate(resolveSettings({ ...choices, preset, stageEpochs }));
  const [one, two, whole] = [await seconds([1, 0]), await seconds([2, 0]), await seconds(usual)];
  const [first, start] = [two - one, one - (two - one)];
  const second = usual[1] === 0 ? 0 : (whole - start - first * usual[0]) / usual[1];
  const times = fitting(budgetS - start, first * usual[0] + second * usual[1]);
  const isWorthIt = times >= WORTH;
  if (usual[1] === 0 || times >= 1) return { preset, stageEpochs: scaled(usual, times), isWorthIt };
  const later = Math.floor(fitting(budgetS - start - first * usual[0], second));
  if (later >= WORTH * usual[1]) return { preset, stageEpochs: [usual[0], later], isWorthIt };
  const alone = fitting(budgetS - start, first * usual[0]);
  return { preset, stageEpochs: [scaled([usual[0], 0], alone)[0], 0], isWorthIt };
}

/** How often something goes into a time; once where it takes none. */
const fitting = (time: number, length: number) => (length > 0 ? Math.max(0, time / length) : 1);

function scaled([first, second]: [number, number], times: number): [number, number] {
  const most = Math.min(MOST, times, LIMITS.epochs.max / (first + second));
  const of = (epochs: number) => (epochs === 0 ? 0 : Math.max(1, Math.floor(most * epochs)));
  return [of(first), of(second)];
}

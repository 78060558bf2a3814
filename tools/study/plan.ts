import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  PAPER_METHODS,
  resolveSettings,
  type Ingredient,
  type MethodName,
  type PresetName,
} from '@contract/model-spec';
import { STUDIES, type StudyName, type StudyRequest } from '@contract/study';

/** What the study does, as data: what is trained on which picture, and which experiments are made. */

/** A picture by name ('train/lena.png' of the image folders), or one that is drawn. */
type Picture = string;
const DRAWN: Picture = 'sample';

export interface Training {
  task: 'deblur' | 'sr' | 'denoise';
  method: MethodName;
  preset: PresetName;
  picture: Picture;
  /** Pixels between patches when restoring, where it is not the preset's own. */
  stride?: number;
}

/** Preset best of one method with one of its ingredients left out, or with all of them. */
export interface Ablation {
  method: MethodName;
  /** Fewer than the preset's: differences show early. */
  epochs: number;
  without: Ingredient | null;
}

/** Ablations are measured on so many of the tuning pictures. */
export const ABLATION_PICTURES = 4;

export interface Experiment {
  name: string;
  request: StudyRequest;
  /** Learned from; null: drawn. */
  picture: Picture | null;
  tests: Picture[];
}

export interface StudyPlan {
  trainings: Training[];
  ablations: Ablation[];
  experiments: Experiment[];
  /** The folders of pictures that are measured on; none: pictures are drawn. */
  sets: string[];
  /** Those that settings are tuned and ablations measured on. */
  tuningSets: string[];
}

/** What --only chooses by, and the page calls what was left out. */
export const nameOf = {
  training: ({ task, method, preset, picture }: Training) => `${task}: ${method} ${preset} on ${picture}`,
  ablation: ({ method, without }: Ablation) =>
    `ablation: ${method} ${without === null ? 'whole' : `without ${without}`}`,
  experiment: ({ name }: Experiment) => `experiment: ${name}`,
};

/** The image folders of the paper's tables, below the data folder. */
const SETS = ['set11', 'bsd'];
const TUNING_SETS = ['tune'];
/** The paper's own training pictures. */
const NATURAL = ['train/lena.png', 'train/peppers.png', 'train/boats.png', 'set11/starfish.png', 'set11/butterfly.png'];
const TASKS = ['deblur', 'sr'] as const;

/** Preset paper moves its patches pixel by pixel, which is most of a full study's time: those of the RNNs moved further. */
export const patchesApart = (stride: number, training: Training): Training =>
  training.preset === 'paper' && training.method.startsWith('rnn') ? { ...training, stride } : training;

/** Everything the paper shows; `quick`: preset fast, one training picture, small experiments. */
export function planStudy(quick: boolean, data: string | null): StudyPlan {
  const there = (picture: Picture) => data !== null && existsSync(join(data, picture));
  const folders = (names: string[]) => (data === null ? [] : names.filter(there).map((name) => join(data, name)));
  return {
    trainings: quick ? quickTrainings() : fullTrainings(there),
    ablations: ablations(quick),
    experiments: experiments(quick, there),
    sets: folders(SETS),
    tuningSets: folders(TUNING_SETS),
  };
}

/**
 * Every ingredient of preset best, left out alone; of the RNN-GAN's only what the RNN does without. The quick form's trainings
 * show only what shows at once.
 */
function ablations(quick: boolean): Ablation[] {
  const best = (method: MethodName) => resolveSettings({ method, preset: 'best' });
  const leaveOut = (method: MethodName, epochs: number, ingredients = best(method).ingredients): Ablation[] =>
    [null, ...ingredients].map((without) => ({ method, without, epochs }));
  const ofGanAlone = best('rnn-gan').ingredients.filter((name) => !best('rnn').ingredients.includes(name));
  return [
    ...leaveOut('rnn', quick ? 4 : 8),
    // A gain is asked for by a model that is fully trained.
    ...leaveOut('rnn-gan', quick ? 4 : best('rnn-gan').epochs, ofGanAlone),
    ...leaveOut('unet-gan', quick ? 2 : 4),
  ];
}

const each = (task: Training['task'], preset: PresetName, picture: Picture): Training[] =>
  PAPER_METHODS.map((method) => ({ task, method, preset, picture }));

const quickTrainings = () => TASKS.flatMap((task) => each(task, 'fast', DRAWN));

/**
 * Every preset on the drawn picture; preset paper on the paper's own pictures too (Peppers for the RNN, Lena for the GANs),
 * and how much the picture matters, on preset fast.
 */
function fullTrainings(there: (picture: Picture) => boolean): Training[] {
  const natural = NATURAL.filter(there);
  const own = (task: Training['task']) =>
    PAPER_METHODS.map((method): Training => {
      const picture = method.endsWith('gan') ? 'train/lena.png' : 'train/peppers.png';
      return { task, method, preset: 'paper', picture };
    }).filter(({ picture }) => there(picture));
  return [
    ...TASKS.flatMap((task) => [
      ...each(task, 'paper', DRAWN),
      ...each(task, 'best', DRAWN),
      ...each(task, 'fast', DRAWN),
      ...natural.flatMap((picture) => each(task, 'fast', picture)),
      ...own(task),
    ]),
    ...each('denoise', 'fast', DRAWN),
    ...each('denoise', 'best', DRAWN),
  ];
}

/** Figs. 7–9, Sec. 6 and the sparsity of Sec. 4, on the paper's pictures where they are there. */
function experiments(quick: boolean, there: (picture: Picture) => boolean): Experiment[] {
  const preset: PresetName = quick ? 'fast' : 'paper';
  const make = (study: StudyName, picture: Picture, tests: Picture[], choices: StudyRequest['choices'] = {}) => ({
    name: study,
    request: { study, quick, choices: { preset, task: 'deblur' as const, ...choices } },
    picture: there(picture) ? picture : null,
    tests: there(picture) ? tests.filter(there) : [],
  });
  const others = ['butterfly', 'flower', 'girl', 'hat', 'leaves', 'parrots', 'parthenon', 'plants', 'raccoon'];
  const set11 = others.slice(0, quick ? 2 : others.length).map((name) => `set11/${name}.png`);
  const own: Partial<Record<StudyName, Experiment>> = {
    noise: make('noise', 'train/boats.png', ['set11/starfish.png']),
    patches: make('patches', 'set11/starfish.png', set11),
    // The paper's three training pictures are compared, not its longest training.
    pictures: make('pictures', 'train/lena.png', set11, { preset: 'fast' }),
    blur: make('blur', 'train/boats.png', ['train/lena.png'].filter(there)),
  };
  // The scores are the tables.
  return STUDIES.filter((study) => study !== 'scores').map(
    (study) => own[study] ?? make(study, 'train/peppers.png', set11),
  );
}

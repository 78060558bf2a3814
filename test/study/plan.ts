import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { METHODS, type MethodName, type PresetName } from '@contract/model-spec';
import type { StudyName, StudyRequest } from '@contract/study';

/** What the study does, as data: what is trained on which picture, and which experiments are made. */

/** A picture by name ('train/lena.png' of the image folders), or one that is drawn. */
export type Picture = string;
export const DRAWN: Picture = 'sample';

export interface Training {
  task: 'deblur' | 'sr' | 'denoise';
  method: MethodName;
  preset: PresetName;
  picture: Picture;
}

export interface Experiment {
  name: string;
  request: StudyRequest;
  /** Learned from; null: drawn. */
  picture: Picture | null;
  tests: Picture[];
}

export interface StudyPlan {
  trainings: Training[];
  experiments: Experiment[];
  /** The folders of pictures that are measured on; none: pictures are drawn. */
  sets: string[];
}

/** The image folders of the paper's tables, below the data folder. */
const SETS = ['set11', 'bsd'];
/** Settings of an own photo's size and noise are tuned elsewhere: these are the paper's own training pictures. */
const NATURAL = ['train/lena.png', 'train/peppers.png', 'train/boats.png', 'set11/starfish.png', 'set11/butterfly.png'];
const TASKS = ['deblur', 'sr'] as const;

/** Everything the paper shows; `quick`: preset fast, one training picture, small experiments. */
export function planStudy(quick: boolean, data: string | null): StudyPlan {
  const there = (picture: Picture) => data !== null && existsSync(join(data, picture));
  return {
    trainings: quick ? quickTrainings() : fullTrainings(there),
    experiments: experiments(quick, there),
    sets: data === null ? [] : SETS.map((set) => join(data, set)).filter((set) => existsSync(set)),
  };
}

const each = (task: Training['task'], preset: PresetName, picture: Picture): Training[] =>
  METHODS.map((method) => ({ task, method, preset, picture }));

const quickTrainings = () => TASKS.flatMap((task) => each(task, 'fast', DRAWN));

/** Preset paper learns from the paper's own pictures where they are there: Peppers for the RNN, Lena for the GANs. */
function fullTrainings(there: (picture: Picture) => boolean): Training[] {
  const natural = NATURAL.filter(there);
  const own = (method: MethodName): Picture => {
    const picture = method.endsWith('gan') ? 'train/lena.png' : 'train/peppers.png';
    return there(picture) ? picture : DRAWN;
  };
  const paper = (task: Training['task']) =>
    METHODS.map((method): Training => ({ task, method, preset: 'paper', picture: own(method) }));
  return [
    ...TASKS.flatMap((task) => [
      ...each(task, 'fast', DRAWN),
      ...natural.flatMap((picture) => each(task, 'fast', picture)),
      ...each(task, 'best', DRAWN),
      ...paper(task),
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
  return [
    make('noise', 'train/boats.png', ['set11/starfish.png']),
    make('patches', 'set11/starfish.png', set11),
    // The paper's three training pictures are compared, not its longest training.
    make('pictures', 'train/lena.png', set11, { preset: 'fast' }),
    make('blur', 'train/boats.png', ['train/lena.png'].filter(there)),
    make('sparsity', 'train/peppers.png', set11),
  ];
}

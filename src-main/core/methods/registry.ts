import { METHODS, type MethodName, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { alignmentFromTensors, ensembleOf, filteredEvenly, withShift, withTurns } from '../models/alignment';
import { atCrisp } from '../models/crisp';
import { withGain } from '../models/gain';
import { type Method, type OpenModel } from '../models/method';
import { noSymmetries } from '../patches/symmetry';
import { usesAlignment } from '@contract/model-tensors';

const modules = import.meta.glob<Method>(['./*.ts', '!./registry.ts'], { eager: true, import: 'method' });

function methodNamed(name: MethodName): Method {
  const method = modules[`./${name}.ts`];
  if (!method) throw new Error(`There is no file core/methods/${name}.ts.`);
  return method;
}

/** Every method there is: what `NAME.ts` beside this exports. It is trained, saved, restored with and tested. */
export const methods = Object.fromEntries(METHODS.map((name) => [name, methodNamed(name)])) as Record<
  MethodName,
  Method
>;

export interface OpenOptions {
  /** False leaves its own averaging of mirror images out. */
  selfEnsemble?: boolean;
  /** 0 (faithful) to 100 (crisp), where the model has both ends; absent: 0. */
  crisp?: number;
}

/** Builds the architecture that the settings name and gives it the tensors. Dispose the result. */
export function openModel(settings: TrainSettings, tensors: NamedArray[], options: OpenOptions = {}): OpenModel {
  const turns = turnsOf(settings, tensors, options);
  const resolved = resolvedTensors(tensors, turns, options);
  return completed(withTurns(methods[settings.method].open(settings, resolved), turns), tensors);
}

/** Opens a model, hands it to `use`, and frees it whatever happens. */
export async function withModel<T>(
  { settings, tensors }: { settings: TrainSettings; tensors: NamedArray[] },
  use: (model: OpenModel) => Promise<T>,
): Promise<T> {
  const model = openModel(settings, tensors);
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

/** The symmetries under which a model opened like this restores. */
export function turnsOf(settings: TrainSettings, tensors: NamedArray[], { selfEnsemble = true }: OpenOptions) {
  return selfEnsemble ? ensembleOf(settings, tensors) : noSymmetries();
}

/** The weights that a model opened like this restores with. */
export function resolvedTensors(tensors: NamedArray[], turns: readonly number[], { crisp = 0 }: OpenOptions) {
  return filteredEvenly(atCrisp(tensors, crisp), turns);
}

/** A method's own model, turns and all, with what the settings put around every method: the gain, and the displacement. */
export function completed(opened: OpenModel, tensors: NamedArray[]): OpenModel {
  const model = withGain(opened, tensors);
  return usesAlignment(opened.settings) ? withShift(model, alignmentFromTensors(tensors)) : model;
}

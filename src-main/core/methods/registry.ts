import { METHODS, type MethodName, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { alignmentFromTensors, ensembleOf, withAlignment } from '../models/alignment';
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
  const opened = methods[settings.method].open(settings, atCrisp(tensors, options.crisp ?? 0));
  return completed(opened, tensors, options);
}

/** A method's own model with what the settings put around every method: the gain, and the averaging of mirror images. */
export function completed(opened: OpenModel, tensors: NamedArray[], { selfEnsemble = true }: OpenOptions): OpenModel {
  const { settings } = opened;
  const model = withGain(opened, tensors);
  if (!usesAlignment(settings)) return model;
  return withAlignment(
    model,
    alignmentFromTensors(tensors),
    selfEnsemble ? ensembleOf(settings, tensors) : noSymmetries(),
  );
}

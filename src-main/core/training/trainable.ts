import { METHODS, type MethodName } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { Method } from '../models/method';
import { methods } from '../methods/registry';
import { tf } from '../tf';

/** The methods whose gradients this runtime cannot calculate. */
export function methodsNotTrainable(): MethodName[] {
  return METHODS.filter((name) => !hasKernels(methods[name]));
}

/** Not every runtime can train every method. Throws AppError('unavailable'). */
export function requireKernels(method: MethodName): void {
  if (hasKernels(methods[method])) return;
  throw new AppError('unavailable', say('training.noGradients', { method }));
}

function hasKernels({ trainingKernels }: Method): boolean {
  const here = new Set(tf.getKernelsForBackend(tf.getBackend()).map(({ kernelName }) => kernelName));
  return trainingKernels.every((kernel) => here.has(kernel));
}

import type { Args } from '@contract/channels';
import { TASKS } from '@contract/model-spec';
import { choiceOf, given, numberOf } from './arguments';

interface DegradeFlags {
  task?: string | undefined;
  scale?: string | undefined;
  'blur-sigma'?: string | undefined;
  noise?: string | undefined;
  seed?: string | undefined;
}

/** How a clean picture is degraded, from the flags. The limits are those of the contract. */
export function degradationOf(flags: DegradeFlags): Omit<Args<'pair.degrade'>, 'clean'> {
  return {
    task: choiceOf('task', flags.task, TASKS) ?? 'deblur',
    ...given({
      scale: numberOf('scale', flags.scale),
      blurSigma: numberOf('blur-sigma', flags['blur-sigma']),
      noise: numberOf('noise', flags.noise),
      seed: numberOf('seed', flags.seed),
    }),
  };
}

export const DEGRADE_USAGE = '--task deblur|sr|denoise [--scale 3] [--blur-sigma 1.6] [--noise 1.414] [--seed 0]';

import type { Args } from '@contract/channels';
import { PAPER_DEGRADATION, TASKS } from '@contract/model-spec';
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

const { blurSigma, noise, scale } = PAPER_DEGRADATION;
/** The flags with the values that hold where they are not given. */
export const DEGRADATION_FLAGS = `[--blur-sigma ${blurSigma}] [--noise ${noise.toFixed(3)}] [--scale ${scale}] [--seed 0]`;
export const DEGRADE_USAGE = `--task deblur|sr|denoise ${DEGRADATION_FLAGS}`;

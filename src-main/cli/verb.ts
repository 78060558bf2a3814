import type { Output } from './output';
import type { Surroundings } from './main';

/** One command. */
export interface Verb {
  /** 'onepair compare RESTORED CLEAN' and its flags, for people. */
  usage: string;
  /** Answers the exit code. Throws UsageError, AppError or Interrupted. */
  run(args: string[], output: Output, surroundings: Surroundings): Promise<number>;
}

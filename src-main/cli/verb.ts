import type { StartChild } from '../processes/carrier';
import type { Output } from './output';

export interface Surroundings {
  carrier: StartChild;
  /** The folder of package.json. */
  root: string;
}

/** One command. */
export interface Verb {
  /** What it does, in half a line. */
  summary: string;
  /** 'onepair compare RESTORED CLEAN' and its flags, for people. */
  usage: string;
  /** What its first word can be, where that is one of a few. */
  words?: readonly string[];
  /** Returns the exit code. Throws UsageError, AppError or Interrupted. */
  run(args: string[], output: Output, surroundings: Surroundings): Promise<number>;
}

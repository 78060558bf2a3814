import type { Verb } from './verb';
import { burst } from './verbs/burst';
import { compare } from './verbs/compare';
import { degrade } from './verbs/degrade';
import { demo } from './verbs/demo';
import { doctor } from './verbs/doctor';
import { evaluate } from './verbs/evaluate';
import { models } from './verbs/models';
import { prepare } from './verbs/prepare';
import { recipe } from './verbs/recipe';
import { restore } from './verbs/restore';
import { samplePair } from './verbs/sample-pair';
import { selfTest } from './verbs/self-test';
import { study } from './verbs/study';
import { watch } from './verbs/watch';
import { train } from './verbs/train';

/** Every command there is. */
export const verbs: ReadonlyMap<string, Verb> = new Map([
  ['demo', demo],
  ['doctor', doctor],
  ['self-test', selfTest],
  ['degrade', degrade],
  ['sample-pair', samplePair],
  ['recipe', recipe],
  ['prepare', prepare],
  ['burst', burst],
  ['train', train],
  ['restore', restore],
  ['watch', watch],
  ['compare', compare],
  ['evaluate', evaluate],
  ['study', study],
  ['models', models],
]);

export const USAGE = `Onepair learns to restore photos from one pair of pictures, on this machine.

${[...verbs.values()].map(({ usage }) => usage.split('\n', 1)[0] ?? '').join('\n')}

Every command takes --json (one JSON object per line, the last says "done") and --help, which explains each flag; onepair --version says which one this is.
onepair completion bash|zsh|fish writes a script that completes commands and flags.
Exit codes: 0 done, 1 some photos failed, 2 wrong usage or nothing could be done, 130 cancelled.
`;

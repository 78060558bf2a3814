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

/** What stands beside the commands. */
const BESIDE = {
  completion: 'writes a script that completes commands, flags and their values: completion bash, zsh or fish',
  version: 'which Onepair this is; also --version',
  help: 'this text, or with a command its flags: help train',
};
export const WORDS = Object.keys(BESIDE);

const summaries = [...[...verbs].map(([name, { summary }]) => [name, summary] as const), ...Object.entries(BESIDE)];
const widest = Math.max(...summaries.map(([name]) => name.length));

export const USAGE = `Onepair learns to restore photos from one pair of pictures, on this machine.

Usage: onepair COMMAND

${summaries.map(([name, summary]) => `  ${name.padEnd(widest)}  ${summary}`).join('\n')}

onepair COMMAND --help explains a command and each of its flags. Each takes --json: one JSON object a line, the last says "done".
Exit codes: 0 done, 1 some photos failed, 2 wrong usage or nothing could be done, 130 cancelled.
`;

import { toFailure, failureOf } from '@contract/result';
import { say } from '@contract/sentence';
import { version } from '../../package.json';
import { completionScript, type KnownVerb } from './completion';
import { EXIT, HelpAsked, Interrupted, UsageError } from './exit';
import { flagLines, inFlags } from './flag-help';
import { meantBy } from './nearest';
import { createOutput } from './output';
import type { Surroundings } from './verb';
import { USAGE, verbs, WORDS } from './verbs';

const VERSION_WORDS = ['--version', '-v', '-V', 'version'];

/** Runs one command; returns the exit code. Whatever goes wrong is one sentence. */
export async function runCommandLine(args: string[], surroundings: Surroundings): Promise<number> {
  const [name, ...rest] = args;
  const [asked] = rest;
  if (name === 'help' && asked !== undefined && verbs.has(asked))
    return runCommandLine([asked, '--help'], surroundings);
  const output = createOutput(rest.includes('--json'));
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(USAGE);
    return name === undefined ? EXIT.nothingDone : EXIT.done;
  }
  if (VERSION_WORDS.includes(name)) {
    process.stdout.write(`${version}\n`);
    return EXIT.done;
  }
  if (name === 'completion') {
    try {
      process.stdout.write(completionScript(asked, await knownVerbs(surroundings), WORDS));
      return EXIT.done;
    } catch (error) {
      output.fail(toFailure(error));
      return EXIT.nothingDone;
    }
  }
  const verb = verbs.get(name);
  try {
    if (!verb) throw new UsageError(noSuchCommand(name));
    const code = await verb.run(rest, output, surroundings);
    output.done(code);
    return code;
  } catch (error) {
    if (error instanceof HelpAsked && verb) {
      process.stdout.write(
        `${name}: ${verb.summary}.\n\nUsage: ${verb.usage}\n\n${flagLines(name, [...error.flags, 'help'])}\n`,
      );
      return EXIT.done;
    }
    const code = error instanceof Interrupted ? EXIT.cancelled : EXIT.nothingDone;
    if (error instanceof UsageError) output.fail(failureOf('bad-input', say('plain', { text: error.message })));
    else
      output.fail(
        error instanceof Interrupted ? failureOf('cancelled', say('job.cancelled')) : inFlags(toFailure(error)),
      );
    if (error instanceof UsageError && verb) output.say(`Usage: ${verb.usage}`);
    output.done(code);
    return code;
  }
}

/** What each command says it takes. */
async function knownVerbs(surroundings: Surroundings): Promise<KnownVerb[]> {
  const known: KnownVerb[] = [];
  for (const [name, verb] of verbs) {
    const asked = verb.run(['--help'], createOutput(false), surroundings);
    const found = await asked.then(
      () => [],
      (error: unknown) => (error instanceof HelpAsked ? error.flags : []),
    );
    known.push({ name, flags: found, words: verb.words ?? [], usage: verb.usage });
  }
  return known;
}

function noSuchCommand(name: string): string {
  const known = [...verbs.keys(), ...WORDS];
  return `There is no command "${name}".${meantBy(name, known)} The commands are ${known.join(', ')}.`;
}

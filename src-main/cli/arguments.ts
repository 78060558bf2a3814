import { parseArgs, type ParseArgsConfig } from 'node:util';
import { HelpAsked, UsageError } from './exit';
import { meantBy, nearest } from './nearest';

type Options = NonNullable<ParseArgsConfig['options']>;

type Word = { type: 'string' };

/** Flags that take a word each. */
export const texts = <const Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, { type: 'string' }])) as Record<Name, Word>;

/** Flags that may be given several times. */
export const lists = <const Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, { type: 'string', multiple: true }])) as Record<
    Name,
    Word & { multiple: true }
  >;

/** Flags that more than one command takes. */
const COMMON = { json: { type: 'boolean' } } as const satisfies Options;
export const COMPUTE = texts('threads', 'device', 'engine', 'developer');
/** What is done to a real pair before it is learned from. */
export const AS_IS = { 'as-is': { type: 'string' }, swap: { type: 'boolean' } } as const satisfies Options;
export const DEGRADE = texts('task', 'scale', 'blur-sigma', 'noise', 'seed');

/** Flags and the words between them. Throws UsageError for flags that the command does not have, HelpAsked for --help. */
export function readArguments<const O extends Options>(args: string[], options: O) {
  const flags = Object.keys({ ...options, ...COMMON });
  if (args.includes('--help') || args.includes('-h')) throw new HelpAsked(flags);
  try {
    return parseArgs({ args, options: { ...COMMON, ...options }, allowPositionals: true, strict: true });
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/\. To specify a positional.*/s, '.') : '';
    // Node's words for a value that looks like a flag are for programmers.
    const bare = /^Option '(?:-\w, )?--(\S+)[^']*' argument (?:is ambiguous|missing)/.exec(said)?.[1];
    if (bare !== undefined)
      throw new UsageError(`--${bare} needs a value; one that begins with - is written --${bare}=-1.`);
    const unknown = /^Unknown option '--?([^']+)'/.exec(said)?.[1];
    const meant = unknown === undefined ? null : nearest(unknown, flags);
    throw new UsageError(meant === null ? said : `${said.replace(/\.$/, '')}. Did you mean "--${meant}"?`);
  }
}

/** The words that a command needs, by name; throws UsageError for missing and for surplus ones. */
export function words<const Names extends readonly string[]>(
  positionals: string[],
  ...names: Names
): { [Index in keyof Names]: string } {
  const missing = names.slice(positionals.length);
  if (missing.length > 0)
    throw new UsageError(`${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`);
  if (positionals.length > names.length) throw new UsageError(`"${positionals[names.length] ?? ''}" was not expected.`);
  return positionals as { [Index in keyof Names]: string };
}

/** A flag as a number; undefined where it was not given. */
export function numberOf(
  flag: string,
  text: string | undefined,
  limit?: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${flag} is "${text}", not a number.`);
  if (limit && (value < limit.min || value > limit.max))
    throw new UsageError(`--${flag} is ${text}; it can be ${limit.min} to ${limit.max}.`);
  return value;
}

/** A flag as one of some words; undefined where it was not given. */
export function choiceOf<T extends string>(flag: string, text: string | undefined, known: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = known.find((choice) => choice === text);
  if (found !== undefined) return found;
  // Of short words many are near: gpu is not meant as cpu.
  const ask = meantBy(
    text,
    known.filter(({ length }) => length > 3),
    1,
  );
  throw new UsageError(`--${flag} is "${text}", not one of ${known.join(', ')}.${ask}`);
}

/** The entries that were given. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

import type { GetICUArgs } from '@schummar/icu-type-parser';
import type { en } from './languages/en';

/**
 * What Onepair says to people, as data: which sentence of the catalogues (`languages/`), and what is put into it. It is
 * worded where it is shown, by `inLanguage`; nothing reads a sentence back. `say` makes one.
 */
export interface Sentence {
  readonly id: SentenceId;
  readonly args?: Readonly<Record<string, Phrase | number>>;
}

/** What stands in a sentence: a name, which nothing translates; another sentence; or several, listed. */
export type Phrase = string | Sentence | readonly (string | Sentence)[];

type Catalogue = typeof en;

/** 'unit.pixels' for `{ unit: { pixels: … } }`. */
type Paths<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Paths<T[K], `${Before}${K}.`>;
}[keyof T & string];

type MessageAt<Id extends string, T = Catalogue> = Id extends keyof T
  ? T[Id]
  : Id extends `${infer Key}.${infer Rest}`
    ? Key extends keyof T
      ? MessageAt<Rest, T[Key]>
      : never
    : never;

export type SentenceId = Paths<Catalogue>;

/** The arguments that a message takes: `{file}` a phrase, `{count, number}` and `{count, plural, …}` a number. */
type ArgumentsOf<Message> = Message extends string
  ? GetICUArgs<Message, { ICUArgument: Phrase; ICUNumberArgument: number; ICUDateArgument: number }>
  : never;

type ArgumentsAt<Id extends SentenceId> = ArgumentsOf<MessageAt<Id>>;

/** say('unit.pixels', { width: 512, height: 384 }); an id that is not there or a missing argument does not compile. */
export function say<const Id extends SentenceId>(
  id: Id,
  ...[args]: keyof ArgumentsAt<Id> extends never ? [] : [args: ArgumentsAt<Id>]
): Sentence {
  return args === undefined ? { id } : { id, args: args };
}

/** Whole sentences, one after the other. */
export const inTurn = (sentences: readonly Sentence[]): Sentence =>
  sentences.reduce((first, second) => say('inTurn', { first, second }));

/** The keys that a language has to fill. */
export type Translation<T = Catalogue> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
};

/** A language whose messages all take the arguments of the English ones, and no key too many. */
export type SameArguments<Theirs, Ours = Catalogue> = {
  readonly [K in keyof Theirs]: K extends keyof Ours
    ? Ours[K] extends string
      ? keyof ArgumentsOf<Theirs[K]> extends keyof ArgumentsOf<Ours[K]>
        ? keyof ArgumentsOf<Ours[K]> extends keyof ArgumentsOf<Theirs[K]>
          ? string
          : { missing: Exclude<keyof ArgumentsOf<Ours[K]>, keyof ArgumentsOf<Theirs[K]>> }
        : { unknown: Exclude<keyof ArgumentsOf<Theirs[K]>, keyof ArgumentsOf<Ours[K]>> }
      : SameArguments<Theirs[K], Ours[K]>
    : never;
};

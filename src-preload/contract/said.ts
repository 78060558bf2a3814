import { isKnown } from './languages';
import * as v from 'valibot';
import { inEnglish } from './in-language';
import type { Sentence } from './sentence';

/** A sentence, or somebody's own words: a name, a text of the system, what an older Onepair wrote. */
export type Said = Sentence | string;

/** Whether a value is a sentence, by its shape. */
export const isSentence = (value: unknown): value is Sentence =>
  typeof value === 'object' && value !== null && 'id' in value && isKnown(String(value.id)) && isWordable(value);

/** Whether a value from a file can be worded: an unknown id can, by itself; arguments that do not fit cannot. */
function isWordable(value: unknown): value is Sentence {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return false;
  try {
    inEnglish(value as Sentence);
    return true;
  } catch {
    return false;
  }
}

/** A sentence of this version. */
export const sentenceSchema = v.custom<Sentence>(isSentence);

/** Sentences in files that outlive this version. */
export const saidSchema = v.union([v.string(), v.custom<Sentence>(isWordable)]);

/** For JSON.stringify: programs read sentences in English. */
export const inWords = (_key: string, value: unknown): unknown => (isSentence(value) ? inEnglish(value) : value);

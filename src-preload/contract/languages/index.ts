import type { SameArguments } from '@contract/sentence';
import { de } from './de';
import { en } from './en';
import { fr } from './fr';

/** A further language is one file here, one line in this table, and the words of each method (methods.ts). */
const catalogues = {
  en,
  de: de satisfies SameArguments<typeof de>,
  fr: fr satisfies SameArguments<typeof fr>,
} as const;

export type Language = keyof typeof catalogues;
export const LANGUAGES = Object.keys(catalogues) as [Language, ...Language[]];

/** Whether `id` names a sentence, such as one in a file that another version of Onepair wrote. */
export const isKnown = (id: string): boolean => messageOf('en', id) !== undefined;

/** The message of an id ('unit.pixels') in ICU MessageFormat; undefined where there is none. */
export function messageOf(language: Language, id: string): string | undefined {
  let at: unknown = catalogues[language];
  for (const key of id.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === 'string' ? at : undefined;
}

import { de } from './de';
import { en, type Text } from './en';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
/** What a person may choose. */
export type LanguageChoice = Language | 'system';

const tables: Record<Language, Text> = { en, de };

let chosen = $state<LanguageChoice>('system');

/** The language shown: the one chosen, or the first of the system's that there is a table for, or English. */
export function currentLanguage(): Language {
  if (chosen !== 'system') return chosen;
  const wanted = globalThis.navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.map((tag) => LANGUAGES.find((one) => one === tag)).find((one) => one !== undefined) ?? 'en';
}

export function chooseLanguage(choice: LanguageChoice): void {
  chosen = choice;
  document.documentElement.lang = currentLanguage();
}

/**
 * Every word on the screen, in the language chosen. Read it where it is shown (`text.pair.swap` in the markup or a
 * `$derived`), not into a constant: only what is read again changes with the language.
 */
export const text: Text = new Proxy<Text>(en, {
  get: (_whole, key) => tables[currentLanguage()][key as keyof Text],
});

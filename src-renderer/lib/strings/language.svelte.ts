import type { Language } from '@contract/languages';
import { languageChosen, type LanguageChoice } from '@contract/settings';
import { de } from './de';
import { en, type Text } from './en';
import { fr } from './fr';

const tables: Record<Language, Text> = { en, de, fr };

let chosen = $state<LanguageChoice>('system');

/** The language shown. */
export function currentLanguage(): Language {
  return languageChosen(chosen, globalThis.navigator.languages);
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

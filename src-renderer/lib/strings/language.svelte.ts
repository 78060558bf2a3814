import type { Language } from '@contract/languages';
import { languageChosen, type LanguageChoice } from '@contract/settings';
import { en, type Text } from './en';

/** English is there from the start, the others once they are chosen. */
const tables: Partial<Record<Language, Text>> = { en };
const readers: Record<Exclude<Language, 'en'>, () => Promise<Text>> = {
  de: async () => (await import('./de')).de,
  fr: async () => (await import('./fr')).fr,
};

let shown = $state<Language>('en');
let wanted: Language = 'en';
let reading = Promise.resolve();

/** The language shown. */
export function currentLanguage(): Language {
  return shown;
}

/** Shows a language: at once where its words are there, else when they have been read. */
export function chooseLanguage(choice: LanguageChoice): Promise<void> {
  wanted = languageChosen(choice, globalThis.navigator.languages);
  reading = show(wanted);
  return reading;
}

/** The words of the language that was chosen last are there. */
export const wordsRead = (): Promise<void> => reading;

async function show(language: Language): Promise<void> {
  // Where its words cannot be read, the ones that are there stay.
  if (language !== 'en') tables[language] ??= await readers[language]().catch(() => tables[shown]!);
  // Another one was chosen meanwhile.
  if (wanted !== language) return;
  shown = language;
  document.documentElement.lang = language;
}

/**
 * Every word on the screen, in the language chosen. Read it where it is shown (`text.pair.swap` in the markup or a
 * `$derived`), not into a constant: only what is read again changes with the language.
 */
export const text: Text = new Proxy<Text>(en, {
  get: (_whole, key) => tables[shown]?.[key as keyof Text],
});

import { inLanguage } from '@contract/in-language';
import type { Language } from '@contract/languages';
import { METHODS, methodWords } from '@contract/languages/methods';
import type { Said } from '@contract/said';

/** What the app behind the page says, in a language; methods are called there as the page calls them. */
export const saysIn =
  (language: Language) =>
  (said: Said): string => {
    const method = typeof said === 'string' ? undefined : METHODS.find((one) => one === said.args?.['method']);
    if (typeof said === 'string' || !method) return inLanguage(language, said);
    return inLanguage(language, {
      ...said,
      args: { ...said.args, method: methodWords[method][language].name },
    });
  };

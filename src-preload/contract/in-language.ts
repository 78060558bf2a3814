import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, messageOf } from './languages';
import type { Phrase, Sentence } from './sentence';
import { shownName, shownText } from './shown-name';

/** Named number formats of the messages: `{value, number, tenths}`. */
const FORMATS = {
  number: {
    /** Without groups: 12000. */
    plain: { useGrouping: false },
    whole: { maximumFractionDigits: 0 },
    tenths: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
    /** 12.3, and 12 for 12.0. */
    size: { maximumFractionDigits: 1, useGrouping: false },
    percent: { style: 'percent', maximumFractionDigits: 0 },
    hundredths: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
    thousandths: { minimumFractionDigits: 3, maximumFractionDigits: 3 },
  },
} as const;

/** Numbers without a format: groups from five figures on, as 1200 and 12,000. */
const USUAL: Intl.NumberFormatOptions = { useGrouping: 'min2' };

const numberFormats = new Map<string, Intl.NumberFormat>();
const pluralRules = new Map<string, Intl.PluralRules>();
const messages = new Map<string, IntlMessageFormat>();

function kept<T>(store: Map<string, T>, key: string, make: () => T): T {
  const found = store.get(key);
  if (found !== undefined) return found;
  const made = make();
  store.set(key, made);
  return made;
}

const formatters = {
  getNumberFormat: (locale: string | string[] | undefined, options: Intl.NumberFormatOptions = {}) =>
    kept(
      numberFormats,
      `${String(locale)} ${JSON.stringify(options)}`,
      () => new Intl.NumberFormat(locale, { ...USUAL, ...options }),
    ),
  getDateTimeFormat: (...of: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...of),
  getPluralRules: (locale: string | string[] | undefined, options: Intl.PluralRulesOptions = {}) =>
    kept(pluralRules, `${String(locale)} ${options.type ?? ''}`, () => new Intl.PluralRules(locale, options)),
};

/** Words a sentence. Text that is none is somebody's own: only its hidden characters become visible. */
export function inLanguage(language: Language, said: Sentence | string): string {
  if (typeof said === 'string') return shownText(said);
  const text = said.args?.['text'];
  if (said.id === 'plain' && typeof text === 'string') return shownText(text);
  const message = messageOf(language, said.id);
  // From a file of another version, which had this sentence, or of a stranger.
  if (message === undefined) return shownName(said.id);
  if (!message.includes('{')) return message;
  const values = Object.entries(said.args ?? {}).map(([name, value]) => [name, valueOf(language, value)]);
  return String(formatOf(language, message).format(Object.fromEntries(values) as Record<string, string | number>));
}

export const inEnglish = (said: Sentence | string): string => inLanguage('en', said);

function valueOf(language: Language, value: Phrase | number): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return shownName(value);
  if ('id' in value) return inLanguage(language, value);
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(
    value.map((one) => (typeof one === 'string' ? shownName(one) : inLanguage(language, one))),
  );
}

const formatOf = (language: Language, message: string): IntlMessageFormat =>
  kept(
    messages,
    `${language} ${message}`,
    () => new IntlMessageFormat(message, language, FORMATS, { ignoreTag: true, formatters }),
  );

import { inGerman } from '@contract/german';
import type { Settings } from '@contract/settings';
import type { Host } from '../host/host';

/** Says an English sentence of the app in the language chosen. */
export type Say = (sentence: string) => string;

/** As the page decides it: the language that the person set, or the first of the system's that there is, or English. */
export async function sayIn(host: Pick<Host, 'call'>, systemLanguages: readonly string[]): Promise<Say> {
  const settings = await host.call('settings.get', {});
  const { language } = settings.ok ? (settings.value as Pick<Settings, 'language'>) : { language: 'system' };
  const wanted = language === 'system' ? systemLanguages : [language];
  const first = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => ['en', 'de'].includes(tag));
  return first === 'de' ? inGerman : (sentence) => sentence;
}

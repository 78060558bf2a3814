import { inGerman } from '@contract/german';
import { languageChosen, type Settings } from '@contract/settings';
import type { Host } from '../host/host';

/** Says an English sentence of the app in the language chosen. */
export type Say = (sentence: string) => string;

/** As the page decides it. */
export async function sayIn(host: Pick<Host, 'call'>, systemLanguages: readonly string[]): Promise<Say> {
  const settings = await host.call('settings.get', {});
  const choice = settings.ok ? (settings.value as Pick<Settings, 'language'>).language : 'system';
  return languageChosen(choice, systemLanguages) === 'de' ? inGerman : (sentence) => sentence;
}

import { inLanguage } from '@contract/in-language';
import type { Said } from '@contract/said';
import { languageChosen, type KnownSettings } from '@contract/settings';
import type { Host } from '../host/host';

/** Words a sentence in the language chosen. */
export type Worded = (said: Said) => string;

/** As the page decides it. */
export async function wordedIn(host: Pick<Host, 'call'>, systemLanguages: readonly string[]): Promise<Worded> {
  const settings = await host.call('settings.get', {});
  const choice = settings.ok ? (settings.value as Pick<KnownSettings, 'language'>).language : 'system';
  const language = languageChosen(choice, systemLanguages);
  return (said) => inLanguage(language, said);
}

import type { Answer } from '@contract/channels';
import type { KnownSettings } from '@contract/settings';
import {
  LANGUAGE_CHOICES,
  SETTINGS_DEFAULTS,
  TEXT_SIZES,
  THEMES,
  type Appearance,
  type PlacesInfo,
  type SettingName,
  type SettingsChange,
} from '@contract/settings';
import type { Api } from '../../src-preload/api';
import { chooseLanguage } from '../lib/strings';
import { latest } from './latest';
import type { SessionState } from './session.svelte';

/** The user's settings. They apply at once and are kept in one file, for every shell and the command line. */
export class SettingsState {
  all = $state.raw<KnownSettings>({ ...SETTINGS_DEFAULTS, folder: null, fixed: [] });
  places = $state.raw<PlacesInfo | null>(null);
  cuda = $state.raw<Answer<'cuda.offer'>>({ offer: '', reason: '', installed: 0 });
  changingCuda = $state<'installing' | 'removing' | null>(null);
  readonly #asked = latest();
  #first: Promise<void> | null = null;

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
  ) {
    this.all = { ...this.all, ...givenAppearance() };
    applyAppearance(this.all);
  }

  isFixed(name: SettingName): boolean {
    return this.all.fixed.includes(name);
  }

  isDefault(name: SettingName): boolean {
    return this.all[name] === SETTINGS_DEFAULTS[name];
  }

  /** Where something is chosen before this, the answer to that says the rest too; one read beside it might be older. */
  async start(): Promise<void> {
    await (this.#first ?? this.#take(() => this.api.call('settings.get', {})));
  }

  /** What only the Settings view shows. */
  async refresh(): Promise<void> {
    await this.session.attempt(async () => {
      this.places = await this.api.call('settings.places', {});
      this.cuda = await this.api.call('cuda.offer', {});
    });
  }

  /** Shown at once, then kept. */
  async set(change: Omit<SettingsChange, 'folder'>): Promise<void> {
    this.#show({ ...this.all, ...(change as Partial<KnownSettings>) });
    await this.#take(() => this.api.call('settings.set', change));
    // The calculating process starts again, perhaps on something else.
    if (change.device !== undefined || change.engine !== undefined) await this.session.readRuntime();
  }

  async setFolder(folder: string): Promise<void> {
    await this.#take(() => this.api.call('settings.set', { folder }));
    await this.session.readApp();
  }

  async reset(name?: SettingName): Promise<void> {
    await this.#take(() => this.api.call('settings.reset', name === undefined ? {} : { name }));
    if (name === undefined || name === 'folder') await this.session.readApp();
  }

  installCuda = () => this.#changeCuda('installing', 'cuda.install');
  removeCuda = () => this.#changeCuda('removing', 'cuda.remove');

  async #changeCuda(how: 'installing' | 'removing', channel: 'cuda.install' | 'cuda.remove'): Promise<void> {
    this.changingCuda = how;
    await this.session.attempt(() => this.api.call(channel, {}));
    this.changingCuda = null;
    await this.refresh();
    await this.session.readRuntime();
  }

  /** Shows the log's folder; returns its name where this shell cannot. */
  async openLogs(): Promise<string | null> {
    let shown: string | null = null;
    await this.session.attempt(async () => {
      const { label, opened } = await this.api.call('logs.open', {});
      shown = opened ? null : label;
    });
    return shown;
  }

  async diagnostics(): Promise<string> {
    let diagnostics = '';
    await this.session.attempt(async () => {
      diagnostics = (await this.api.call('diagnostics.text', {})).text;
    });
    return diagnostics;
  }

  #show(settings: KnownSettings): void {
    this.all = settings;
    applyAppearance(settings);
  }

  async #take(ask: () => Promise<KnownSettings>): Promise<void> {
    // What is chosen while the first answer is on its way must not be undone by it.
    const counts = this.#asked.begin();
    const taken = this.session.attempt(async () => {
      const answer = await ask();
      if (counts()) this.#show(answer);
    });
    this.#first ??= taken.then(() => undefined);
    await taken;
  }
}

function applyAppearance({ theme, language, textSize }: Appearance): void {
  const { dataset } = document.documentElement;
  dataset['theme'] = theme;
  dataset['textSize'] = String(textSize);
  void chooseLanguage(language);
}

/** As the page came (`host/assets.ts`): it must not wait for the settings to look right. */
function givenAppearance(): Appearance {
  const { theme, language, textSize } = document.documentElement.dataset;
  return {
    theme: THEMES.find((one) => one === theme) ?? 'system',
    language: LANGUAGE_CHOICES.find((one) => one === language) ?? 'system',
    textSize: TEXT_SIZES.find((one) => String(one) === textSize) ?? 100,
  };
}

import type { Answer, KnownSettings } from '@contract/channels';
import {
  LANGUAGE_CHOICES,
  SETTINGS_DEFAULTS,
  TEXT_SIZES,
  THEMES,
  type PlacesInfo,
  type SettingName,
  type SettingsChange,
} from '@contract/settings';
import type { Api } from '../../src-preload/api';
import { chooseLanguage } from '../lib/strings';
import type { SessionState } from './session.svelte';

/** How the page looks, kept by the browser too: the first picture must not wait for the settings file. */
const LOOK_KEY = 'onepair.look';
type Look = Pick<KnownSettings, 'theme' | 'language' | 'textSize'>;

/** The person's settings. They apply at once and are kept in one file, for every shell and the command line. */
export class SettingsState {
  readonly #api: Api;
  readonly #session: SessionState;
  #settings = $state.raw<KnownSettings>({ ...SETTINGS_DEFAULTS, folder: null, fixed: [] });
  #places = $state.raw<PlacesInfo | null>(null);
  #cuda = $state.raw<Answer<'cuda.offer'>>({ offer: '', reason: '' });
  #installing = $state(false);

  constructor(api: Api, session: SessionState) {
    this.#api = api;
    this.#session = session;
    this.#settings = { ...this.#settings, ...storedLook() };
    applyLook(this.#settings);
  }

  get all(): KnownSettings {
    return this.#settings;
  }
  get places() {
    return this.#places;
  }
  get cuda() {
    return this.#cuda;
  }
  get installing() {
    return this.#installing;
  }

  isFixed(name: SettingName): boolean {
    return this.#settings.fixed.includes(name);
  }

  isDefault(name: SettingName): boolean {
    return this.#settings[name] === SETTINGS_DEFAULTS[name];
  }

  async start(): Promise<void> {
    await this.#take(() => this.#api.call('settings.get', {}));
  }

  /** What only the Settings view shows. */
  async look(): Promise<void> {
    await this.#attempt(async () => {
      this.#places = await this.#api.call('settings.places', {});
      this.#cuda = await this.#api.call('cuda.offer', {});
    });
  }

  /** Shown at once, then kept. */
  async set(change: Omit<SettingsChange, 'folder'>): Promise<void> {
    this.#show({ ...this.#settings, ...(change as Partial<KnownSettings>) });
    await this.#take(() => this.#api.call('settings.set', change));
  }

  async setFolder(folder: string): Promise<void> {
    await this.#take(() => this.#api.call('settings.set', { folder }));
    await this.#session.readApp();
  }

  async reset(name?: SettingName): Promise<void> {
    await this.#take(() => this.#api.call('settings.reset', name === undefined ? {} : { name }));
    if (name === undefined || name === 'folder') await this.#session.readApp();
  }

  async installCuda(): Promise<void> {
    this.#installing = true;
    await this.#attempt(() => this.#api.call('cuda.install', {}));
    this.#installing = false;
    await this.look();
  }

  /** Shows the log's folder; answers its name where this shell cannot. */
  async openLogs(): Promise<string | null> {
    let shown: string | null = null;
    await this.#attempt(async () => {
      const { label, opened } = await this.#api.call('logs.open', {});
      shown = opened ? null : label;
    });
    return shown;
  }

  async diagnostics(): Promise<string> {
    let diagnostics = '';
    await this.#attempt(async () => {
      diagnostics = (await this.#api.call('diagnostics.text', {})).text;
    });
    return diagnostics;
  }

  #show(settings: KnownSettings): void {
    this.#settings = settings;
    applyLook(settings);
  }

  async #take(ask: () => Promise<KnownSettings>): Promise<void> {
    await this.#attempt(async () => {
      this.#show(await ask());
    });
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => {
      this.#session.fail(error);
    });
  }
}

function applyLook({ theme, language, textSize }: Look): void {
  const { dataset, style } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  style.setProperty('--text-scale', String(textSize / 100));
  chooseLanguage(language);
  localStorage.setItem(LOOK_KEY, JSON.stringify({ theme, language, textSize }));
}

function storedLook(): Partial<Look> {
  try {
    const { theme, language, textSize } = JSON.parse(localStorage.getItem(LOOK_KEY) ?? '{}') as Partial<Look>;
    return {
      theme: THEMES.find((one) => one === theme) ?? 'system',
      language: LANGUAGE_CHOICES.find((one) => one === language) ?? 'system',
      textSize: TEXT_SIZES.find((one) => one === textSize) ?? 100,
    };
  } catch {
    return {};
  }
}

import * as v from 'valibot';
import { type Language, LANGUAGES } from './languages';
import { CONFLICT_POLICIES, OUTPUT_FORMATS, folderRefSchema } from './photo';
import { ENGINES } from './runtime';

/** What the user may set for the whole app. One versioned file holds it, shared by every shell and the command line. */
export const SETTINGS_VERSION = 1;

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];
export const DEVICES = ['auto', 'cuda', 'webgpu', 'cpu', 'wasm'] as const;
export type DeviceChoice = (typeof DEVICES)[number];
export const ENGINE_CHOICES = ['auto', ...ENGINES] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];
/** What develops camera raw. */
export const DEVELOPERS = ['libraw', 'darktable', 'rawtherapee'] as const;
export type Developer = (typeof DEVELOPERS)[number];
/** Percent of the system's text size. */
export const TEXT_SIZES = [100, 125, 150, 200] as const;
export const MOST_THREADS = 512;

/** One schema an item, so that one bad value in the file costs that item only. */
export const settingsItems = {
  theme: v.picklist(THEMES),
  language: v.picklist(LANGUAGE_CHOICES),
  textSize: v.picklist(TEXT_SIZES),
  /** Keys without Ctrl, Alt or ⌘ (WCAG 2.1.4: they can be switched off). */
  letterKeys: v.boolean(),
  /** What the Restore view starts from. */
  format: v.picklist(OUTPUT_FORMATS),
  /** Of JPEG, WebP and AVIF; null: what each format takes by itself. */
  quality: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  onConflict: v.picklist(CONFLICT_POLICIES),
  naming: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  device: v.picklist(DEVICES),
  /** What restores photos. */
  engine: v.picklist(ENGINE_CHOICES),
  /** What develops camera raw. */
  developer: v.picklist(DEVELOPERS),
  /** Threads that TensorFlow may use; 0: all cores. */
  threads: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_THREADS)),
};

/** `folder` is where results go; null: the usual place. A path in the file, an opaque folder on its way to the page. */
export const settingsChangeSchema = v.partial(
  v.strictObject({ ...settingsItems, folder: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(200))) }),
);
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>;

type Items = { [K in keyof typeof settingsItems]: v.InferOutput<(typeof settingsItems)[K]> };
/** As the file holds them. */
export interface StoredSettings extends Items {
  folder: string | null;
}
export type SettingName = keyof StoredSettings;

export const SETTINGS_DEFAULTS: StoredSettings = {
  theme: 'system',
  language: 'system',
  textSize: 100,
  letterKeys: true,
  format: 'same',
  quality: null,
  onConflict: 'rename',
  naming: '{name}_{model}',
  device: 'auto',
  engine: 'auto',
  developer: 'libraw',
  threads: 0,
  folder: null,
};
export const SETTING_NAMES = Object.keys(SETTINGS_DEFAULTS) as [SettingName, ...SettingName[]];

/** What the page looks like: known before its script runs, so that the first frame is painted in it. */
export type Appearance = Pick<StoredSettings, 'theme' | 'language' | 'textSize'>;

/** The places that Settings shows, for people. */
export const placesSchema = v.object({
  models: v.string(),
  restored: v.string(),
  logs: v.string(),
  settings: v.string(),
});
export type PlacesInfo = v.InferOutput<typeof placesSchema>;

/** The language that the user set, or the first of the system's that there is, or English. */
export function languageChosen(choice: LanguageChoice, systemLanguages: readonly string[]): Language {
  const wanted = choice === 'system' ? systemLanguages : [choice];
  const known = wanted.map((tag) => LANGUAGES.find((language) => tag.slice(0, 2).toLowerCase() === language));
  return known.find((language) => language !== undefined) ?? 'en';
}

/** The settings as the page sees them, and those among them that a flag or the environment decides until the next start. */
export const knownSettingsSchema = v.object({
  ...settingsItems,
  folder: v.nullable(folderRefSchema),
  fixed: v.array(v.picklist(SETTING_NAMES)),
});
export type KnownSettings = v.InferOutput<typeof knownSettingsSchema>;

import type { Language } from '@contract/languages';
import {
  languageChosen,
  SETTINGS_DEFAULTS,
  type SettingName,
  type KnownSettings,
  type StoredSettings,
} from '@contract/settings';
import type { ComputeOptions } from '../processes/children';
import { forPeople, type Registry } from './registry';
import type { ShellServices } from './shell-services';
import type { SettingsFile } from '../store/settings-file';

/** The user's settings as the host uses them. */
export interface Preferences {
  /** As the file stands now; what was set by flags or the environment stays. */
  readonly load: () => Promise<StoredSettings>;
  /** What the processes that calculate start with, as last read or changed. */
  readonly compute: () => ComputeOptions;
  /** What develops camera raw, by whatever decides it. */
  readonly developer: () => string;
  set(change: Partial<StoredSettings>): Promise<void>;
  reset(name?: SettingName): Promise<void>;
  forPage(registry: Registry): Promise<KnownSettings>;
}

export function createPreferences(
  file: SettingsFile,
  given: ComputeOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Preferences {
  const decides = (flag: string | undefined, name: string) => flag !== undefined || (environment[name] ?? '') !== '';
  const hasRuntime = decides(given.device, 'ONEPAIR_RUNTIME');
  const hasEngine = decides(given.engine, 'ONEPAIR_ENGINE');
  const hasDeveloper = decides(given.developer, 'ONEPAIR_DEVELOPER');
  const fixed: SettingName[] = [
    ...(hasRuntime ? (['device'] as const) : []),
    ...(hasEngine ? (['engine'] as const) : []),
    ...(hasDeveloper ? (['developer'] as const) : []),
    ...(given.threads !== undefined ? (['threads'] as const) : []),
  ];
  let known = SETTINGS_DEFAULTS;
  const load = async () => (known = await file.read());
  return {
    load,
    compute() {
      const { device, engine, developer, threads } = known;
      return {
        ...(hasRuntime || device === 'auto' ? {} : { device }),
        ...(hasEngine || engine === 'auto' ? {} : { engine }),
        ...(hasDeveloper || developer === 'libraw' ? {} : { developer }),
        ...(threads === 0 ? {} : { threads }),
        ...given,
      };
    },
    developer: () => given.developer ?? (environment['ONEPAIR_DEVELOPER'] || known.developer),
    async set(change) {
      known = await file.write(change);
    },
    async reset(name) {
      known = await file.reset(name);
    },
    async forPage(registry) {
      const { folder, ...items } = await load();
      return { ...items, folder: folder === null ? null : registry.registerFolder(folder), fixed };
    },
  };
}

/** In which language a shell writes reports: the one chosen; the command line stays English. */
export async function languageOf(
  { load }: Pick<Preferences, 'load'>,
  { languages }: Pick<ShellServices, 'languages'>,
): Promise<Language> {
  const systems = languages?.();
  return systems === undefined ? 'en' : languageChosen((await load()).language, systems);
}

/** The user's own folder for results, for people, or the usual one. */
export const outputFor = ({ folder }: StoredSettings, usual: string): string => forPeople(folder ?? usual);

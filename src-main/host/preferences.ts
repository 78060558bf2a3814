import { SETTINGS_DEFAULTS, type SettingName, type Settings, type StoredSettings } from '@contract/settings';
import type { ComputeOptions } from '../processes/children';
import { forPeople, type Registry } from './registry';
import type { Supervisor } from '../processes/supervisor';

/** The person's settings as the host uses them. */
export interface Preferences {
  /** Read once; what was set by flags or the environment stays. Never fails: the app starts without its settings too. */
  readonly load: () => Promise<StoredSettings>;
  /** What the processes that calculate start with. */
  readonly compute: () => ComputeOptions;
  keep(settings: StoredSettings): void;
  forPage(registry: Registry): Promise<Settings & { fixed: SettingName[] }>;
}

export function createPreferences(
  photos: Pick<Supervisor<'photos'>, 'call'>,
  given: ComputeOptions,
  runtimeInEnvironment: string | undefined = process.env['ONEPAIR_RUNTIME'],
): Preferences {
  const hasRuntime = given.device !== undefined || (runtimeInEnvironment ?? '') !== '';
  const fixed: SettingName[] = [
    ...(hasRuntime ? (['device'] as const) : []),
    ...(given.threads !== undefined ? (['threads'] as const) : []),
  ];
  let known: StoredSettings | null = null;
  let reading: Promise<StoredSettings> | null = null;
  const load = async () => {
    reading ??= photos.call('settings.read', {}).catch(() => SETTINGS_DEFAULTS);
    return (known ??= await reading);
  };
  return {
    load,
    compute() {
      const { device, threads } = known ?? SETTINGS_DEFAULTS;
      return {
        ...(hasRuntime || device === 'auto' ? {} : { device }),
        ...(threads === 0 ? {} : { threads }),
        ...given,
      };
    },
    keep(settings) {
      known = settings;
    },
    async forPage(registry) {
      const { folder, ...items } = await load();
      return { ...items, folder: folder === null ? null : registry.registerFolder(folder), fixed };
    },
  };
}

/** The person's own folder for results, for people, or the usual one. */
export const outputFor = ({ folder }: StoredSettings, usual: string): string => forPeople(folder ?? usual);

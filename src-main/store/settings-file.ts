import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import {
  SETTINGS_DEFAULTS,
  SETTINGS_VERSION,
  settingsItems,
  type SettingName,
  type StoredSettings,
} from '@contract/settings';
import { AppError } from '@contract/result';
import { makeFolder, writeFileAtomic } from '../disk/atomic-write';

/** The person's settings in one file. What is missing or makes no sense there counts as not set. */
export interface SettingsFile {
  read(): Promise<StoredSettings>;
  /** Changes some items and keeps the others, also those that this version does not know. */
  write(change: Partial<StoredSettings>): Promise<StoredSettings>;
  /** Back to how it came: one item, or all of them. */
  reset(name?: SettingName): Promise<StoredSettings>;
}

const items: Record<SettingName, v.GenericSchema> = { ...settingsItems, folder: v.nullable(v.string()) };

/** Changes happen one after the other; two programs at once may lose one of two changes, never the file. */
export function openSettings(path: string): SettingsFile {
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  const store = async (raw: Record<string, unknown>): Promise<StoredSettings> => {
    await makeFolder(dirname(path));
    const text = JSON.stringify({ ...raw, version: SETTINGS_VERSION }, null, 2);
    await writeFileAtomic(path, [new TextEncoder().encode(`${text}\n`)]);
    return understood(raw);
  };
  return {
    read: async () => understood(await readRaw(path)),
    write: (change) =>
      alone(async () => {
        for (const [name, value] of Object.entries(change)) check(name as SettingName, value);
        return store({ ...(await readRaw(path)), ...change });
      }),
    reset: (name) =>
      alone(async () => {
        const kept = name === undefined ? {} : await readRaw(path);
        return store(Object.fromEntries(Object.entries(kept).filter(([key]) => key !== name)));
      }),
  };
}

/** The file as it stands; nothing where there is none, or none that can be read: a broken file must not stop the app. */
async function readRaw(path: string): Promise<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function understood(raw: Record<string, unknown>): StoredSettings {
  const good = Object.entries(items).filter(([name, schema]) => v.is(schema, raw[name]));
  return { ...SETTINGS_DEFAULTS, ...Object.fromEntries(good.map(([name]) => [name, raw[name]])) };
}

function check(name: SettingName, value: unknown): void {
  if (!v.is(items[name], value)) throw new AppError('bad-input', `The setting ${name} cannot be ${String(value)}.`);
}

import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import * as v from 'valibot';
import {
  SETTINGS_DEFAULTS,
  SETTINGS_VERSION,
  settingsItems,
  type SettingName,
  type StoredSettings,
} from '@contract/settings';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { makeFolder, putAside, writeFileAtomic } from '../disk/atomic-write';
import { textOrNothing } from '../disk/read-file';
import { createTurns } from '../disk/turns';

/** The user's settings in one file. What is missing or makes no sense there counts as not set. */
export interface SettingsFile {
  read(): Promise<StoredSettings>;
  /** Changes some items and keeps the others, also those that this version does not know. */
  write(change: Partial<StoredSettings>): Promise<StoredSettings>;
  /** Back to how it came: one item, or all of them. */
  reset(name?: SettingName): Promise<StoredSettings>;
}

/** Another would be looked for from wherever the program was started. */
const fullPath = v.pipe(
  v.string(),
  v.check((path) => isAbsolute(path) && !path.includes('\0')),
);
const items: Record<SettingName, v.GenericSchema> = { ...settingsItems, folder: v.nullable(fullPath) };

/** Far more than all settings need. */
const MOST_BYTES = 2 ** 20;

/** Changes happen one after the other, those of several programs too: each keeps what the others changed. */
export function openSettings(path: string): SettingsFile {
  const alone = createTurns(path);
  const store = async (file: string, raw: Record<string, unknown>): Promise<StoredSettings> => {
    await makeFolder(dirname(file));
    const text = JSON.stringify({ ...raw, version: SETTINGS_VERSION }, null, 2);
    await writeFileAtomic(file, [new TextEncoder().encode(`${text}\n`)]);
    return understood(raw);
  };
  return {
    // What cannot be read now must not stop the app; it stays as it is.
    read: async () => understood(await readRaw(path).catch(() => ({}))),
    write: (change) =>
      alone(async () => {
        for (const [name, value] of Object.entries(change)) check(name as SettingName, value);
        const file = await fileOf(path);
        return store(file, { ...(await readToChange(file)), ...change });
      }),
    reset: (name) =>
      alone(async () => {
        const file = await fileOf(path);
        const kept = await readToChange(file).then((raw) => (name === undefined ? {} : raw));
        return store(file, Object.fromEntries(Object.entries(kept).filter(([key]) => key !== name)));
      }),
  };
}

class NoSettings extends Error {}

/** People link their settings to where they keep them: what is changed and put aside is the file there. */
const fileOf = (path: string): Promise<string> => realpath(path).catch(() => path);

/** The file as it stands, wherever a link leads; nothing where there is none. Throws NoSettings for what is no settings file, or AppError. */
async function readRaw(path: string): Promise<Record<string, unknown>> {
  const text = await textOrNothing(path, MOST_BYTES, { followLinks: true });
  return text === null ? {} : parsed(text);
}

function parsed(text: string): Record<string, unknown> {
  try {
    const raw: unknown = JSON.parse(text);
    // What is too deep to be written again cannot be kept with a change.
    JSON.stringify(raw);
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new NoSettings();
}

/**
 * The file before a change: one that cannot be read is not changed; one that is broken is put aside, and so is a newer
 * version's, of which goes on what this version understands.
 */
async function readToChange(path: string): Promise<Record<string, unknown>> {
  try {
    const raw = await readRaw(path);
    if (isOfThisVersion(raw)) return raw;
    await putAside(path);
    return Object.fromEntries(goodItems(raw));
  } catch (error) {
    if (!(error instanceof NoSettings)) throw error;
    await putAside(path);
    return {};
  }
}

const isOfThisVersion = ({ version }: Record<string, unknown>): boolean =>
  version === undefined || version === SETTINGS_VERSION;

const goodItems = (raw: Record<string, unknown>): [string, unknown][] =>
  Object.entries(items).flatMap(([name, schema]) => (v.is(schema, raw[name]) ? [[name, raw[name]]] : []));

const understood = (raw: Record<string, unknown>): StoredSettings => ({
  ...SETTINGS_DEFAULTS,
  ...Object.fromEntries(goodItems(raw)),
});

function check(name: SettingName, value: unknown): void {
  if (!v.is(items[name], value))
    throw new AppError('bad-input', say('setting.cannotBe', { setting: name, value: String(value) }));
}

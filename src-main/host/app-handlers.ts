import { toFailure } from '@contract/result';
import type { Settings, SettingsChange, StoredSettings } from '@contract/settings';
import type { Children } from '../processes/children';
import { installCuda, readCudaOffer } from './cuda';
import { diagnosticsText } from './diagnostics';
import type { JobBoard } from './jobs';
import type { Preferences } from './preferences';
import { forPeople, type Registry } from './registry';
import type { ChannelHandlers } from './router';
import type { ShellServices } from './shell-services';
import { AppError } from '@contract/result';

interface AppParts {
  shell: ShellServices;
  children: Children;
  registry: Registry;
  board: JobBoard;
  preferences: Preferences;
  /** Starts the calculating process anew as soon as nothing runs. */
  renewCompute: () => Promise<void>;
  /** The checkout, where the set-up's scripts lie. */
  root: string;
}

type AppChannels = Extract<keyof ChannelHandlers, `settings.${string}` | `cuda.${string}` | `logs.${string}`>;
const LOG_ENTRIES = 30;

/** Settings, the log and what is told of this machine. */
export function appHandlers(parts: AppParts): Pick<ChannelHandlers, AppChannels | 'diagnostics.text'> {
  const { children, registry, preferences, shell, root, board, renewCompute } = parts;
  const { photos } = children;
  const kept = async (settings: StoredSettings) => {
    await applied(parts, settings);
    return preferences.forPage(registry);
  };
  return {
    'settings.get': () => preferences.forPage(registry),
    'settings.set': async (change) => kept(await photos.call('settings.write', { change: storable(change, registry) })),
    'settings.reset': async ({ name }) => kept(await photos.call('settings.reset', name === undefined ? {} : { name })),
    'settings.places': async () => {
      const { models, restored, logs, settings } = await photos.call('places', {});
      const [a, b, c, d] = [models, restored, logs, settings].map((path) => forPeople(path));
      return { models: a!, restored: b!, logs: c!, settings: d! };
    },
    'logs.open': async () => {
      const folder = await photos.call('log.folder', {});
      return { label: forPeople(folder), opened: (await shell.openPath?.(folder)) ?? false };
    },
    'diagnostics.text': async () => ({ text: diagnosticsText(await facts(parts)) }),
    'cuda.offer': () => readCudaOffer(root),
    'cuda.install': async () => {
      if (!board.idle) throw new AppError('busy', 'CUDA is installed while nothing runs: wait for the running job.');
      await installCuda(root);
      await renewCompute();
      return null;
    },
  };
}

/** Another device or number of threads starts the calculating process anew; a running job keeps what it has. */
async function applied({ preferences, renewCompute }: AppParts, settings: StoredSettings): Promise<void> {
  const before = JSON.stringify(preferences.compute());
  preferences.keep(settings);
  if (JSON.stringify(preferences.compute()) !== before) await renewCompute();
}

/** Folders are stored as paths, which the page never sees. */
function storable({ folder, ...items }: SettingsChange, registry: Registry): Partial<StoredSettings> {
  const given = Object.fromEntries(Object.entries(items).filter(([, value]) => value !== undefined));
  const place = folder === undefined ? {} : { folder: folder === null ? null : registry.folder(folder) };
  return { ...(given as Partial<Omit<Settings, 'folder'>>), ...place };
}

async function facts({ shell, children: { photos, compute }, preferences }: AppParts) {
  const [models, problems, checkpoints, log] = await Promise.all([
    photos.call('models.list', {}),
    photos.call('models.problems', {}),
    photos.call('checkpoints.list', {}),
    photos.call('log.newest', { count: LOG_ENTRIES }),
  ]);
  const runtime = await compute
    .call('runtime.info', { selfTest: false })
    .catch((error: unknown) => toFailure(error).message);
  const counts = { models: models.length, unusable: problems.length, unfinished: checkpoints.length };
  return { app: shell.info(), runtime, settings: await preferences.load(), ...counts, log };
}

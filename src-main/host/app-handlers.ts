import { toFailure } from '@contract/result';
import type { SettingsChange, StoredSettings } from '@contract/settings';
import { makeFolder } from '../disk/atomic-write';
import { installCuda, readCudaOffer, removeCuda } from './cuda';
import { diagnosticsText } from './diagnostics';
import type { JobBoard } from './jobs';
import type { Preferences } from './preferences';
import { forPeople, type Registry } from './registry';
import type { ChannelHandlers } from './router';
import type { ShellServices } from './shell-services';
import type { HostTools } from './tools';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

interface AppParts extends HostTools {
  shell: ShellServices;
  board: JobBoard;
  preferences: Preferences;
  /** Starts the processes that calculate and open photos again as soon as nothing runs. */
  renewChildren: () => Promise<void>;
  /** The checkout, where the set-up's scripts lie. */
  root: string;
}

type AppChannels = Extract<keyof ChannelHandlers, `settings.${string}` | `cuda.${string}` | `logs.${string}`>;
const LOG_ENTRIES = 30;

/** Settings, the log and what is told of this machine. */
export function appHandlers(parts: AppParts): Pick<ChannelHandlers, AppChannels | 'diagnostics.text'> {
  const { store, registry, preferences, shell, root, board, renewChildren } = parts;
  const { places } = store;
  const afterwards = async (change: Promise<void>) => {
    await applied(parts, change);
    return preferences.forPage(registry);
  };
  const changedCuda = async (change: (root: string) => Promise<void>) => {
    if (!board.idle) throw new AppError('busy', say('cuda.busy'));
    await change(root);
    await renewChildren();
    return null;
  };
  return {
    'settings.get': () => preferences.forPage(registry),
    'settings.set': (change) => afterwards(preferences.set(storable(change, registry))),
    'settings.reset': ({ name }) => afterwards(preferences.reset(name)),
    'settings.places': () => ({
      models: forPeople(places.models),
      restored: forPeople(places.restored),
      logs: forPeople(places.logs),
      settings: forPeople(places.settings),
    }),
    'logs.open': async () => {
      await makeFolder(places.logs);
      return { label: forPeople(places.logs), opened: (await shell.openPath?.(places.logs)) ?? false };
    },
    'diagnostics.text': async () => ({ text: diagnosticsText(await facts(parts)) }),
    'cuda.offer': () => readCudaOffer(root),
    'cuda.install': () => changedCuda(installCuda),
    'cuda.remove': () => changedCuda(removeCuda),
  };
}

/** Another device, engine, developer or number of threads starts the processes again; a running job keeps what it has. */
async function applied({ preferences, renewChildren }: AppParts, change: Promise<void>): Promise<void> {
  const before = JSON.stringify(preferences.compute());
  await change;
  if (JSON.stringify(preferences.compute()) !== before) await renewChildren();
}

/** Folders are stored as paths, which the page never sees. */
function storable({ folder, ...items }: SettingsChange, registry: Registry): Partial<StoredSettings> {
  const given = Object.fromEntries(Object.entries(items).filter(([, value]) => value !== undefined));
  const place = folder === undefined ? {} : { folder: folder === null ? null : registry.folder(folder) };
  return { ...(given as Partial<StoredSettings>), ...place };
}

async function facts({ shell, store, children: { compute }, preferences }: AppParts) {
  const [models, problems, checkpoints, log] = await Promise.all([
    store.library.list(),
    store.library.problems(),
    store.checkpoints.list(),
    store.log.newest(LOG_ENTRIES),
  ]);
  const runtime = await compute
    .call('runtime.info', { selfTest: false })
    .catch((error: unknown) => toFailure(error).sentence);
  const counts = { models: models.length, unusable: problems.length, unfinished: checkpoints.length };
  return { app: shell.info(), runtime, settings: await preferences.load(), ...counts, log };
}

import type { HostTools } from './tools';
import type { Args } from '@contract/channels';
import type { RestoreEstimate } from '@contract/job';
import type { Language } from '@contract/languages';
import { languageChosen } from '@contract/settings';
import type { PhotoSize } from '@contract/photo';
import type { BatchLog } from './batch-log';
import type { JobBoard } from './jobs';
import type { Preferences } from './preferences';
import { answering } from '../disk/answering';
import { inOrder } from '../disk/in-order';
import { freeBytes } from '../disk/disk-space';
import { scanPhotos } from '../store/batch/folder';
import { readSummary } from '../store/model-file';
import { modelFile } from './model-file';
import { newRestoring } from './restore-runner';
import type { ChannelHandlers } from './router';
import type { ShellServices } from './shell-services';

export interface RestoreParts extends HostTools {
  board: JobBoard;
  batches: BatchLog;
  preferences: Preferences;
  shell: Pick<ShellServices, 'languages' | 'openPath'>;
}

type RestoreHandlers = Pick<
  ChannelHandlers,
  'restore.scan' | 'restore.estimate' | 'restore.start' | 'restore.order' | 'restore.outcomes' | 'restore.report'
>;

const NO_PIXELS: PhotoSize = { width: 0, height: 0, channels: 1 };

/** Restoring photos and folders. */
export function restoreHandlers(parts: RestoreParts): RestoreHandlers {
  const { registry, board, batches, preferences, shell } = parts;
  const relativeNames = new Map<string, string>();
  const relativeName = (photo: string) => relativeNames.get(photo) ?? null;
  /** Where results go: the folder asked for, the user's own, or (null) the usual one. */
  const folderOf = async (folder?: string) =>
    folder === undefined ? (await preferences.load()).folder : registry.folder(folder);
  const language = async (): Promise<Language> => {
    const systems = shell.languages?.();
    return systems === undefined ? 'en' : languageChosen((await preferences.load()).language, systems);
  };

  return {
    'restore.scan': async ({ inputs, recursive }) => {
      const paths = inputs.map((id) => registry.findPhoto(id)?.path ?? registry.folder(id));
      const { photos, ...left } = await scanPhotos(paths, recursive);
      const listed = photos.map(({ path, relative, bytes }) => {
        const ref = registry.registerPhoto(path);
        relativeNames.set(ref.id, relative);
        return { ...ref, relative, bytes };
      });
      return { photos: listed, ...left };
    },
    'restore.estimate': (args) => estimate(parts, args, folderOf(args.folder)),
    'restore.start': async (args) => {
      const folder = await folderOf(args.folder);
      const place = folder === null ? {} : { folder: registry.registerFolder(folder).id };
      const work = await newRestoring({ ...parts, language, relativeName }, { ...args, ...place });
      return { job: board.add(work) };
    },
    'restore.order': ({ job, photos }) => {
      batches.reorder(job, photos);
      return null;
    },
    'restore.outcomes': ({ job, from }) => batches.outcomes(job, from),
    'restore.report': async ({ job }) => {
      const path = batches.report(job);
      return { file: registry.registerPhoto(path), opened: (await shell.openPath?.(path)) ?? false };
    },
  };
}

/** More photos than this are judged by an evenly spread sample. */
const LOOKED_AT = 64;

/** At most `most` places of `count`, evenly apart. */
function spread(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

/** Photos that were not looked at count as the mean of those that were; one that cannot be opened costs no time. */
async function estimate(
  parts: RestoreParts,
  { model, photos, settings }: Args<'restore.estimate'>,
  folder: Promise<string | null>,
): Promise<RestoreEstimate> {
  const { children, registry, store } = parts;
  const path = await modelFile(parts, model);
  const { card } = await readSummary(path);
  const about = photos.map((id) => registry.photo(id));
  const chosen = new Set(spread(photos.length, LOOKED_AT));
  // Each by itself: one that cannot be opened, or ends the process, is nobody else's fault.
  const infos = await inOrder(about, 4, (one, index) =>
    chosen.has(index)
      ? children.photos.call('photo.probe', { path: one.path }, one).catch(() => null)
      : Promise.resolve(null),
  );
  const asked = { photos: about.map(({ path }) => path), infos, settings, scale: card.settings.scale };
  const { sizes, outputBytes } = await children.photos.call('batch.outlook', asked, { path: '' });
  const looked = await children.compute.call('restore.estimate', {
    model: path,
    photos: sizes.map((size) => size ?? NO_PIXELS),
    settings,
  });
  const known = looked.filter((_, index) => sizes[index] !== null);
  const mean = known.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, known.length);
  const secondsPerPhoto = looked.map((seconds, index) => (sizes[index] === null ? mean : seconds));
  const totalSeconds = secondsPerPhoto.reduce((sum, seconds) => sum + seconds, 0);
  const place = (await folder) ?? store.places.restored;
  return {
    ...{ secondsPerPhoto, totalSeconds, outputBytes },
    freeBytes: await answering(place, () => freeBytes(place)),
  };
}

import { dirname } from 'node:path';
import type { HostTools } from './tools';
import type { Args } from '@contract/channels';
import type { RestoreEstimate } from '@contract/job';
import type { PhotoSize } from '@contract/photo';
import type { BatchLog } from './batch-log';
import type { JobBoard } from './jobs';
import { languageOf, type Preferences } from './preferences';
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
  | 'restore.scan'
  | 'restore.estimate'
  | 'restore.start'
  | 'restore.order'
  | 'restore.outcomes'
  | 'restore.report'
  | 'results.verdicts'
  | 'results.judge'
>;

const NO_PIXELS: PhotoSize = { width: 0, height: 0, channels: 1 };

/** Restoring photos and folders. */
export function restoreHandlers(parts: RestoreParts): RestoreHandlers {
  const { registry, board, batches, preferences, shell, disks } = parts;
  const relativeNames = new Map<string, string>();
  const relativeName = (photo: string) => relativeNames.get(photo) ?? null;
  /** Where results go: the folder asked for, the user's own, or (null) the usual one. */
  const folderOf = async (folder?: string) =>
    folder === undefined ? (await preferences.load()).folder : registry.folder(folder);
  const language = () => languageOf(preferences, shell);

  return {
    'restore.scan': async ({ inputs, recursive }) => {
      const paths = inputs.map((id) => registry.findPhoto(id)?.path ?? registry.folder(id));
      await disks.refuseSilent(paths.flatMap((path) => [path, dirname(path)]));
      const { photos, ...left } = await scanPhotos(paths, recursive);
      const listed = photos.map(({ path, relative, ...facts }) => {
        const ref = registry.registerPhoto(path);
        relativeNames.set(ref.id, relative);
        return { ...ref, relative, ...facts };
      });
      return { photos: listed, ...left };
    },
    'restore.estimate': (args) => estimate(parts, args, folderOf(args.folder)),
    'restore.start': async (args) => {
      const folder = await folderOf(args.folder);
      const place = folder === null ? {} : { folder: registry.registerFolder(folder).id };
      const work = await newRestoring(
        { ...parts, language, developer: preferences.developer, relativeName },
        { ...args, ...place },
      );
      return { job: board.add(work) };
    },
    'restore.order': ({ job, photos }) => {
      batches.reorder(job, photos);
      return null;
    },
    'results.verdicts': ({ results }) =>
      parts.store.judgements.verdictsOf(results.map((id) => registry.photo(id).path)),
    'results.judge': async ({ result, verdict }) => {
      await parts.store.judgements.judge(registry.photo(result).path, verdict);
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
const SAMPLED = 64;

/** At most `most` places of `count`, evenly apart. */
function spread(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

/** Photos outside the sample count as the mean of those that were; one that cannot be opened costs no time. */
async function estimate(
  parts: RestoreParts,
  { model, photos, settings, own = {} }: Args<'restore.estimate'>,
  folder: Promise<string | null>,
): Promise<RestoreEstimate> {
  const { children, registry, store } = parts;
  const { card } = await readSummary(await modelFile(parts, model));
  const about = photos.map((id) => registry.photo(id));
  const chosen = new Set(spread(photos.length, SAMPLED));
  // Each by itself: one that cannot be opened, or ends the process, is nobody else's fault.
  const infos = await inOrder(about, 4, (one, index) =>
    chosen.has(index)
      ? children.photos.call('photo.probe', { path: one.path }, one).catch(() => null)
      : Promise.resolve(null),
  );
  const asked = { photos: about.map(({ path }) => path), infos, settings, scale: card.settings.scale };
  const { sizes, outputBytes } = await children.photos.call('batch.outlook', asked, { path: '' });
  const models = photos.map((id) => own[id]?.model ?? model);
  const estimated: number[] = photos.map(() => 0);
  for (const used of new Set(models)) {
    const places = models.flatMap((one, at) => (one === used ? [at] : []));
    const seconds = await children.compute.call('restore.estimate', {
      model: await modelFile(parts, used),
      photos: places.map((at) => sizes[at] ?? NO_PIXELS),
      settings,
    });
    for (const [at, place] of places.entries()) estimated[place] = seconds[at] ?? 0;
  }
  const known = estimated.filter((_, index) => sizes[index] !== null);
  const mean = known.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, known.length);
  const secondsPerPhoto = estimated.map((seconds, index) => (sizes[index] === null ? mean : seconds));
  const totalSeconds = secondsPerPhoto.reduce((sum, seconds) => sum + seconds, 0);
  const place = (await folder) ?? store.places.restored;
  return {
    ...{ secondsPerPhoto, totalSeconds, outputBytes },
    freeBytes: await answering(place, () => freeBytes(place)),
  };
}

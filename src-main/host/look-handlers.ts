import { toFailure } from '@contract/result';
import { readSummary } from '../store/model-file';
import { watched } from './photo-lane';
import { modelFile } from './model-file';
import type { RestoringTools } from './batch-tools';
import type { ChannelHandlers } from './router';
import type { HostTools } from './tools';

/** Looking before restoring: each photo's fit to the model, and any part of one before and after. */
export function lookHandlers(
  tools: Pick<RestoringTools, keyof HostTools | 'patienceMs'>,
): Pick<ChannelHandlers, 'restore.fit' | 'restore.preview'> {
  const { compute, photos } = tools.children;
  const { registry, patienceMs } = tools;
  return {
    'restore.fit': async (args) => {
      const { card } = await readSummary(await modelFile(tools, args.model));
      const training = card.fit ?? null;
      const fits = [];
      // One after the other: each holds a whole photo while it is looked at.
      for (const photo of args.photos) {
        const looked = photos.call('photo.fit', { path: registry.photo(photo).path, training });
        const end = () => {
          photos.kill();
        };
        const fit = await watched(looked, patienceMs, end).catch((error: unknown) => ({
          level: 'unknown' as const,
          sentence: toFailure(error).sentence,
        }));
        fits.push({ photo, ...fit });
      }
      return fits;
    },
    'restore.preview': async ({ model, photo, ...how }) => {
      const startedAt = performance.now();
      const { path } = registry.photo(photo);
      const source = await photos.call('photo.keep', { path });
      const out = `${source.path}.${Math.round(startedAt)}.part`;
      try {
        const part = await compute.call('restore.part', { model: await modelFile(tools, model), source, out, ...how });
        const pictures = await photos.call('photo.part', { path, rect: part.rect, restored: part.raw });
        return { ...pictures, rect: part.rect, exact: part.exact, elapsedMs: performance.now() - startedAt };
      } finally {
        await tools.files.remove(out);
      }
    },
  };
}

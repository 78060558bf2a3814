import { parse } from 'node:path';
import { enlargedRect, type Rect } from '@contract/model-spec';
import { toFailure } from '@contract/result';
import { readSummary } from '../store/model-file';
import { modelFile } from './model-file';
import type { ChannelHandlers } from './router';
import type { HostTools } from './tools';

/** Before restoring: each photo's domain gap to the model's pair, any part of one before and after, and a photo as it would be. */
export function previewHandlers(
  tools: HostTools,
): Pick<ChannelHandlers, 'restore.domainGap' | 'restore.preview' | 'compare.preview'> {
  const { compute, photos } = tools.children;
  const { registry } = tools;
  let previews = 0;
  return {
    'restore.domainGap': async (args) => {
      const { card } = await readSummary(await modelFile(tools, args.model));
      const training = card.fit ?? null;
      const gaps = [];
      // One after the other: each holds a whole photo while it is measured.
      for (const photo of args.photos) {
        const about = registry.photo(photo);
        const gap = await photos
          .call('photo.domainGap', { path: about.path, training }, about)
          .catch((error: unknown) => ({
            level: 'unknown' as const,
            sentence: toFailure(error).sentence,
            ...(toFailure(error).kind === 'bad-input' ? { unreadable: true as const } : {}),
          }));
        gaps.push({ photo, ...gap });
      }
      return gaps;
    },
    'restore.preview': async ({ model, photo, ...how }) => {
      const startedAt = performance.now();
      const about = registry.photo(photo);
      const { path } = about;
      const source = await photos.call('photo.keep', { path }, about);
      const out = `${source.path}.${Math.round(startedAt)}.part`;
      try {
        const part = await compute.call('restore.part', { model: await modelFile(tools, model), source, out, ...how });
        const pictures = await photos.call('photo.part', { path, rect: part.rect, restored: part.raw }, about);
        return { ...pictures, rect: part.rect, exact: part.exact, elapsedMs: performance.now() - startedAt };
      } finally {
        await tools.files.remove(out);
      }
    },
    'compare.preview': async ({ model, photo, crisp, rect: asked }) => {
      const about = registry.photo(photo);
      const { path, ref } = about;
      const file = await modelFile(tools, model);
      const { scale } = (await readSummary(file)).card.settings;
      const source = await photos.call('photo.keep', { path }, about);
      const rect = asked ? divided(asked, scale) : { x: 0, y: 0, width: source.width, height: source.height };
      previews += 1;
      const out = `${source.path}.${previews}.preview`;
      try {
        const quick = asked !== undefined;
        const how = { strength: 100, crisp, quick, lane: quick ? 'part' : 'whole' } as const;
        const found = await compute.call('restore.part', { model: file, source, out, rect, ...how });
        const name = `${parse(ref.name).name}.${quick ? 'png' : 'tif'}`;
        const picture = await photos.call('photo.restored', { raw: found.raw, photo: path, name, part: quick }, about);
        return { picture: registry.registerPhoto(picture.path, name), rect: enlargedRect(found.rect, scale) };
      } finally {
        await tools.files.remove(out);
      }
    },
  };
}

/** Of the photo, all that a part of the restored picture comes from. */
function divided({ x, y, width, height }: Rect, scale: number): Rect {
  const [left, top] = [Math.floor(x / scale), Math.floor(y / scale)];
  return {
    x: left,
    y: top,
    width: Math.ceil((x + width) / scale) - left,
    height: Math.ceil((y + height) / scale) - top,
  };
}

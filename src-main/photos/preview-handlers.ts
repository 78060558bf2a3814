import type { PhotosCalls } from '@contract/worker-calls';
import { decodePhoto, partAsPng } from '../codec';
import { keepDecoded } from './kept-photos';
import { photoFit } from './photo-fit';
import type { Handlers } from '../processes/serve';
import { sessionScratch } from '../disk/session-scratch';

type PreviewCalls = Pick<PhotosCalls, 'photo.keep' | 'photo.part' | 'photo.fit'>;

/** Before restoring: how near a photo is to the training pair, and any part of it before and after. */
export const previewHandlers: Handlers<PreviewCalls> = {
  'photo.keep': ({ path }) => keepDecoded(path),
  'photo.part': async ({ path, rect, restored }) => ({
    before: await partAsPng(await keepDecoded(path), rect, path),
    after: await partAsPng(restored, null, path),
  }),
  'photo.fit': async ({ path, training }) => {
    const scratch = await sessionScratch();
    const raw = await decodePhoto(path, scratch.path('fit'), { pages: 'first' });
    try {
      return await photoFit(raw, training);
    } finally {
      await scratch.remove(raw.path);
    }
  },
};

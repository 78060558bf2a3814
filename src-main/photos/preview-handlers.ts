import type { PhotosCalls } from '@contract/worker-calls';
import { decodePhoto, partAsPng } from '../codec';
import { keepDecoded } from './kept-photos';
import { domainGap } from './domain-gap';
import type { Handlers } from '../processes/serve';
import { sessionScratch } from '../disk/session-scratch';

type PreviewCalls = Pick<PhotosCalls, 'photo.keep' | 'photo.part' | 'photo.domainGap'>;

/** Before restoring: how near a photo is to the training pair, and any part of it before and after. */
export const previewHandlers: Handlers<PreviewCalls> = {
  'photo.keep': ({ path }) => keepDecoded(path),
  'photo.part': async ({ path, rect, restored }) => ({
    before: await partAsPng(await keepDecoded(path), rect, path),
    after: await partAsPng(restored, null, path),
  }),
  'photo.domainGap': async ({ path, training }) => {
    const scratch = await sessionScratch();
    const raw = await decodePhoto(path, scratch.path('fit'), { pages: 'first' });
    try {
      return await domainGap(raw, training);
    } finally {
      await scratch.remove(raw.path);
    }
  },
};

import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { formatOfName, RESULT_FORMATS, type ResultFormat } from '@contract/photo';
import { AppError } from '@contract/result';
import type { PhotosCalls } from '@contract/worker-calls';
import { say } from '@contract/sentence';
import { decodePhoto, encodePhoto, partAsPng, probePhoto } from '../codec';
import { beside } from './beside';
import { readPixels, writePicture } from './pixels';
import type { Handlers } from '../processes/serve';
import { screenTile } from './screen-tiles';
import { scratchPicture, sessionScratch } from '../disk/session-scratch';

type PhotoCalls = Omit<
  Pick<PhotosCalls, Extract<keyof PhotosCalls, `photo.${string}`>>,
  'photo.keep' | 'photo.part' | 'photo.domainGap'
>;

export const photoHandlers: Handlers<PhotoCalls> = {
  'photo.probe': ({ path }) => probePhoto(path),
  'photo.decode': async ({ path }) => decodePhoto(path, (await sessionScratch()).path('photo')),
  'photo.derived': async ({ raw, name }) => {
    const path = await scratchPicture(name);
    await encodePhoto({ raw, original: null, out: path, format: 'png', onConflict: 'overwrite' });
    return { path, name };
  },
  'photo.restored': async ({ raw, photo, name, part }) => {
    const path = await scratchPicture(name);
    if (part) await writeFile(path, await partAsPng(raw, null, photo), { flag: 'wx' });
    else await encodePhoto({ raw, original: photo, out: path, format: 'tiff', onConflict: 'rename' });
    return { path, name };
  },
  'photo.tile': screenTile,
  'photo.convert': async ({ path, out }) => {
    const format = formatOf(out);
    const scratch = await sessionScratch();
    const raw = await decodePhoto(path, scratch.path('photo'));
    try {
      await encodePhoto({ raw, original: path, out, format, onConflict: 'rename' });
    } finally {
      await scratch.remove(raw.path);
    }
    return null;
  },
  'photo.beside': async ({ paths, out }) => {
    const pictures = [];
    for (const path of paths) pictures.push(await readPixels(path));
    await writePicture(out, beside(pictures), 8);
    return null;
  },
};

/** The format that a file name asks for. */
function formatOf(out: string): ResultFormat {
  const format = RESULT_FORMATS.find((one) => one === formatOfName(out));
  if (format !== undefined) return format;
  throw new AppError('bad-input', say('save.ending', { file: extname(out) }));
}

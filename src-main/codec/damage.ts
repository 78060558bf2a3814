import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { readAt, withRegularFile } from '../disk/read-file';
import { jpegDamage } from './jpeg-damage';
import type { ProbedPhoto } from './probe';
import { isDevelopedWhole } from './stand-in';
import { arePiecesSound } from './tiff-check';

/** No picture that is decoded takes more; films and files of nothing may follow it. */
const MOST_JPEG_BYTES = 2 ** 30;

/** Throws AppError('bad-input') where pixels would be wrong without a word from their decoder. */
export async function refuseDamage(path: string, probed: ProbedPhoto): Promise<void> {
  const { name, format } = probed.info;
  if (format === 'raw' && !(await isDevelopedWhole(path, probed))) throw isDamaged(name, null);
  if (format !== 'jpeg' && format !== 'tiff') return; // the others have checksums, or decoders that complain
  await withRegularFile(
    path,
    async (file, size) => {
      const read = (position: number, length: number) => readAt(file, position, length);
      if (format === 'jpeg') {
        const damage = jpegDamage(await read(0, Math.min(size, MOST_JPEG_BYTES)));
        if (damage !== null) throw isDamaged(name, damage.share);
        return;
      }
      for (const index of probed.stack) {
        const picture = probed.pages[index];
        if (picture !== undefined && !(await arePiecesSound(read, picture))) throw isDamaged(name, null);
      }
    },
    { followLinks: true },
  );
}

function isDamaged(name: string, share: number | null): AppError {
  const much =
    share === null ? say('photo.aPart') : say('photo.aboutPercent', { percent: Math.max(1, Math.round(100 * share)) });
  return new AppError('bad-input', say('photo.partlyDamaged', { file: name, much }), name);
}

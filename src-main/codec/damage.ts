import type { FileHandle } from 'node:fs/promises';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { readAt, withRegularFile } from '../disk/read-file';
import { codedPieces } from './heic-items';
import { jpegDamage } from './jpeg-damage';
import type { ProbedPhoto } from './probe';
import { isDevelopedWhole } from './stand-in';
import { damageOfPieces } from './tiff-check';
import { codedChunks } from './webp-chunks';

/** No picture that is decoded takes more; films and files of nothing may follow it. */
const MOST_BYTES = 2 ** 30;

/** Throws AppError('bad-input') where pixels would be wrong without a word from their decoder. */
export async function refuseDamage(path: string, probed: ProbedPhoto): Promise<void> {
  const { name, format } = probed.info;
  if (format === 'raw' && !(await isDevelopedWhole(path, probed))) throw isDamaged(name, null);
  const check = CHECKS[format];
  if (check) await withRegularFile(path, (file, size) => check(file, size, probed), { followLinks: true });
}

type Check = (file: FileHandle, size: number, probed: ProbedPhoto) => Promise<void>;

/** Other formats have checksums, or decoders that complain. */
const CHECKS: Partial<Record<ProbedPhoto['info']['format'], Check>> = {
  jpeg: async (file, size, { info: { name } }) => {
    const damage = jpegDamage(await readAt(file, 0, Math.min(size, MOST_BYTES)));
    if (damage === 'unseen') throw isUnseen(name);
    if (damage !== null) throw isDamaged(name, damage.share);
  },
  tiff: async (file, _size, { info: { name }, pages, stack }) => {
    const read = (position: number, length: number) => readAt(file, position, length);
    for (const index of stack) {
      const picture = pages[index];
      const damage = picture === undefined ? null : await damageOfPieces(read, picture);
      if (damage !== null) throw damage === 'unseen' ? isUnseen(name) : isDamaged(name, null);
    }
  },
  webp: refuseHoles(codedChunks, ({ width, height }) => Math.max(4096, (width * height) / 1000)),
  // Three zero bytes never follow each other in its codes.
  heic: refuseHoles(codedPieces, () => 64),
};

/**
 * Disks and transfers leave zero bytes where they lost something, and decoders make some picture of them. `longest` is more of
 * them than codes of a picture of that size have in a row: flat parts of a WebP came to one for 10,000 pixels.
 */
function refuseHoles(
  piecesOf: (file: Uint8Array) => Uint8Array[],
  longest: (size: { width: number; height: number }) => number,
): Check {
  return async (file, size, { info }) => {
    const hole = Buffer.alloc(longest(info));
    const pieces = piecesOf(await readAt(file, 0, Math.min(size, MOST_BYTES)));
    if (pieces.some(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).includes(hole)))
      throw isDamaged(info.name, null);
  };
}

const isUnseen = (name: string): AppError => new AppError('bad-input', say('photo.unseenDamage', { file: name }), name);

function isDamaged(name: string, share: number | null): AppError {
  const much =
    share === null ? say('photo.aPart') : say('photo.aboutPercent', { percent: Math.max(1, Math.round(100 * share)) });
  return new AppError('bad-input', say('photo.partlyDamaged', { file: name, much }), name);
}

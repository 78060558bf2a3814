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
  webp: refuseHoles(codedChunks),
  heic: refuseHoles(codedPieces),
};

/**
 * Codes of pictures hold no longer runs of zero bytes: a HEIC's by their definition, flat WebPs of 192 megapixels came to four.
 * Disks and transfers leave longer ones where they lost something, and decoders make some picture of them.
 */
const HOLE = Buffer.alloc(64);

function refuseHoles(piecesOf: (file: Uint8Array) => Uint8Array[]): Check {
  return async (file, size, { info: { name } }) => {
    const pieces = piecesOf(await readAt(file, 0, Math.min(size, MOST_BYTES)));
    if (pieces.some(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).includes(HOLE)))
      throw isDamaged(name, null);
  };
}

const isUnseen = (name: string): AppError => new AppError('bad-input', say('photo.unseenDamage', { file: name }), name);

function isDamaged(name: string, share: number | null): AppError {
  const much =
    share === null ? say('photo.aPart') : say('photo.aboutPercent', { percent: Math.max(1, Math.round(100 * share)) });
  return new AppError('bad-input', say('photo.partlyDamaged', { file: name, much }), name);
}

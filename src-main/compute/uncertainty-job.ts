import { DOUBT_MOST_PIXELS, DOUBT_STEPS_A_LEVEL } from '@contract/uncertainty';
import type { Rect } from '@contract/model-spec';
import type { RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import type { DoubtRequest } from '@contract/worker-calls';
import { doubtMap } from '../core/uncertainty/uncertainty-map';
import { middleOf } from '../core/image/middle';
import { openVoter, votesOf, voteStride, type Voter } from '../core/uncertainty/samples';
import type { JobToken } from '../core/job-token';
import { outputSize } from '../core/restore/restore-picture';
import { estimateRestore } from '../core/training/estimate';
import { openRawSource, writeRaw } from '../codec/raw-picture';
import { loadAddressed } from '../store/model-access';
import { runtime } from './runtime';

/** What a map may take on a quiet machine, seconds. */
const BUDGET_SECONDS = 8;
const LEAST_SIDE = 128;

/**
 * Where a model's answers for a part of a photo lie apart, as a grey 8-bit raw file (`@contract/uncertainty` says in which
 * steps). What would take too long is left out around the middle; `rect` says what was done, in restored pixels, and
 * `mostLevels` how large the largest doubt is, in levels of 255. Throws AppError('cancelled').
 */
export async function mapDoubt(
  request: DoubtRequest,
  token: JobToken,
): Promise<{ raw: RawPicture; rect: Rect; mostLevels: number }> {
  const { matmulGflops } = await runtime();
  const { card, tensors } = await loadAddressed(request.model);
  const { source: photo, out } = request;
  const wanted = inside(request.rect, outputSize(card.settings, photo.width, photo.height));
  const voter = openVoter(card.settings, tensors);
  const rect = middleOf(wanted, affordablePixels(voter, photo, matmulGflops), LEAST_SIDE);
  const source = await openRawSource(photo);
  try {
    const map = await doubtMap(voter, source, rect, token);
    const stored = map.data.map((doubt) => Math.min(1, doubt * DOUBT_STEPS_A_LEVEL));
    const raw = await writeRaw(out, { data: stored, width: map.width, height: map.height, channels: 1 }, 8);
    const mostLevels = 255 * map.data.reduce((most, doubt) => Math.max(most, doubt), 0);
    return { raw, rect, mostLevels };
  } finally {
    await source.close();
    voter.model.dispose();
  }
}

function inside(rect: Rect, picture: { width: number; height: number }): Rect {
  const width = Math.min(rect.width, picture.width - rect.x);
  const height = Math.min(rect.height, picture.height - rect.y);
  if (width < 1 || height < 1) throw new AppError('bad-input', 'That part lies outside the picture.');
  return { ...rect, width, height };
}

/** Restored pixels that all votes together can answer for in time. */
function affordablePixels({ model, frame }: Voter, photo: RawPicture, matmulGflops: number): number {
  const side = 1024;
  const { settings } = model;
  const stride = settings.mode === 'patch2pixel' ? 1 : voteStride(settings.patch);
  const seconds = estimateRestore(settings, side, side, photo.channels, matmulGflops, { stride });
  const pixels = (side * settings.scale) ** 2;
  const votes = votesOf(settings.patch, frame.symmetries).length;
  return Math.min(DOUBT_MOST_PIXELS, (BUDGET_SECONDS * pixels) / (seconds * votes));
}

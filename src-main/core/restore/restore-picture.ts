import type { Borders } from '@contract/evaluate';
import type { Rect, TrainSettings } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { JobToken } from '../job-token';
import { enlargedSource } from '../image/bicubic';
import { luminance } from '../image/color';
import type { ImageF32, PixelSink, PixelSource } from '../image/image';
import { gather, indicesWithin } from '../image/pad';
import type { OpenModel } from '../models/method';
import type { Tile } from '../patches/tile';
import { channelPlane, type Plane } from '../image/plane';

/** Pixels of a tile without its margin: what bounds the memory of restoring, whatever the photo's size. */
const TILE_PIXELS = 1 << 20;
const TILE_SIDE = 1024;
/** Pixels lie in [0,1]: whoever changes one by more does not restore (weights of a file that make no sense). */
const MOST_CHANGE = 1000;

export interface RestoreOptions {
  /** 0–100 %: how much of the restoration is mixed into the photo. */
  strength: number;
  stride?: number;
  /** Restore R, G and B each by itself; absent: as the model was trained. */
  perChannel?: boolean;
  /** What lies beyond the photo's borders; absent: symmetric. Circular is for comparing with others' protocols. */
  borders?: Borders;
  token: JobToken;
  onProgress(fraction: number): void;
  tilePixels?: number;
  /** The part of the restored picture to make, in its pixels, exactly as in the whole; absent: all of it. */
  area?: Rect;
}

/** The size of the restored picture: that of the photo, times the scale for super resolution. */
export function outputSize(settings: TrainSettings, width: number, height: number): { width: number; height: number } {
  return { width: width * settings.scale, height: height * settings.scale };
}

/**
 * Restores a photo tile by tile, top to bottom. Luminance alone is changed and colour differences are kept, unless
 * `perChannel`. Values handed to the sink may lie slightly outside [0,1]; the sink clips and rounds, once.
 * Returns 'stopped' when the token said so (the sink is then incomplete). Throws AppError 'cancelled', or 'bad-input' for
 * a model whose results are no pixels.
 */
export async function restorePicture(
  model: OpenModel,
  photo: PixelSource,
  sink: PixelSink,
  options: RestoreOptions,
): Promise<'done' | 'stopped'> {
  const source = model.settings.scale > 1 ? enlargedSource(photo, model.settings.scale, options.borders) : photo;
  const separately = (options.perChannel ?? model.settings.channels === 'all') && source.channels === 3;
  const area = options.area ?? { x: 0, y: 0, width: source.width, height: source.height };
  const bands = bandsOf(area, options.tilePixels ?? TILE_PIXELS);
  for (const [index, band] of bands.entries()) {
    const rows: ImageF32 = {
      width: area.width,
      height: band.height,
      channels: source.channels,
      data: new Float32Array(area.width * band.height * source.channels),
    };
    for (const [tileIndex, rect] of tilesOf(band).entries()) {
      if ((await options.token.next()) === 'stop') return 'stopped';
      await restoreTile(model, source, rect, { image: rows, x: area.x }, separately, options);
      const inBand = (tileIndex + 1) * TILE_SIDE;
      options.onProgress((index + Math.min(1, inBand / area.width)) / bands.length);
    }
    await sink.writeRows(band.y - area.y, rows);
  }
  return 'done';
}

/** Bands of whole tiles, as wide as the area. */
function bandsOf(area: Rect, tilePixels: number): Rect[] {
  const rows = Math.max(1, Math.floor(tilePixels / Math.min(TILE_SIDE, area.width)));
  return Array.from({ length: Math.ceil(area.height / rows) }, (_, index) => ({
    ...area,
    y: area.y + index * rows,
    height: Math.min(rows, area.height - index * rows),
  }));
}

function tilesOf(band: Rect): Rect[] {
  return Array.from({ length: Math.ceil(band.width / TILE_SIDE) }, (_, index) => ({
    ...band,
    x: band.x + index * TILE_SIDE,
    width: Math.min(TILE_SIDE, band.width - index * TILE_SIDE),
  }));
}

/** A band of the result; `x` is where its first column lies in the whole picture. */
interface Rows {
  image: ImageF32;
  x: number;
}

/** Restores one rectangle into `rows`, the band it belongs to. */
async function restoreTile(
  model: OpenModel,
  source: PixelSource,
  rect: Rect,
  rows: Rows,
  separately: boolean,
  options: RestoreOptions,
): Promise<void> {
  const padded = await readPadded(source, rect, model.margin, options.borders ?? 'symmetric');
  const planes = separately ? [0, 1, 2].map((channel) => channelPlane(padded, channel)) : [luminance(padded)];
  const place = { margin: model.margin, ...rect, pictureWidth: source.width, pictureHeight: source.height };
  const tiles = planes.map((plane): Tile => ({ plane, ...place }));
  const { token, stride } = options;
  const how = stride === undefined ? { token } : { token, stride };
  const together = separately && model.restoreColors ? await model.restoreColors(tiles, how) : null;
  for (const [channel, tile] of tiles.entries()) {
    const restored = together?.[channel] ?? (await model.restoreTile(tile, how));
    mixIn({ rows, padded, rect, margin: model.margin }, tile.plane, restored, {
      channels: separately ? [channel] : undefined,
      strength: options.strength / 100,
    });
  }
}

/**
 * Adds what restoring changed to the photo's own values. Adding a luminance difference to R, G and B alike is what
 * converting to YCbCr, replacing Y and converting back does.
 */
function mixIn(
  place: { rows: Rows; padded: ImageF32; rect: Rect; margin: number },
  before: Plane,
  restored: Plane,
  how: { channels: number[] | undefined; strength: number },
): void {
  const { padded, rect, margin } = place;
  const { image: rows, x: left } = place.rows;
  const channels = how.channels ?? Array.from({ length: rows.channels }, (_, channel) => channel);
  for (let y = 0; y < rect.height; y++) {
    const inner = (y + margin) * before.width + margin;
    const to = (y * rows.width + rect.x - left) * rows.channels;
    for (const channel of channels) {
      let at = to + channel;
      let from = inner * padded.channels + channel;
      for (let x = 0; x < rect.width; x++) {
        const own = padded.data[from]!;
        const change = restored.data[y * rect.width + x]! - before.data[inner + x]!;
        if (!(Math.abs(change) < MOST_CHANGE)) throw new AppError('bad-input', say('model.givesNoPicture'));
        rows.data[at] = how.strength === 1 ? own + change : mixed(own, own + change, how.strength);
        at += rows.channels;
        from += padded.channels;
      }
    }
  }
}

/** A share of the restored picture in the photo's: of its values as they are seen and saved, within [0, 1]. */
const mixed = (own: number, restored: number, share: number): number =>
  own + share * (Math.min(1, Math.max(0, restored)) - own);

/** The rectangle with `margin` pixels around it; `borders` says what lies beyond the photo. Reads no more than it needs. */
async function readPadded(source: PixelSource, rect: Rect, margin: number, borders: Borders): Promise<ImageF32> {
  const columns = neededOf(indicesWithin(rect.x - margin, rect.width + 2 * margin, source.width, borders));
  const rows = neededOf(indicesWithin(rect.y - margin, rect.height + 2 * margin, source.height, borders));
  const read = await source.read({ x: columns.first, y: rows.first, width: columns.count, height: rows.count });
  return gather(read, columns.indices, rows.indices);
}

/** The first sample needed, how many have to be read from there, and where in these each one lies. */
function neededOf(indices: Int32Array) {
  const first = indices.reduce((least, index) => Math.min(least, index));
  const last = indices.reduce((most, index) => Math.max(most, index));
  return { first, count: last - first + 1, indices: indices.map((index) => index - first) };
}

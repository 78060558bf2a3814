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

/** Pixels of all tiles at work, without their margins: what bounds the memory of restoring, whatever the photo's size. */
const TILE_PIXELS = 1 << 20;
const TILE_SIDE = 1024;
/** Pixels below which a tile costs more for its margins than it gains by being restored beside another. */
const LEAST_TILE_PIXELS = 1 << 15;
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
  /** At most so many pixels a tile; absent: as many as its memory allows. */
  tilePixels?: number;
  /** The part of the restored picture to make, in its pixels, exactly as in the whole; absent: all of it. */
  area?: Rect;
}

/** The size of the restored picture: that of the photo, times the scale for super resolution. */
export function outputSize(settings: TrainSettings, width: number, height: number): { width: number; height: number } {
  return { width: width * settings.scale, height: height * settings.scale };
}

/**
 * Restores a photo tile by tile, top to bottom, as many at once as suits the model. Luminance alone is changed and colour differences are kept, unless
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
  const atOnce = model.tilesAtOnce ?? 1;
  const pixels = Math.min(TILE_PIXELS, area.width * area.height);
  const bands = bandsOf(area, options.tilePixels ?? Math.max(LEAST_TILE_PIXELS, Math.ceil(pixels / atOnce)));
  const left = bands.flatMap((band) => band.tiles.map((rect) => ({ band, rect })));
  const count = left.length;
  let restored = 0;
  let written = Promise.resolve();

  /** Restores one tile after the other until none is left. */
  const lane = async (): Promise<'done' | 'stopped'> => {
    try {
      while (left.length > 0) {
        if ((await options.token.next()) === 'stop') return 'stopped';
        const tile = left.shift();
        if (!tile) break;
        const { band, rect } = tile;
        band.image ??= imageOf(band.rect, source.channels);
        await restoreTile(model, source, rect, { image: band.image, x: area.x }, separately, options);
        band.tilesLeft -= 1;
        restored += 1;
        options.onProgress(restored / count);
        // Bands are written in their order, whichever is done first.
        for (; bands[0]?.tilesLeft === 0; bands.shift()) {
          const { rect: done, image } = bands[0];
          written = written.then(() => sink.writeRows(done.y - area.y, image!));
        }
        await written;
      }
      return 'done';
    } catch (error) {
      // The other lanes end with the tiles that they have begun.
      left.length = 0;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return ends.some((end) => end.status === 'fulfilled' && end.value === 'stopped') ? 'stopped' : 'done';
}

/** A row of tiles, as wide as the area, and what they make together once the first is begun. */
interface Band {
  rect: Rect;
  tiles: Rect[];
  tilesLeft: number;
  image?: ImageF32;
}

function bandsOf(area: Rect, tilePixels: number): Band[] {
  const columns = evenly(area.x, area.width, TILE_SIDE);
  const rows = evenly(area.y, area.height, Math.max(1, Math.floor(tilePixels / columns[0]!.length)));
  return rows.map(({ start: y, length: height }) => {
    const tiles = columns.map(({ start: x, length: width }) => ({ x, y, width, height }));
    return { rect: { ...area, y, height }, tiles, tilesLeft: tiles.length };
  });
}

/** An axis in as few parts as can be, none longer than `most`. */
function evenly(start: number, length: number, most: number): { start: number; length: number }[] {
  const side = Math.ceil(length / Math.ceil(length / most));
  return Array.from({ length: Math.ceil(length / side) }, (_, index) => ({
    start: start + index * side,
    length: Math.min(side, length - index * side),
  }));
}

const imageOf = ({ width, height }: Rect, channels: ImageF32['channels']): ImageF32 => ({
  ...{ width, height, channels },
  data: new Float32Array(width * height * channels),
});

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
      channel: separately ? channel : undefined,
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
  how: { channel: number | undefined; strength: number },
): void {
  const { padded, rect, margin } = place;
  const { image: rows, x: left } = place.rows;
  const { channels } = rows;
  const [first, end] = how.channel === undefined ? [0, channels] : [how.channel, how.channel + 1];
  const { strength } = how;
  const [own, was, made, to] = [padded.data, before.data, restored.data, rows.data];
  for (let y = 0; y < rect.height; y++) {
    const inner = (y + margin) * before.width + margin;
    let at = (y * rows.width + rect.x - left) * channels;
    for (let x = 0; x < rect.width; x++, at += channels) {
      const change = made[y * rect.width + x]! - was[inner + x]!;
      if (!(Math.abs(change) < MOST_CHANGE)) throw new AppError('bad-input', say('model.givesNoPicture'));
      const from = (inner + x) * channels;
      for (let channel = first; channel < end; channel++) {
        const value = own[from + channel]!;
        to[at + channel] = strength === 1 ? value + change : mixed(value, value + change, strength);
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
  const whole = columns.inside && rows.inside;
  return whole ? read : gather(read, columns.indices, rows.indices);
}

/** The first sample needed, how many have to be read from there, where in these each one lies, and whether these are all, in order. */
function neededOf(indices: Int32Array) {
  const first = indices.reduce((least, index) => Math.min(least, index));
  const last = indices.reduce((most, index) => Math.max(most, index));
  const inside = indices.every((index, at) => index === first + at);
  return { first, count: last - first + 1, indices: indices.map((index) => index - first), inside };
}

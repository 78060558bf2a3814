import type { DomainMeasures } from '@contract/domain-gap';
import { hasIngredient, LIMITS, patchSize, type Rect, type TrainSettings } from '@contract/model-spec';
import { previewRect } from '@contract/preview-crop';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import { measureDomain } from '../domain-gap/measure';
import { enlargedSource } from '../image/bicubic';
import { luminance, luminanceOfPlanes, toYCbCr } from '../image/color';
import type { ImageF32, PixelSource } from '../image/image';
import { type TrainingPlanes } from '../models/method';
import { baselineOf } from '@contract/model-tensors';
import { GRID_CUT } from '../patches/grid';
import { holdOut, type HeldOut } from './held-out';
import { matchByChance } from './match-tone';
import { channelPlane, createPlane, type Plane } from '../image/plane';

/** Rows read at once: no float copy of a whole colour photo ever exists. */
const BAND_ROWS = 256;

/** What is learned from and shown: luminance, or R, G and B as three pictures of one model, and a crop in colour. */
export interface TrainingPair {
  width: number;
  height: number;
  /** What is in `planes`: chosen by the settings, or by the pair itself (`auto`). */
  channels: 'luminance' | 'all';
  /** What was found in the pair and done about it. */
  notes: Sentence[];
  planes: TrainingPlanes[];
  /** Nothing is learned from these. */
  squares: readonly Rect[];
  /** What is measured on, as it was prepared, whatever the settings learn from. */
  measured: MeasuredPart[];
  /** A square, channels as in the files. May be replaced by another one (`readCrop`) while it is learned from. */
  crop: PairCrop;
  /** What the degraded picture's patches look like, before any enlargement. */
  domain: DomainMeasures | null;
}

/** A part of the region, channels as in the files; of one where either is grey. */
export interface MeasuredPart {
  rect: Rect;
  degraded: ImageF32;
  clean: ImageF32;
}

/** What previews show; `rect` lies in the region that is learned from. */
export interface PairCrop {
  rect: Rect;
  degraded: ImageF32;
  clean: ImageF32;
}

type Point = Pick<Rect, 'x' | 'y'>;

/**
 * Reads the pair that is learned from: a small degraded picture of super resolution is enlarged (bicubic), the clean
 * one is cropped top-left to the same size, then both to the region. `leftOut`: of the clean picture's size, not 0 where
 * nothing is learned and measured. Throws bad-input when sizes do not match.
 */
export async function preparePair(
  degraded: PixelSource,
  clean: PixelSource,
  settings: TrainSettings,
  previewPoint: Point | null = null,
  leftOut: PixelSource | null = null,
): Promise<TrainingPair> {
  const { large, region } = commonArea(degraded, clean, settings);
  const { channels, note } = await chooseChannels(large, clean, region, settings);
  const read = (source: PixelSource) => readPlanes(source, region, channels === 'luminance');
  const [degradedPlanes, cleanPlanes] = [await read(large), await read(clean)];
  const mask = leftOut && (await readPlanes(leftOut, region, true))[0]!;
  const { squares, measured } = holdOut(luminanceOfPlanes(cleanPlanes), settings, mask ?? undefined);
  // Of a pair with a mask the tone has been matched where it is sound.
  const tone =
    hasIngredient(settings, 'match-tone') && mask === null ? matchByChance(cleanPlanes, degradedPlanes) : null;
  return {
    width: region.width,
    height: region.height,
    channels,
    notes: [note, tone?.note ?? null].filter((one) => one !== null),
    planes: degradedPlanes.map((plane, index) => ({
      degraded: plane,
      clean: (tone?.planes ?? cleanPlanes)[index]!,
      ...(mask ? { leftOut: mask } : {}),
    })),
    squares,
    measured: await readMeasured(large, clean, region, measured),
    crop: await readCrop(degraded, clean, settings, previewPoint),
    domain: await measureDomain(degraded),
  };
}

async function readMeasured(
  degraded: PixelSource,
  clean: PixelSource,
  region: Rect,
  rects: HeldOut['measured'],
): Promise<MeasuredPart[]> {
  const isGrey = degraded.channels === 1 || clean.channels === 1;
  const parts: MeasuredPart[] = [];
  for (const rect of rects) {
    const inPicture = { ...rect, x: region.x + rect.x, y: region.y + rect.y };
    const [before, after] = [await degraded.read(inPicture), await clean.read(inPicture)];
    parts.push({
      rect,
      degraded: isGrey ? luminance(before) : before,
      clean: isGrey ? luminance(after) : after,
    });
  }
  return parts;
}

/**
 * The part about a point of the clean picture (in its pixels), moved inside the region that is learned from; the
 * middle of the region where no point is given.
 */
export async function readCrop(
  degraded: PixelSource,
  clean: PixelSource,
  settings: TrainSettings,
  previewPoint: Point | null = null,
): Promise<PairCrop> {
  const { large, region } = commonArea(degraded, clean, settings);
  const inPicture = previewRect(previewPoint, region);
  const rect = { ...inPicture, x: inPicture.x - region.x, y: inPicture.y - region.y };
  return { rect, degraded: await large.read(inPicture), clean: await clean.read(inPicture) };
}

/** The degraded picture at the clean one's size, and the part of both that is learned from. */
function commonArea(degraded: PixelSource, clean: PixelSource, settings: TrainSettings) {
  const same = degraded.width === clean.width && degraded.height === clean.height;
  const large = settings.scale > 1 && !same ? enlargedSource(degraded, settings.scale) : degraded;
  requireOneSize(degraded, large, clean, settings);
  return { large, region: regionOf(large, settings) };
}

type Size = Pick<PixelSource, 'width' | 'height'>;

function requireOneSize(degraded: Size, large: Size, clean: Size, { scale }: TrainSettings): void {
  const within = (surplus: number) => surplus >= 0 && surplus < scale;
  if (within(clean.width - large.width) && within(clean.height - large.height)) return;
  throw new AppError(
    'bad-input',
    scale > 1
      ? say('pair.sizesNotAtScale', { degraded: size(degraded), clean: size(clean), scale })
      : say('pair.sizesNotEqual', { degraded: size(degraded), clean: size(clean) }),
  );
}

function regionOf(picture: Size, settings: TrainSettings): Rect {
  const region = onGrid(settings.region, settings.scale) ?? {
    x: 0,
    y: 0,
    width: picture.width,
    height: picture.height,
  };
  if (region.x + region.width > picture.width || region.y + region.height > picture.height) {
    throw new AppError('bad-input', say('pair.regionBeyond', { size: size(picture) }));
  }
  // A filter's residual is learned where the filter fits.
  const cut = baselineOf(settings) === 'linear' ? 2 * GRID_CUT : 0;
  const least = Math.max(LIMITS.pictureSide, cut + Math.max(...Object.values(patchSize(settings))));
  if (Math.min(region.width, region.height) < least) {
    throw new AppError('bad-input', say('pair.tooSmall', { size: size(region), least }));
  }
  return region;
}

/** The region begins where a sample of the small picture does: a model knows these places apart. */
function onGrid(region: Rect | undefined, scale: number): Rect | undefined {
  if (!region || scale === 1) return region;
  const [x, y] = [region.x - (region.x % scale), region.y - (region.y % scale)];
  return { x, y, width: region.width + region.x - x, height: region.height + region.y - y };
}

const size = ({ width, height }: Size) => say('unit.pixels', { width, height });

/** Where chroma holds more than this share of a pair's error in Y, Cb and Cr, all channels are learned from. */
const CHROMA_SHARE = 0.05;

async function chooseChannels(degraded: PixelSource, clean: PixelSource, region: Rect, settings: TrainSettings) {
  if (degraded.channels === 1 || clean.channels === 1) return { channels: 'luminance', note: null } as const;
  if (settings.channels !== 'auto') return { channels: settings.channels, note: null } as const;
  const share = await chromaShare(degraded, clean, region);
  return share > CHROMA_SHARE
    ? ({
        channels: 'all',
        note: say('training.allChannels', { share }),
      } as const)
    : ({
        channels: 'luminance',
        note: say('training.luminanceOnly', { share }),
      } as const);
}

/** The share of Cb and Cr in the squared error of Y, Cb and Cr. 0 for identical pictures. */
async function chromaShare(degraded: PixelSource, clean: PixelSource, region: Rect): Promise<number> {
  let [chroma, all] = [0, 0];
  for (let top = 0; top < region.height; top += BAND_ROWS) {
    const band = { ...region, y: region.y + top, height: Math.min(BAND_ROWS, region.height - top) };
    const [before, after] = [toYCbCr(await degraded.read(band)).data, toYCbCr(await clean.read(band)).data];
    for (let at = 0; at < before.length; at++) {
      const error = (before[at]! - after[at]!) ** 2;
      all += error;
      if (at % 3 > 0) chroma += error;
    }
  }
  return all === 0 ? 0 : chroma / all;
}

/** The region as luminance alone, or as its three channels, read band by band. */
async function readPlanes(source: PixelSource, region: Rect, luminanceAlone: boolean): Promise<Plane[]> {
  const planes = Array.from({ length: luminanceAlone ? 1 : 3 }, () => createPlane(region.width, region.height));
  for (let top = 0; top < region.height; top += BAND_ROWS) {
    const height = Math.min(BAND_ROWS, region.height - top);
    const band = await source.read({ ...region, y: region.y + top, height });
    for (const [channel, plane] of planes.entries()) {
      const part = luminanceAlone ? luminance(band) : channelPlane(band, channel);
      plane.data.set(part.data, top * region.width);
    }
  }
  return planes;
}

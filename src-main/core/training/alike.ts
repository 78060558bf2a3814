import { solveLinearFilter } from '../models/least-squares';
import { symmetriesOf } from '../models/alignment';
import { correlate } from '../models/correlate';
import { BASELINE_FILTER_SIDE } from '@contract/model-tensors';
import type { AlikeSource, TrainingPlanes } from '../models/method';
import { UNIT } from '../degradation/compress';
import { degradeAlike, type DegradationModel } from '../degradation/degrade-alike';
import { sheetOf } from '../degradation/grain';
import { PSF_RADIUS, PSF_SIDE } from '../degradation/psf';
import { blur } from '../degrade/blur';
import { drawDeadLeaves } from '../degrade/dead-leaves';
import { crop } from '../image/crop';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { channelPlane, eachPlane, type Plane } from '../image/plane';
import { reduceByMean } from '../image/reduce';
import { freePlace } from '../patches/left-out';
import { applySymmetry, SYMMETRIES } from '../patches/symmetry';
import { createRandom, type Random } from '../random';

/** How many times as strong as the pair's noise is learned from: up to twice, so that other exposures are covered; */
const OTHER_EXPOSURES = [0.8, 2] as const;
/** where blur is to be undone, which amplifies it, hardly any other. */
const AS_IT_IS = [0.9, 1.1] as const;
/** Of the crops, the share that is cut from the pair's own clean picture; the others are cut from drawn ones. */
const OWN_SHARE = 0.5;
/** Side of the drawn pictures, in pixels, and how many there are. */
const DRAWN = { side: 512, count: 4 } as const;
/** No camera delivers edges as sharp as drawn ones: sigmas of the Gaussians that soften them, in pixels. What is to become sharp stays so. */
const SOFTENED = [0.6, 0.9, 1.3, 1.8] as const;
/** The sheet of noise is the same for every training. */
const SHEET_SEED = 2;

/**
 * Pictures degraded like a pair, as many as are wanted: parts of its clean side and of drawn pictures, turned, in other
 * contrasts and colours, with new noise each time. `clean` may be learned from where `leftOut` is 0.
 */
export function alikeSource(
  model: DegradationModel,
  clean: ImageF32,
  leftOut?: Plane,
  sheet = sheetOf(model.grain, createRandom(SHEET_SEED)),
  drawn = drawnPictures(model),
): PicturesAlike {
  const drawnSources = drawn.map((picture): Source => ({ picture }));
  const ownPictures: Source[] = [
    { picture: clean, leftOut },
    { picture: reduceByMean(clean, 2), leftOut: leftOut && reduceByMean(leftOut, 2) },
  ];
  const margin = model.psf === null ? 0 : PSF_RADIUS;
  const gains = model.psf !== null ? AS_IT_IS : OTHER_EXPOSURES;
  const blurWith = (psf: Float32Array, image: ImageF32) => eachPlane(image, (plane) => correlate(plane, psf, PSF_SIDE));
  const drawOne = (random: Random, side: number): TrainingPlanes[] => {
    const inner = model.jpeg === null ? side : UNIT * Math.ceil(side / UNIT);
    const outer = inner + 2 * margin;
    const own = ownPictures.filter(({ picture }) => Math.min(picture.width, picture.height) >= outer);
    const isOwn = own.length > 0 && random.next() < OWN_SHARE;
    const source = one(random, isOwn ? own : drawnSources);
    const cut = turned(randomCrop(random, source, outer), one(random, SYMMETRIES));
    const content = varied(random, cut, isOwn ? OWN_VARIETY : DRAWN_VARIETY);
    const place = {
      sheet,
      x: random.integer(sheet.width),
      y: random.integer(sheet.height),
      gain: gainOf(random, gains),
    };
    const degraded = degradeAlike(model, content, place, blurWith);
    const wanted = crop(content, { x: margin, y: margin, width: inner, height: inner });
    return Array.from({ length: model.channels }, (_, channel) => ({
      degraded: channelPlane(degraded, channel),
      clean: channelPlane(wanted, channel),
    }));
  };
  const draw: AlikeSource['draw'] = (random, count, side) => Array.from({ length: count }, () => drawOne(random, side));
  if (model.psf === null) return { draw, filter: nothingUndone(), symmetries: null };
  const filter = filterOf(draw);
  return { draw, filter, symmetries: symmetriesOf(filter, BASELINE_FILTER_SIDE, measuredOn(draw)) };
}

export interface PicturesAlike extends AlikeSource {
  /** The linear filter, [15 · 15], that undoes their blur with the least error; one picture's own would smooth as that picture bears it. */
  filter: Float32Array;
  /**
   * The mirror images and transposes under which it is the same: a filter solved on one small picture is lopsided as that
   * picture is. Null where there is no blur to tell them by.
   */
  symmetries: number[] | null;
}

/** Crops that the linear filter is solved on. */
const SOLVED_ON = { count: 16, side: 144 } as const;
/** Side of the picture on which its symmetries are measured. */
const SYMMETRIC_ON = 384;

const filterOf = (draw: AlikeSource['draw']) =>
  solveLinearFilter(draw(createRandom(SHEET_SEED), SOLVED_ON.count, SOLVED_ON.side).flat(), BASELINE_FILTER_SIDE);

const measuredOn = (draw: AlikeSource['draw']): TrainingPlanes => {
  const [planes] = draw(createRandom(SHEET_SEED), 1, SYMMETRIC_ON);
  return planes![planes!.length >> 1]!;
};

/** Without blur the start is the degraded picture itself. */
const nothingUndone = () =>
  Float32Array.from({ length: BASELINE_FILTER_SIDE ** 2 }, (_, tap) =>
    tap === (BASELINE_FILTER_SIDE ** 2) >> 1 ? 1 : 0,
  );

const one = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)]!;
const between = (random: Random, [least, most]: readonly [number, number]) => least + (most - least) * random.next();
const gainOf = (random: Random, [least, most]: readonly [number, number]) =>
  Math.exp(between(random, [Math.log(least), Math.log(most)]));

function drawnPictures({ channels, psf }: DegradationModel): ImageF32[] {
  return Array.from({ length: DRAWN.count }, (_, index) => {
    const drawn = drawDeadLeaves({ size: DRAWN.side, seed: 100 + index });
    const picture = channels === 1 ? luminance(drawn) : drawn;
    return psf === null ? blur(picture, SOFTENED[index]!) : picture;
  });
}

interface Source {
  picture: ImageF32;
  leftOut?: ImageF32 | undefined;
}

function randomCrop(random: Random, { picture, leftOut }: Source, side: number): ImageF32 {
  const start = (length: number) => random.integer(length - side + 1);
  const draw = () => ({ left: start(picture.width), top: start(picture.height) });
  const { left, top } = freePlace(leftOut, side, side, draw);
  return crop(picture, { x: left, y: top, width: side, height: side });
}

const turned = (picture: ImageF32, symmetry: number) =>
  symmetry === 0 ? picture : eachPlane(picture, (plane) => applySymmetry(plane, symmetry));

interface Variety {
  saturation: readonly [number, number];
  contrast: readonly [number, number];
  /** Where the mean level is brought to, or by how much it is moved; in [0,1]. */
  level: readonly [number, number];
  moved: boolean;
}

const DRAWN_VARIETY: Variety = { saturation: [0.1, 1], contrast: [0.2, 1], level: [0.1, 0.86], moved: false };
const OWN_VARIETY: Variety = { saturation: [0.5, 1.2], contrast: [0.5, 1.2], level: [-0.12, 0.12], moved: true };

/** Every second crop in another saturation, contrast and brightness. */
function varied(random: Random, picture: ImageF32, variety: Variety): ImageF32 {
  if (random.next() < 0.5) return picture;
  const [saturation, contrast] = [between(random, variety.saturation), between(random, variety.contrast)];
  const grey = luminance(picture).data;
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const level = between(random, variety.level) + (variety.moved ? mean : 0);
  const data = picture.data.map((value, at) => {
    const own = grey[Math.floor(at / picture.channels)]!;
    return Math.min(1, Math.max(0, level + contrast * (own - mean + saturation * (value - own))));
  });
  return { ...picture, data };
}

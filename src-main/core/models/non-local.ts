import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { measureJpeg } from '../degradation/jpeg-quality';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { channelPlane, joinPlanes, type Plane } from '../image/plane';
import { BLOCK_AREA } from '../nonlocal/dct';
import { filterMargin, filterTile, learnFilter, type NonLocalFilter, type Scale } from '../nonlocal/filter';
import type { Walk } from '../nonlocal/groups';
import { channelPairs, greyLaw, LEVELS } from '../nonlocal/noise-law';
import { shrinkageLength } from '../nonlocal/shrinkage';
import {
  tensorNamed,
  type Learner,
  type LearnerInput,
  type Method,
  type OpenModel,
  type TensorSpec,
  type TrainingPlanes,
} from './method';

/** How far similar blocks are looked for, in pixels. */
const RADIUS = 12;
/** Pixels between reference blocks while learning. */
const STEP = 6;

const channelsOf = ({ channels }: TrainSettings) => (channels === 'luminance' ? 1 : 3);

const walkOf = ({ units }: TrainSettings, step = STEP): Walk => ({ step, radius: RADIUS, most: units });

/** Where grains are small, or a picture is, the coarser ones leave it as it is. */
const SCALES = 3;

type Part = 'levels' | 'deviations' | 'covariances' | 'softened' | 'first' | 'second';

function specsOf(channels: number, scale: number): Record<Part, TensorSpec> {
  const spec = (name: string, ...shape: number[]): TensorSpec => ({
    name: `scale${scale}.${name}`,
    shape,
    dtype: 'F32',
  });
  return {
    levels: spec('noise.levels', channels, LEVELS),
    deviations: spec('noise.deviations', channels, LEVELS),
    covariances: spec('noise.covariances', channelPairs(channels).length, BLOCK_AREA),
    softened: spec('matching.softened', 1),
    first: spec('shrinkage.first', shrinkageLength(channels)),
    second: spec('shrinkage.second', shrinkageLength(channels)),
  };
}

const scaleIndices = Array.from({ length: SCALES }, (_, scale) => scale);

/** Similar blocks of the photo filtered together, as the pair says: solved at once, all channels together. */
export const nonLocal: Method = {
  name: 'non-local',
  margin: (settings) => filterMargin(walkOf(settings), SCALES),
  stage2Patches: () => 0,
  open: openNonLocal,
  baselineFilterSide: () => null,
  iterative: false,
  asGraph: false,
  trainingKernels: [],
  createLearner,
  // A reference block every sixteenth pixel, with statistics besides.
  trainFlopsPerPatch: ({ units }) => (FLOPS_PER_BLOCK * units) / 4,
  coarserStrides: () => [8],
  restoreFlopsPerPixel: (settings, stride = settings.restoreStride) => (FLOPS_PER_BLOCK * settings.units) / stride ** 2,
  trainingSpeed: () => SPEED,
  restoringSpeed: () => SPEED,
  trainingBytes: () => 1 << 28,
};

/** Comparing, transforming and shrinking a block of one channel in both passes and all scales; and the speed of that arithmetic. */
const FLOPS_PER_BLOCK = 24_000;
const SPEED = 0.02;

function createLearner({ planes, settings }: LearnerInput): Learner {
  const degraded = joinPlanes(planes.map((pair) => pair.degraded));
  const [{ leftOut }] = planes as [TrainingPlanes];
  const filter = learnFilter(degraded, joinPlanes(planes.map(knownOf)), walkOf(settings), SCALES, {
    ...(leftOut ? { leftOut } : {}),
    compressed: measureJpeg(degraded) !== null,
  });
  const weights = () => tensorsOf(filter, planes.length);
  const still = { pixel: 0, adversarial: null, discriminator: null };
  return { step: () => still, weights, state: weights, rewind: () => undefined, dispose: () => undefined };
}

/** The clean plane, of which what is left out is never seen. */
function knownOf({ degraded, clean, leftOut }: TrainingPlanes): Plane {
  if (!leftOut) return clean;
  return { ...clean, data: clean.data.map((value, at) => (leftOut.data[at] === 0 ? value : degraded.data[at]!)) };
}

function tensorsOf(filter: NonLocalFilter, channels: number): NamedArray[] {
  return scaleIndices.flatMap((scale) => {
    const specs = specsOf(channels, scale);
    const { law, softened, first, second } = filter[scale] ?? inert(channels);
    const { levels, deviations, covariances } = law;
    const data = { levels, deviations, covariances, softened: Float32Array.of(softened ? 1 : 0), first, second };
    return (Object.keys(specs) as Part[]).map((name) => ({ ...specs[name], data: data[name] }));
  });
}

/** A scale that changes nothing. */
function inert(channels: number): Scale {
  const filled = (length: number, value: number) => new Float32Array(length).fill(value);
  const gains = filled(shrinkageLength(channels), 1);
  return {
    law: {
      channels,
      levels: filled(channels * LEVELS, 0),
      deviations: filled(channels * LEVELS, 1),
      covariances: filled(channelPairs(channels).length * BLOCK_AREA, 1),
    },
    softened: false,
    first: gains,
    second: gains,
  };
}

const isInert = ({ first, second }: Scale) => first.every((gain) => gain === 1) && second.every((gain) => gain === 1);

function scaleFrom(tensors: NamedArray[], channels: number, scale: number): Scale {
  const specs = specsOf(channels, scale);
  const read = (name: Part) => tensorNamed(tensors, specs[name]);
  const law = { channels, levels: read('levels'), deviations: read('deviations'), covariances: read('covariances') };
  return { law, softened: read('softened')[0] === 1, first: read('first'), second: read('second') };
}

function openNonLocal(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const channels = channelsOf(settings);
  const filter = scaleIndices.map((scale) => scaleFrom(tensors, channels, scale)).filter((scale) => !isInert(scale));
  const ofGrey = filter.map((scale) => ({ ...scale, law: greyLaw(scale.law) }));
  const margin = nonLocal.margin(settings);
  const restore = (
    own: NonLocalFilter,
    image: ImageF32,
    { x, y, width, height }: Place,
    stride = settings.restoreStride,
  ) => filterTile(own, { image, margin, x, y, width, height }, walkOf(settings, stride));
  return {
    settings,
    margin,
    async restoreTile({ plane, ...place }, { stride, token }): Promise<Plane> {
      await token.next();
      return luminance(restore(ofGrey, plane, place, stride));
    },
    ...(channels === 1
      ? {}
      : {
          async restoreColors(tiles, { stride, token }): Promise<Plane[]> {
            await token.next();
            const image = joinPlanes(tiles.map(({ plane }) => plane));
            const restored = restore(filter, image, tiles[0]!, stride);
            return tiles.map((_, channel) => channelPlane(restored, channel));
          },
        }),
    dispose: () => undefined,
  };
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The tensors of a model file of this method. */
export const nonLocalSpecs = (settings: TrainSettings): TensorSpec[] =>
  scaleIndices.flatMap((scale) => Object.values(specsOf(channelsOf(settings), scale)));

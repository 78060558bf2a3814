import { NON_LOCAL_SCALES, nonLocalChannels, nonLocalSpecs } from '@contract/methods';
import type { TrainSettings } from '@contract/model-spec';
import { sizeOf, type TensorSpec } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { measureJpeg } from '../degradation/jpeg-quality';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { channelPlane, joinPlanes, type Plane } from '../image/plane';
import { filterMargin, filterTile, learnFilter, type NonLocalFilter, type Scale } from '../nonlocal/filter';
import type { Walk } from '../nonlocal/bands';
import { greyLaw } from '../nonlocal/noise-law';
import {
  CLOSED_FORM,
  solved,
  tensorNamed,
  type Learner,
  type LearnerInput,
  type Method,
  type OpenModel,
  type TrainingPlanes,
} from '../models/method';

/** How far similar blocks are looked for, in pixels. */
const RADIUS = 12;
/** Pixels between reference blocks while learning. */
const STEP = 6;

const walkOf = ({ units }: TrainSettings, step = STEP): Walk => ({ step, radius: RADIUS, most: units });

/** Where grains are small, or a picture is, the coarser ones leave it as it is. */
const SCALES = NON_LOCAL_SCALES.length;

type Part = keyof ReturnType<typeof nonLocalSpecs>;

/** Similar blocks of the photo filtered together, as the pair says: solved at once, all channels together. */
export const method: Method = {
  ...CLOSED_FORM,
  margin: (settings) => filterMargin(walkOf(settings), SCALES),
  open: openNonLocal,
  createLearner,
  // A reference block every sixteenth pixel, with statistics besides.
  trainFlopsPerPatch: ({ units }) => (FLOPS_PER_BLOCK * units) / 4,
  coarserStrides: (_, own) => [6, 8].filter((stride) => stride > own),
  restoreFlopsPerPixel: (settings, stride = settings.restoreStride) => (FLOPS_PER_BLOCK * settings.units) / stride ** 2,
  trainingSpeed: () => SPEED,
  restoringSpeed: () => SPEED,
  trainingBytes: () => 1 << 28,
};

/** Comparing, transforming and shrinking a block of one channel in both passes and all scales; and the speed of that arithmetic. */
const FLOPS_PER_BLOCK = 24_000;
const SPEED = 0.05;

function createLearner({ planes, settings }: LearnerInput): Learner {
  const degraded = joinPlanes(planes.map((pair) => pair.degraded));
  const [{ leftOut }] = planes as [TrainingPlanes];
  const filter = learnFilter(degraded, joinPlanes(planes.map(knownOf)), walkOf(settings), SCALES, {
    ...(leftOut ? { leftOut } : {}),
    compressed: measureJpeg(degraded) !== null,
  });
  return solved(() => tensorsOf(filter, settings));
}

/** The clean plane, of which what is left out is never seen. */
function knownOf({ degraded, clean, leftOut }: TrainingPlanes): Plane {
  if (!leftOut) return clean;
  return { ...clean, data: clean.data.map((value, at) => (leftOut.data[at] === 0 ? value : degraded.data[at]!)) };
}

function tensorsOf(filter: NonLocalFilter, settings: TrainSettings): NamedArray[] {
  return NON_LOCAL_SCALES.flatMap((scale) => {
    const specs = nonLocalSpecs(settings, scale);
    const data = filter[scale] && dataOf(filter[scale]);
    return (Object.keys(specs) as Part[]).map((name) => ({ ...specs[name], data: data?.[name] ?? inert(name, specs) }));
  });
}

const dataOf = ({ law, softened, first, second }: Scale): Record<Part, Float32Array> => ({
  levels: law.levels,
  deviations: law.deviations,
  covariances: law.covariances,
  softened: Float32Array.of(softened ? 1 : 0),
  first,
  second,
});

/** Of a scale that changes nothing. */
function inert(name: Part, specs: Record<Part, TensorSpec>): Float32Array {
  return new Float32Array(sizeOf(specs[name].shape)).fill(name === 'levels' || name === 'softened' ? 0 : 1);
}

const isInert = ({ first, second }: Scale) => first.every((gain) => gain === 1) && second.every((gain) => gain === 1);

function scaleFrom(tensors: NamedArray[], settings: TrainSettings, scale: number): Scale {
  const specs = nonLocalSpecs(settings, scale);
  const read = (name: Part) => tensorNamed(tensors, specs[name]);
  const law = {
    channels: nonLocalChannels(settings),
    levels: read('levels'),
    deviations: read('deviations'),
    covariances: read('covariances'),
  };
  return { law, softened: read('softened')[0] === 1, first: read('first'), second: read('second') };
}

function openNonLocal(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const channels = nonLocalChannels(settings);
  const filter = NON_LOCAL_SCALES.map((scale) => scaleFrom(tensors, settings, scale)).filter(
    (scale) => !isInert(scale),
  );
  const ofGrey = filter.map((scale) => ({ ...scale, law: greyLaw(scale.law) }));
  const margin = method.margin(settings);
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

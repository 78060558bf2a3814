import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { joinPlanes, type Plane } from '../image/plane';
import { BLOCK_AREA } from '../nonlocal/dct';
import { filterMargin, filterTile, learnFilter, type NonLocalFilter } from '../nonlocal/filter';
import type { Walk } from '../nonlocal/groups';
import { channelPairs, greyLaw, LEVELS } from '../nonlocal/noise-law';
import { shrinkageLength } from '../nonlocal/shrinkage';
import { tensorNamed, type Learner, type LearnerInput, type Method, type OpenModel, type TensorSpec } from './method';

/** How far similar blocks are looked for, in pixels. */
const RADIUS = 12;
/** Pixels between reference blocks where no stride is asked for. */
const STEP = 4;

const channelsOf = ({ channels }: TrainSettings) => (channels === 'luminance' ? 1 : 3);

const walkOf = ({ units }: TrainSettings, step = STEP): Walk => ({ step, radius: RADIUS, most: units });

function specsOf(channels: number): Record<'levels' | 'deviations' | 'covariances' | 'first' | 'second', TensorSpec> {
  const spec = (name: string, ...shape: number[]): TensorSpec => ({ name, shape, dtype: 'F32' });
  return {
    levels: spec('noise.levels', channels, LEVELS),
    deviations: spec('noise.deviations', channels, LEVELS),
    covariances: spec('noise.covariances', channelPairs(channels).length, BLOCK_AREA),
    first: spec('shrinkage.first', shrinkageLength(channels)),
    second: spec('shrinkage.second', shrinkageLength(channels)),
  };
}

/** Similar blocks of the photo filtered together, as the pair says: solved at once, all channels together. */
export const nonLocal: Method = {
  name: 'non-local',
  margin: (settings) => filterMargin(walkOf(settings)),
  expectedTensors: (settings) => Object.values(specsOf(channelsOf(settings))),
  open: openNonLocal,
  baselineFilterSide: () => null,
  iterative: false,
  trainingKernels: [],
  createLearner,
  trainFlopsPerPatch: ({ units }) => FLOPS_PER_BLOCK * units,
  coarserStrides: () => [6, 8],
  restoreFlopsPerPixel: (settings, stride = STEP) => (FLOPS_PER_BLOCK * settings.units) / stride ** 2,
  trainingSpeed: () => SPEED,
  restoringSpeed: () => SPEED,
  trainingBytes: () => 1 << 28,
};

/** Comparing, transforming and shrinking a block of one channel in both passes, counted; and the speed of that arithmetic. */
const FLOPS_PER_BLOCK = 12_000;
const SPEED = 0.02;

function createLearner({ planes, settings }: LearnerInput): Learner {
  const filter = learnFilter(
    joinPlanes(planes.map(({ degraded }) => degraded)),
    joinPlanes(planes.map(({ clean }) => clean)),
    walkOf(settings),
  );
  const weights = () => tensorsOf(filter);
  const still = { pixel: 0, adversarial: null, discriminator: null };
  return { step: () => still, weights, state: weights, rewind: () => undefined, dispose: () => undefined };
}

function tensorsOf({ law, first, second }: NonLocalFilter): NamedArray[] {
  const specs = specsOf(law.channels);
  const { levels, deviations, covariances } = law;
  const data = { levels, deviations, covariances, first, second };
  return (Object.keys(specs) as (keyof typeof specs)[]).map((name) => ({ ...specs[name], data: data[name] }));
}

function openNonLocal(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const channels = channelsOf(settings);
  const specs = specsOf(channels);
  const read = (name: keyof typeof specs) => tensorNamed(tensors, specs[name]);
  const law = { channels, levels: read('levels'), deviations: read('deviations'), covariances: read('covariances') };
  const filter: NonLocalFilter = { law, first: read('first'), second: read('second') };
  const ofGrey: NonLocalFilter = { ...filter, law: greyLaw(law) };
  const margin = nonLocal.margin(settings);
  const restore = (own: NonLocalFilter, image: ImageF32, { x, y, width, height }: Place, stride = STEP) =>
    filterTile(own, { image, margin, x, y, width, height }, walkOf(settings, stride));
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
          async restoreColors({ image, ...place }, { stride, token }): Promise<ImageF32> {
            await token.next();
            return restore(filter, image, place, stride);
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

import * as v from 'valibot';
import { batchCalls } from './batch';
import type { Args } from './channels';
import { bytes, type } from './channels-row';
import { pairDegradationSchema } from './degradation';
import type { DomainMeasures } from './domain-gap';
import { trainEstimateSchema, type JobAction } from './job';
import type { RestoreSettings } from './restore-options';
import { rectSchema, type Rect, type TaskName, type TrainSettings } from './model-spec';
import {
  pairFindingSchema,
  pairReportSchema,
  domainGapSchema,
  encodedTileSchema,
  photoInfoSchema,
  rawPictureSchema,
  scoreSchema,
  type CameraFacts,
  type PhotoSize,
  type Preparation,
  type RawPicture,
} from './photo';
import { answeredPartSchema } from './graphics-exchange';
import type { Recipe } from './recipe';
import { engineName, runtimeInfoSchema } from './runtime';
import { sentenceSchema } from './said';
import { evaluationRunSchema, type Protocol } from './evaluate';
import { studyResultSchema, type StudyRequest } from './study';

/**
 * What the host asks its children. Paths are allowed here and nowhere else. Pixels travel as scratch files, never as
 * messages (but for the small pictures of the screen).
 */

/** A clean and a degraded picture as raw files. */
export interface RawPair {
  degraded: RawPicture;
  clean: RawPicture;
  /** One channel: not 0 where nothing is learned and measured. */
  leftOut?: RawPicture;
}

export interface TrainRequest {
  job: string;
  pair: RawPair;
  pairName: string;
  /** A pair that the model is measured on at the end, and what it is called. */
  check?: RawPair & { name: string };
  /** Which camera took the degraded picture. */
  camera?: CameraFacts;
  settings: TrainSettings;
  /** The file of a model whose learning goes on. */
  begin?: string;
  /** The model's name. */
  name: string;
  /** The model file to write; null: a scratch file, for the library. */
  out: string | null;
  /** Whether it may replace a model. */
  replace?: boolean;
  /** Under which id and in which folder this training leaves its checkpoints. */
  checkpoint: string;
  checkpoints: string;
  /** The point of the clean picture about which previews are shown; null: the middle. */
  previewPoint: { x: number; y: number } | null;
  /** Whether models of single epochs are kept to choose from. */
  filmstrip: boolean;
  /** Whether a page has offered its graphics processor. */
  graphics?: boolean;
  /** It ends after so many milliseconds, with what it has learned by then; absent: after its last epoch. */
  withinMs?: number;
}

/** The model file of a training that has ended. */
const trainedFileSchema = v.object({
  path: v.string(),
  /** Whether the request named it: it stays there. */
  named: v.boolean(),
});
export type TrainedFile = v.InferOutput<typeof trainedFileSchema>;

export interface RestoreRequest {
  job: string;
  model: string;
  source: RawPicture;
  /** The raw file to write. */
  out: string;
  strength: number;
  crisp?: number;
  stride?: number;
  perChannel?: boolean;
  /** Bits a sample of the result; absent: those of the photo. */
  depth?: 8 | 16;
}

const restoredSchema = v.object({
  raw: rawPictureSchema,
  /** What restored it. */
  engine: engineName,
  /** Why it was not the engine that was chosen; absent where it was. */
  notes: v.exactOptional(v.array(sentenceSchema)),
  /** Tensors that the process holds afterwards. */
  tensors: v.number(),
});
export type Restored = v.InferOutput<typeof restoredSchema>;

/** A picture as it is degraded; `seed` draws the noise. */
export interface DegradeRequest {
  task: TaskName;
  /** sr only: every scale-th row and column is kept; 2 to 4, default 3. */
  scale?: number;
  /** deblur and sr: standard deviation of the PSF in pixels, default 1.6. */
  blurSigma?: number;
  /** Standard deviation of the white noise for pixels in [0,255]; default √2, for denoise 25. */
  noise?: number;
  seed?: number;
}

export interface TileRequest {
  path: string;
  rect: Rect | null;
  maxSide: number | null;
}

/** A picture that was drawn or derived here, as a file of this session's scratch folder. */
const derivedPhotoSchema = v.object({ path: v.string(), name: v.string() });
export type DerivedPhoto = v.InferOutput<typeof derivedPhotoSchema>;
const derivedPair = { degraded: derivedPhotoSchema, clean: derivedPhotoSchema };
const derivedPairSchema = v.object(derivedPair);
/** One channel: white where nothing is learned and measured. */
const leftOut = v.exactOptional(derivedPhotoSchema);

/** A pair as it is learned from: the photos themselves where nothing was to be done, else files of the scratch folder. */
const preparedPhotosSchema = v.object({
  ...derivedPair,
  leftOut,
  findings: v.array(pairFindingSchema),
  /** The region that was asked about, in the prepared pair's pixels. */
  region: v.exactOptional(rectSchema),
});
export type PreparedPhotos = v.InferOutput<typeof preparedPhotosSchema>;

/** A part of a photo, in its pixels. */
export interface PartRequest {
  model: string;
  source: RawPicture;
  /** The raw file to write. */
  out: string;
  rect: Rect;
  strength: number;
  crisp?: number | undefined;
  /** What can be had within a second, be it coarser or less. */
  quick: boolean;
  /** What it is for: a newer call for the same ends an older one. */
  lane?: PreviewLane;
}

type PreviewLane = 'preview' | 'part' | 'whole';

const restoredPartSchema = v.object({
  raw: rawPictureSchema,
  /** The part that was restored: smaller about its middle where not even the coarsest way restores all of it in time. */
  rect: rectSchema,
  /** Whether the pixels are those of the result. */
  exact: v.boolean(),
});
export type RestoredPart = v.InferOutput<typeof restoredPartSchema>;

/** A model to be written as an ONNX file, with its weights between both ends where it has two. */
export interface GraphRequest {
  model: string;
  out: string;
  crisp: number;
}

/** A part of a restored photo, in restored pixels, about which a model is asked several times. */
export interface UncertaintyRequest {
  model: string;
  source: RawPicture;
  /** The raw file to write. */
  out: string;
  rect: Rect;
}

/** Either a picture to learn from or a model, and what is measured with it. */
export interface EvaluateRequest {
  job: string;
  protocol: Protocol;
  settings: TrainSettings;
  /** A model file. */
  model: string | null;
  training: { name: string; raw: RawPicture } | null;
  tests: { set: string; name: string; raw: RawPicture }[];
  /** Where scores and models are kept, so that an evaluation can go on. */
  folder: string;
}

/** A study with its pictures. Without a pair, what is learned from is drawn. */
export interface StudyRun {
  job: string;
  request: StudyRequest;
  pair: { name: string; clean: RawPicture; degraded: RawPicture | null } | null;
  tests: { name: string; raw: RawPicture }[];
}

/** What was found by earlier runs of a study, by step. */
export interface KeptStudy {
  id: string;
  steps: Record<string, unknown>;
}

const nothing = v.null();
type Pair = { degraded: string; clean: string };

/**
 * The one table of what the host asks its children, one row a call: both sides are typed by the row. The host is trusted
 * with `args`; an answer comes from a process that reads strangers' files, and is checked against `answer`.
 */
export const childCalls = {
  /** Models are files by their paths. */
  compute: {
    'runtime.info': { args: type<{ selfTest: boolean }>(), answer: runtimeInfoSchema },
    'train.estimate': { args: type<Args<'train.estimate'>>(), answer: trainEstimateSchema },
    'train.run': { args: type<TrainRequest>(), answer: trainedFileSchema },
    'train.resume': {
      args: type<{ job: string; checkpoint: string; checkpoints: string; graphics: boolean }>(),
      answer: trainedFileSchema,
    },
    'train.movePreview': { args: type<Args<'train.movePreview'>>(), answer: nothing },
    /** Of a page's worker that trains. */
    'graphics.exchange': { args: type<Args<'graphics.exchange'>>(), answer: answeredPartSchema },
    'restore.estimate': {
      args: type<{ model: string; photos: PhotoSize[]; settings: RestoreSettings }>(),
      answer: v.array(v.number()),
    },
    'restore.run': {
      args: type<RestoreRequest>(),
      answer: v.union([restoredSchema, v.object({ stopped: v.literal(true) })]),
    },
    /** A newer call of the same lane cancels an older one. */
    'restore.part': { args: type<PartRequest>(), answer: restoredPartSchema },
    /** Where the model's answers lie apart, and the largest uncertainty in levels of 255. A newer call cancels an older one. */
    'uncertainty.map': {
      args: type<UncertaintyRequest>(),
      answer: v.object({ raw: rawPictureSchema, rect: rectSchema, mostLevels: v.number() }),
    },
    /** Writes a model as an ONNX file. */
    'model.graph': { args: type<GraphRequest>(), answer: nothing },
    'evaluate.run': { args: type<EvaluateRequest>(), answer: evaluationRunSchema },
    /** The id of a study's result: the same for the same request on the same pixels. */
    'study.identify': { args: type<StudyRun>(), answer: v.string() },
    'study.run': { args: type<StudyRun & { kept: KeptStudy }>(), answer: studyResultSchema },
    'job.control': { args: type<{ job: string; action: JobAction }>(), answer: nothing },
  },
  photos: {
    ...batchCalls,
    'photo.probe': { args: type<{ path: string }>(), answer: photoInfoSchema },
    'photo.decode': { args: type<{ path: string }>(), answer: rawPictureSchema },
    /** Decodes a photo for looking into: kept until the session ends or others are looked into. Not to be removed. */
    'photo.keep': { args: type<{ path: string }>(), answer: rawPictureSchema },
    /** The same part of a kept photo and of its restored raw file, as PNG with the photo's profile. */
    'photo.part': {
      args: type<{ path: string; rect: Rect; restored: RawPicture }>(),
      answer: v.object({ before: bytes, after: bytes }),
    },
    /** `training`: what the model's card tells of its pair. */
    'photo.domainGap': { args: type<{ path: string; training: DomainMeasures | null }>(), answer: domainGapSchema },
    /** A restored raw file as a picture of this session's own, looking as the photo does: all of it, or a part of it. */
    'photo.restored': {
      args: type<{ raw: RawPicture; photo: string; name: string; part: boolean }>(),
      answer: derivedPhotoSchema,
    },
    /** A raw file as a picture of this session's own. */
    'photo.derived': { args: type<{ raw: RawPicture; name: string }>(), answer: derivedPhotoSchema },
    'photo.tile': { args: type<TileRequest>(), answer: encodedTileSchema },
    /** Writes a photo again in the format of the name; 16-bit where the photo is and the format can. */
    'photo.convert': { args: type<{ path: string; out: string }>(), answer: nothing },
    /** Pictures of one height beside each other, as one PNG. */
    'photo.beside': { args: type<{ paths: string[]; out: string }>(), answer: nothing },
    /** Without a task a pair was brought along: it is checked as the steps prepare it. */
    'pair.check': {
      args: type<Pair & { task?: TaskName; region?: Rect; patch?: number; steps?: readonly Preparation[] }>(),
      answer: pairReportSchema,
    },
    'pair.turned': { args: type<Pair>(), answer: v.boolean() },
    'pair.prepare': {
      args: type<Pair & { steps: readonly Preparation[]; region?: Rect }>(),
      answer: preparedPhotosSchema,
    },
    'pair.degradation': { args: type<Pair>(), answer: pairDegradationSchema },
    'pair.burst': {
      args: type<{ shots: string[]; each: boolean }>(),
      answer: v.object({ ...derivedPair, leftOut, notes: v.array(sentenceSchema) }),
    },
    'pair.align': { args: type<Pair>(), answer: derivedPairSchema },
    'pair.middle': { args: type<Pair & { side: number; region?: Rect }>(), answer: derivedPairSchema },
    'pair.degrade': { args: type<{ clean: string } & DegradeRequest>(), answer: derivedPhotoSchema },
    'pair.recipe': {
      args: type<{ clean: string; recipe: Recipe; psf?: string; part?: Rect }>(),
      answer: derivedPhotoSchema,
    },
    'pair.sample': { args: type<{ size: number; scene?: boolean } & DegradeRequest>(), answer: derivedPairSchema },
    'compare.score': { args: type<{ restored: string; clean: string }>(), answer: scoreSchema },
  },
  disks: {
    /** For each path whether an ordinary file, or a link to one, lies there; null where its disk gives no answer. */
    'disk.files': {
      args: type<{ paths: string[]; patienceMs: number }>(),
      answer: v.array(v.nullable(v.boolean())),
    },
  },
};

/** The calls of a child, as whoever makes them looks at the answers. */
export type CallRows = Readonly<Record<string, { answer: v.GenericSchema }>>;

type Table = typeof childCalls;
/** Every child; those that are supervised. */
export type AnyChild = keyof Table;
export type ChildName = Exclude<AnyChild, 'disks'>;
export type CallsOf<Name extends AnyChild> = {
  [C in keyof Table[Name]]: Table[Name][C] extends { args: infer A; answer: infer S extends v.GenericSchema }
    ? { args: A; answer: v.InferOutput<S> }
    : never;
};
export type ComputeCalls = CallsOf<'compute'>;
export type PhotosCalls = CallsOf<'photos'>;
export type DisksCalls = CallsOf<'disks'>;

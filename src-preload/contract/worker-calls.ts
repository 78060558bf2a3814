import type { BatchCalls } from './batch';
import type { Sentence } from './sentence';
import type { Answer, Args, Channel } from './channels';
import type { PairDegradation } from './degradation';
import type { FitMeasures } from './domain-gap';
import type { JobAction } from './job';
import type { RestoreSettings } from './restore-options';
import type { Rect, TaskName, TrainSettings } from './model-spec';
import type {
  CameraFacts,
  PairFinding,
  PairReport,
  PhotoFit,
  PhotoInfo,
  PhotoSize,
  Preparation,
  RawPicture,
  Score,
} from './photo';
import type { Recipe } from './recipe';
import type { EngineName, RuntimeInfo } from './runtime';
import type { EvaluationRun, Protocol } from './evaluate';
import type { StudyRequest, StudyResult } from './study';

/**
 * What the host asks its two children. Both sides are ours, so these are types only; paths are allowed here and nowhere
 * else. Pixels travel as scratch files, never as messages (but for the small pictures of the screen).
 */
interface Call<Arguments, Answer> {
  args: Arguments;
  answer: Answer;
}

/** A call that is the channel of its name, passed on as it came. */
type PassedOn<C extends Channel> = Call<Args<C>, Answer<C>>;

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
  /** It ends after so many milliseconds, with what it has learned by then; absent: after its last epoch. */
  withinMs?: number;
}

/** The model file of a training that has ended. */
export interface TrainedFile {
  path: string;
  /** Whether the request named it: it stays there. */
  named: boolean;
}

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

export interface Restored {
  raw: RawPicture;
  /** What restored it. */
  engine: EngineName;
  /** Why it was not the engine that was chosen; absent where it was. */
  notes?: Sentence[];
  /** Tensors that the process holds afterwards. */
  tensors: number;
}

/** A picture as it is degraded; `seed` draws the noise. */
export interface DegradeRequest {
  task: TaskName;
  scale?: number;
  blurSigma?: number;
  noise?: number;
  seed?: number;
}

export interface TileRequest {
  path: string;
  rect: Rect | null;
  maxSide: number | null;
}

/** A tile as a file for the screen. */
export interface EncodedTile {
  bytes: Uint8Array;
  mime: string;
}

/** A picture that was drawn or derived here, as a file of this session's scratch folder. */
export interface DerivedPhoto {
  path: string;
  name: string;
}

/** A pair as it is learned from: the photos themselves where nothing was to be done, else files of the scratch folder. */
export interface PreparedPhotos {
  degraded: DerivedPhoto;
  clean: DerivedPhoto;
  /** One channel: white where nothing is learned and measured. */
  leftOut?: DerivedPhoto;
  findings: PairFinding[];
  /** The region that was asked about, in the prepared pair's pixels. */
  region?: Rect;
}

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

export interface RestoredPart {
  raw: RawPicture;
  /** The part that was restored: smaller about its middle where not even the coarsest way restores all of it in time. */
  rect: Rect;
  /** Whether the pixels are those of the result. */
  exact: boolean;
}

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

/** Models are files by their paths. */
export interface ComputeCalls {
  'runtime.info': Call<{ selfTest: boolean }, RuntimeInfo>;
  'train.estimate': PassedOn<'train.estimate'>;
  'train.run': Call<TrainRequest, TrainedFile>;
  'train.resume': Call<{ job: string; checkpoint: string; checkpoints: string }, TrainedFile>;
  'train.movePreview': PassedOn<'train.movePreview'>;
  'restore.estimate': Call<{ model: string; photos: PhotoSize[]; settings: RestoreSettings }, number[]>;
  'restore.run': Call<RestoreRequest, Restored | { stopped: true }>;
  /** A newer call of the same lane cancels an older one. */
  'restore.part': Call<PartRequest, RestoredPart>;
  /** Where the model's answers lie apart, and the largest uncertainty in levels of 255. A newer call cancels an older one. */
  'uncertainty.map': Call<UncertaintyRequest, { raw: RawPicture; rect: Rect; mostLevels: number }>;
  /** Writes a model as an ONNX file. */
  'model.graph': Call<GraphRequest, null>;
  'evaluate.run': Call<EvaluateRequest, EvaluationRun>;
  /** The id of a study's result: the same for the same request on the same pixels. */
  'study.identify': Call<StudyRun, string>;
  'study.run': Call<StudyRun & { kept: KeptStudy }, StudyResult>;
  'job.control': Call<{ job: string; action: JobAction }, null>;
}

export interface PhotosCalls extends BatchCalls {
  'photo.probe': Call<{ path: string }, PhotoInfo>;
  'photo.decode': Call<{ path: string }, RawPicture>;
  /** Decodes a photo for looking into: kept until the session ends or others are looked into. Not to be removed. */
  'photo.keep': Call<{ path: string }, RawPicture>;
  /** The same part of a kept photo and of its restored raw file, as PNG with the photo's profile. */
  'photo.part': Call<{ path: string; rect: Rect; restored: RawPicture }, { before: Uint8Array; after: Uint8Array }>;
  /** `training`: what the model's card tells of its pair. */
  'photo.fit': Call<{ path: string; training: FitMeasures | null }, Omit<PhotoFit, 'photo'>>;
  /** A restored raw file as a picture of this session's own, looking as the photo does: all of it, or a part of it. */
  'photo.restored': Call<{ raw: RawPicture; photo: string; name: string; part: boolean }, DerivedPhoto>;
  /** A raw file as a picture of this session's own. */
  'photo.derived': Call<{ raw: RawPicture; name: string }, DerivedPhoto>;
  'photo.tile': Call<TileRequest, EncodedTile>;
  /** Writes a photo again in the format of the name; 16-bit where the photo is and the format can. */
  'photo.convert': Call<{ path: string; out: string }, null>;
  /** Pictures of one height beside each other, as one PNG. */
  'photo.beside': Call<{ paths: string[]; out: string }, null>;
  /** Without a task a pair was brought along: it is checked as the steps prepare it. */
  'pair.check': Call<
    {
      degraded: string;
      clean: string;
      task?: TaskName;
      region?: Rect;
      patch?: number;
      steps?: readonly Preparation[];
    },
    PairReport
  >;
  'pair.turned': Call<{ degraded: string; clean: string }, boolean>;
  'pair.prepare': Call<
    { degraded: string; clean: string; steps: readonly Preparation[]; region?: Rect },
    PreparedPhotos
  >;
  'pair.degradation': Call<{ degraded: string; clean: string }, PairDegradation>;
  'pair.burst': Call<
    { shots: string[]; each: boolean },
    { degraded: DerivedPhoto; clean: DerivedPhoto; leftOut?: DerivedPhoto; notes: Sentence[] }
  >;
  'pair.align': Call<{ degraded: string; clean: string }, { degraded: DerivedPhoto; clean: DerivedPhoto }>;
  'pair.middle': Call<
    { degraded: string; clean: string; side: number; region?: Rect },
    { degraded: DerivedPhoto; clean: DerivedPhoto }
  >;
  'pair.degrade': Call<{ clean: string } & DegradeRequest, DerivedPhoto>;
  'pair.recipe': Call<{ clean: string; recipe: Recipe; psf?: string; part?: Rect }, DerivedPhoto>;
  'pair.sample': Call<
    { size: number; scene?: boolean } & DegradeRequest,
    { degraded: DerivedPhoto; clean: DerivedPhoto }
  >;
  'compare.score': Call<{ restored: string; clean: string }, Score>;
}

export interface DisksCalls {
  /** For each path whether an ordinary file, or a link to one, lies there; null where its disk gives no answer. */
  'disk.files': Call<{ paths: string[]; patienceMs: number }, (boolean | null)[]>;
}

export type ChildName = 'compute' | 'photos';
export type CallsOf<Name extends ChildName> = Name extends 'compute' ? ComputeCalls : PhotosCalls;

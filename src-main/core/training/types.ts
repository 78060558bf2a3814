import type { DegradationNumbers } from '@contract/degradation';
import type { DomainMeasures } from '@contract/domain-gap';
import type { Said } from '@contract/said';
import type { TrainPreview, TrainProgress } from '@contract/job';
import type { HistoryPoint, TrainingFacts } from '@contract/model-card';
import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { Order } from '@contract/page-training';
import type { JobToken } from '../job-token';
import type { PairCrop, TrainingPair } from './prepare-pair';

/** A model whose learning goes on. */
interface LearnedBefore {
  name: string;
  epochs: number;
  tensors: NamedArray[];
}

/** What a training is given beside its pair. Nothing here changes what is learned, but where it begins and when it ends. */
export interface TrainEnvironment {
  token: JobToken;
  nowMs(): number;
  onProgress(progress: TrainProgress): void;
  onPreview(preview: Omit<TrainPreview, 'job'>): void;
  onCheckpoint?(checkpoint: Checkpoint): Promise<void>;
  /** Given the model as it is after an epoch worth keeping (`isStripEpoch`), so that any of these can be chosen later. */
  onEpoch?(epoch: number, model: TrainedModel): Promise<void>;
  resumeFrom?: Checkpoint;
  /** Its weights are what learning begins with. */
  begin?: LearnedBefore;
  /** When to end with what was learned by then, on `nowMs`'s clock: after one step at the earliest. */
  endsAtMs?: number;
}

/** A training as it is handed to another process. */
export interface TrainingTask {
  pair: TrainingPair;
  settings: TrainSettings;
  resumeFrom?: Checkpoint;
  begin?: LearnedBefore;
  /** The time left, where it ends by the clock. */
  endsInMs?: number;
}

/** What a page's worker that trains is told. */
export type TrainingOrder = Order<TrainingTask, PairCrop>;

/** Everything to go on from, apart from the pair: see `Checkpoint`. */
export interface CheckpointMeta {
  settings: TrainSettings;
  epoch: number;
  epochs: number;
  step: number;
  elapsedMs: number;
  randomState: number[];
  history: HistoryPoint[];
  notes: Said[];
  bestPsnr: number | null;
}

/** Weights, Adam moments, random state, place in the schedule, best weights: a resumed run ends as if never stopped. */
export interface Checkpoint {
  meta: CheckpointMeta;
  tensors: NamedArray[];
}

export interface TrainedModel {
  settings: TrainSettings;
  tensors: NamedArray[];
  facts: Omit<TrainingFacts, 'finishedAt' | 'device' | 'pairName'>;
  history: HistoryPoint[];
  domain: DomainMeasures | null;
  /** What was read off a pair of one's own. */
  degradation: DegradationNumbers | null;
  crop: Omit<TrainPreview, 'job' | 'epoch'> | null;
}

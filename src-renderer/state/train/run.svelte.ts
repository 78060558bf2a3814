import { addToCurve, CURVE_POINTS, thinCurve } from '@contract/curve';
import type { JobSnapshot, TrainPreview, TrainProgress } from '@contract/job';
import type { PhotoRef } from '@contract/photo';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import type { Point } from '../../lib/viewport';
import { isActive, type JobsState } from '../jobs.svelte';
import type { PairState } from '../pair.svelte';
import type { SessionState } from '../session.svelte';
import { FilmstripState } from './filmstrip.svelte';

/** The training shown: how it goes, what it makes of the crop that is looked at, and its epochs. */
export class TrainingRun {
  readonly filmstrip: FilmstripState;
  #jobId = $state<string | null>(null);
  points = $state.raw<TrainProgress[]>([]);
  preview = $state.raw<TrainPreview | null>(null);
  /** What learns; null where it is not known yet. */
  device = $state.raw<Said | null>(null);
  #previewPoint = $state.raw<{ photo: string; at: Point } | null>(null);
  /** The clean photo of the training shown, where this page started it. */
  learnsFrom = $state<string | null>(null);

  readonly job: JobSnapshot | null = $derived.by(() =>
    this.#jobId === null ? null : (this.jobs.byId(this.#jobId) ?? null),
  );
  readonly latest: TrainProgress | null = $derived(this.points.at(-1) ?? null);
  readonly active: boolean = $derived(this.job !== null && isActive(this.job));
  /** The point of the clean photo that previews are about; null for the middle. */
  readonly previewPoint: Point | null = $derived.by(() =>
    this.#previewPoint && this.#previewPoint.photo === this.pair.clean?.id ? this.#previewPoint.at : null,
  );
  /** True where the pair on screen is the one that the training shown learns from. */
  readonly ofThisPair: boolean = $derived.by(
    () => this.#jobId === null || (this.learnsFrom !== null && this.learnsFrom === this.pair.clean?.id),
  );
  /** Whether the part shown can be moved: before a training, and once it shows what it learns. */
  readonly canMovePreview: boolean = $derived(this.job === null || (this.active && this.preview !== null));

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
    private readonly jobs: JobsState,
    private readonly pair: PairState,
  ) {
    this.filmstrip = new FilmstripState(api, session);
  }

  start(): void {
    this.filmstrip.start();
    this.api.on('job.progress', ({ job, training, device }) => {
      if (!training || job !== this.#jobId) return;
      this.points = addToCurve(this.points, training);
      this.device = device ?? null;
    });
    this.api.on('train.preview', (preview) => {
      if (preview.job === this.#jobId) this.preview = preview;
    });
  }

  /** Shows a training that was started before: after a reload, or resumed. */
  async follow(job: string, clean: PhotoRef | null = null): Promise<void> {
    this.#show(job);
    this.learnsFrom = clean?.id ?? null;
    await this.session.attempt(async () => {
      const { points, preview, epochPreviews } = await this.api.call('train.history', { job });
      // Points that arrived while this was asked are already there.
      const known = points.map((point) => point.step);
      this.points = thinCurve([...points, ...this.points.filter((point) => !known.includes(point.step))], CURVE_POINTS);
      this.preview ??= preview;
      this.filmstrip.add(epochPreviews);
    });
  }

  /** Shows none: the settings come back, for another training. */
  leave(): void {
    this.#show(null);
  }

  /** Looks at another part of the photo, before and while it is learned from. */
  movePreview(at: Point): void {
    const photo = this.pair.clean?.id;
    if (photo === undefined || !this.ofThisPair || !this.canMovePreview) return;
    this.#previewPoint = { photo, at };
    const { job } = this;
    if (job !== null) void this.session.attempt(() => this.api.call('train.movePreview', { job: job.id, ...at }));
  }

  #show(job: string | null): void {
    this.#jobId = job;
    this.points = [];
    this.preview = null;
    this.device = null;
    this.filmstrip.follow(job);
  }
}

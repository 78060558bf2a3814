import type { Rect } from '@contract/model-spec';
import {
  FIT,
  boundsOf,
  nextScale,
  panBy,
  scaleOf,
  visiblePart,
  zoomTo,
  type Point,
  type Size,
  type Viewport,
} from '../../lib/viewport';

/** Zoom and pan of one stage. Kept when another photo or another result comes onto it. */
export class StageView {
  readonly #picture: () => Size;
  readonly #stage: () => Size;
  /** It opens at 100 %: smaller, sharpness cannot be judged. */
  viewport = $state.raw<Viewport>({ ...FIT, mode: 'free' });

  readonly scale = $derived.by(() => scaleOf(this.viewport, this.#picture(), this.#stage()));
  readonly bounds = $derived.by(() => boundsOf(this.viewport, this.#picture(), this.#stage()));

  /** `picture`: the size of the picture on the stage, in its pixels. `stage`: the stage's (or a pane's) in device pixels. */
  constructor(picture: () => Size, stage: () => Size) {
    this.#picture = picture;
    this.#stage = stage;
  }

  /** The part of the picture that is seen, in its pixels. */
  get part(): Rect {
    return visiblePart(this.bounds, this.#stage(), this.#picture());
  }

  get isFit() {
    return this.viewport.mode === 'fit';
  }
  get isExact() {
    return !this.isFit && this.scale === 1;
  }

  fit(): void {
    this.viewport = FIT;
  }

  /** Zooms to a scale (device pixels a pixel) about a point of the stage; the middle when none is given. */
  zoom(scale: number, at?: Point): void {
    const { width, height } = this.#stage();
    const point = at ?? { x: width / 2, y: height / 2 };
    this.viewport = zoomTo(this.viewport, this.#picture(), { width, height }, scale, point);
  }

  /** Brings a point of the picture (0–1 of each side) to the middle. */
  centre({ x, y }: Point): void {
    this.viewport = { mode: 'free', scale: this.scale, x, y };
  }

  step(direction: 1 | -1): void {
    this.zoom(nextScale(this.scale, direction));
  }

  /** Moves the picture by device pixels. */
  pan(dx: number, dy: number): void {
    this.viewport = panBy(this.viewport, this.#picture(), this.#stage(), dx, dy);
  }
}

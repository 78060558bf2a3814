import { FIT, frameOf, nextScale, panBy, scaleOf, zoomTo, type Point, type Size, type Viewport } from '../lib/viewport';

/** Zoom and pan of one stage. Kept when another photo or another result comes onto it. */
export class StageView {
  readonly #picture: () => Size;
  #viewport = $state.raw<Viewport>(FIT);
  #stage = $state.raw<Size>({ width: 1, height: 1 });

  readonly scale = $derived.by(() => scaleOf(this.#viewport, this.#picture(), this.#stage));
  readonly frame = $derived.by(() => frameOf(this.#viewport, this.#picture(), this.#stage));

  /** `picture`: the size of the picture on the stage, in its pixels. */
  constructor(picture: () => Size) {
    this.#picture = picture;
  }

  /** The stage's size in device pixels. */
  get stage() {
    return this.#stage;
  }
  set stage(stage: Size) {
    this.#stage = { width: Math.max(1, Math.round(stage.width)), height: Math.max(1, Math.round(stage.height)) };
  }
  get isFit() {
    return this.#viewport.mode === 'fit';
  }
  get isExact() {
    return !this.isFit && this.scale === 1;
  }

  fit(): void {
    this.#viewport = FIT;
  }

  /** Zooms to a scale (device pixels a pixel) about a point of the stage; the middle when none is given. */
  zoom(scale: number, at: Point = { x: this.#stage.width / 2, y: this.#stage.height / 2 }): void {
    this.#viewport = zoomTo(this.#viewport, this.#picture(), this.#stage, scale, at);
  }

  step(direction: 1 | -1): void {
    this.zoom(nextScale(this.scale, direction));
  }

  /** Moves the picture by device pixels. */
  pan(dx: number, dy: number): void {
    this.#viewport = panBy(this.#viewport, this.#picture(), this.#stage, dx, dy);
  }
}

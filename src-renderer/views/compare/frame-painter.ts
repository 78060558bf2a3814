import { paintScene, type Painting } from './paint-scene';
import type { TileCache } from '../../lib/tiles/tile-cache';

/** How long things have to rest before they are drawn finely. */
const REST_MS = 160;

/** Paints at most once a frame: quickly while things move, finely once they rest. */
export class FramePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #tiles: TileCache;
  #painting: Painting | null = null;
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, tiles: TileCache) {
    this.#canvas = canvas;
    this.#tiles = tiles;
  }

  show(painting: Painting): void {
    this.#painting = painting;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#paintQuickly);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(this.#paintFinely, REST_MS);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
  }

  readonly #paintQuickly = (): void => {
    this.#frame = 0;
    this.#paint('quick');
  };

  readonly #paintFinely = (): void => {
    // Above 100 % nothing is smoothed: what is there is fine already.
    const { bounds, layers } = this.#painting ?? {};
    if (bounds && layers?.some((pane) => pane.some((layer) => bounds.width < layer.width))) this.#paint('fine');
  };

  #paint(smoothing: 'quick' | 'fine'): void {
    const context = this.#canvas.getContext('2d');
    if (!context || !this.#painting) return;
    const { width, height } = this.#painting.stage;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    paintScene(context, this.#tiles, this.#painting, smoothing);
  }
}

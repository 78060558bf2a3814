import type { Layer } from '../../state/compare/compare-scene';
import { drawPhoto, type Smoothing } from '../../lib/tiles/draw-photo';
import type { TileCache } from '../../lib/tiles/tile-cache';
import type { Bounds, Size } from '../../lib/viewport';

/** Panes with their layers, and where the picture lies inside each of them; all in device pixels. */
export interface Painting {
  stage: Size;
  panes: readonly Bounds[];
  layers: readonly (readonly Layer[])[];
  bounds: Bounds;
}

/** Draws all panes again. Tiles that are missing are asked for and drawn when the painting is painted again. */
export function paintScene(
  context: CanvasRenderingContext2D,
  tiles: TileCache,
  { stage, panes, layers, bounds }: Painting,
  smoothing: Smoothing,
): void {
  context.clearRect(0, 0, stage.width, stage.height);
  tiles.beginFrame();
  for (const [index, pane] of panes.entries()) {
    for (const layer of layers[index] ?? []) paintLayer(context, tiles, layer, pane, bounds, smoothing);
  }
}

function paintLayer(
  context: CanvasRenderingContext2D,
  tiles: TileCache,
  layer: Layer,
  pane: Bounds,
  bounds: Bounds,
  smoothing: Smoothing,
): void {
  const from = Math.round(pane.left + layer.from * pane.width);
  const to = Math.round(pane.left + layer.to * pane.width);
  if (to <= from || (layer.exact === true && bounds.width < layer.width)) return;
  context.save();
  context.beginPath();
  context.rect(from, pane.top, to - from, pane.height);
  context.clip();
  context.translate(from, pane.top);
  context.globalAlpha = layer.alpha;
  context.globalCompositeOperation = layer.operation;
  const { subject, width, height, exact = false } = layer;
  const part = partOf(bounds, layer.within);
  // Only what lies between `from` and `to` is fetched.
  const place = { ...part, left: part.left - (from - pane.left) };
  const shown = { width: to - from, height: pane.height };
  drawPhoto(context, tiles, { id: subject, width, height, whole: exact }, place, shown, smoothing);
  context.restore();
}

function partOf(bounds: Bounds, within: Bounds | undefined): Bounds {
  if (!within) return bounds;
  return {
    left: bounds.left + within.left * bounds.width,
    top: bounds.top + within.top * bounds.height,
    width: within.width * bounds.width,
    height: within.height * bounds.height,
  };
}

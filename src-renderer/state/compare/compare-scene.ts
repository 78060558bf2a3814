import { UNCERTAINTY_STEPS_A_LEVEL } from '@contract/uncertainty';
import type { Rect } from '@contract/model-spec';
import type { CompareMode } from '@contract/session';
import type { Subject } from '../../lib/tiles/tile-cache';
import type { Bounds, Size } from '../../lib/viewport';

/** A picture as the scene needs it. */
export interface ScenePicture extends Size {
  id: string;
  role: 'degraded' | 'restored' | 'clean';
  /** Still to be restored: what is there of it lies over the degraded picture. */
  pending?: boolean;
  part?: ScenePart | null;
}

/** A part of a result as a picture of its own, and where it lies in the result's pixels. */
export interface ScenePart {
  id: string;
  rect: Rect;
}

/** A map of how far the answers for one result lie apart, for a part of that result. */
export interface SceneUncertainty {
  /** The map as a photo. */
  map: string;
  result: string;
  /** Where it lies, in the result's pixels. */
  rect: Rect;
  /** `heat` shows the uncertainty; `fade` shows the original instead of what is uncertain. */
  mode: 'heat' | 'fade';
}

/** One drawing of a picture (or a part of it) over the whole of a pane, or between two shares of its width. */
export interface Layer extends Size {
  subject: Subject;
  alpha: number;
  operation: 'source-over' | 'destination-over' | 'destination-out';
  from: number;
  to: number;
  /** The part of the picture's bounds that this fills, 0–1; absent: all of it. */
  within?: Bounds;
  /** Drawn at 100 % and above only, where it is complete: what lies below is nearly the same. */
  exact?: boolean;
}

export interface SceneInput<Picture extends ScenePicture> {
  mode: CompareMode;
  left: Picture;
  right: Picture;
  /** What the grid shows. */
  grid: readonly Picture[];
  degraded: ScenePicture;
  /** 0–1 of the width, for the slider. */
  split: number;
  /** 0–100 %: how much of a restored picture is mixed into the degraded one. */
  strength: number;
  gain: number;
  /** True while a key shows the left picture in place of the right one. */
  held: boolean;
  uncertainty: SceneUncertainty | null;
}

export interface ScenePane<Picture> {
  /** The pictures named on the pane, first to last. */
  pictures: Picture[];
  layers: Layer[];
}

/** How many levels of uncertainty (of 255) are full heat, or fade to the original altogether. */
export const UNCERTAINTY_FULL_LEVELS = 6;

export const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** What each pane shows, bottom layer first. */
export function sceneOf<Picture extends ScenePicture>(input: SceneInput<Picture>): ScenePane<Picture>[] {
  const { mode, left, right, grid, split, held } = input;
  const pane = (picture: Picture): ScenePane<Picture> => ({ pictures: [picture], layers: layersOf(picture, input) });
  if (mode === 'grid') return grid.map((picture) => pane(held ? left : picture));
  if (held) return mode === 'split' ? [pane(left), pane(left)] : [pane(left)];
  if (mode === 'split') return [pane(left), pane(right)];
  if (mode === 'difference') return [differencePane(input)];
  if (mode !== 'slider') return [pane(right)];
  const part = (picture: Picture, from: number, to: number) =>
    layersOf(picture, input).map((layer) => ({ ...layer, from, to }));
  return [{ pictures: [left, right], layers: [...part(left, 0, split), ...part(right, split, 1)] }];
}

export const paneCount = (mode: CompareMode, grid: number): number =>
  mode === 'grid' ? Math.max(1, grid) : mode === 'split' ? 2 : 1;

/** Whether a strength below 100 % can be shown exactly: enlarged pictures mix with an original that is not on screen. */
export const canMix = (picture: ScenePicture, degraded: ScenePicture): boolean =>
  picture.role === 'restored' && sameSize(picture, degraded);

function layersOf(picture: ScenePicture, { degraded, strength, uncertainty }: SceneInput<ScenePicture>): Layer[] {
  if (picture.pending === true) return pendingLayers(picture, degraded, strength / 100);
  const mixes = canMix(picture, degraded);
  const alpha = mixes ? strength / 100 : 1;
  const mixed = alpha < 1 ? mixOf(picture, degraded, alpha) : [layer(picture)];
  if (uncertainty?.result !== picture.id) return mixed;
  if (uncertainty.mode === 'heat') return [...mixed, uncertaintyLayer(picture, uncertainty, 'heat')];
  if (!mixes) return mixed;
  // What is uncertain is erased, and the original comes out from below.
  return [
    layer(picture, { alpha }),
    { ...uncertaintyLayer(picture, uncertainty, 'mask'), operation: 'destination-out' },
    layer(degraded, { operation: 'destination-over' }),
  ];
}

function pendingLayers({ part, ...picture }: ScenePicture, degraded: ScenePicture, strength: number): Layer[] {
  if (!part) return [layer(degraded)];
  const alpha = canMix(picture, degraded) ? strength : 1;
  return [layer(degraded), { ...partLayer(picture, part.rect, part.id), alpha }];
}

/** Canvas mixes at once but rounds the share to 256 steps; the exact mix follows where pixels can be told apart. */
function mixOf(picture: ScenePicture, degraded: ScenePicture, alpha: number): Layer[] {
  const subject = { kind: 'mix', of: [degraded.id, picture.id], gain: alpha } as const;
  return [layer(degraded), layer(picture, { alpha }), layer(picture, { subject, exact: true })];
}

function layer(picture: ScenePicture, changes: Partial<Layer> = {}): Layer {
  const { id, width, height } = picture;
  return { subject: id, width, height, alpha: 1, operation: 'source-over', from: 0, to: 1, ...changes };
}

function uncertaintyLayer(picture: Size, { map, rect }: SceneUncertainty, kind: 'heat' | 'mask'): Layer {
  const op = { kind, of: [map], gain: 255 / (UNCERTAINTY_FULL_LEVELS * UNCERTAINTY_STEPS_A_LEVEL) } as const;
  return partLayer(picture, rect, op);
}

function partLayer(picture: Size, rect: Rect, subject: Subject): Layer {
  return {
    ...layer({ id: '', role: 'restored', width: rect.width, height: rect.height }),
    subject,
    within: {
      left: rect.x / picture.width,
      top: rect.y / picture.height,
      width: rect.width / picture.width,
      height: rect.height / picture.height,
    },
  };
}

function differencePane<Picture extends ScenePicture>(input: SceneInput<Picture>): ScenePane<Picture> {
  const { left, right, gain } = input;
  const pictures = [left, right];
  if (!sameSize(left, right) || left.pending === true || right.pending === true) return { pictures, layers: [] };
  return { pictures, layers: [layer(left, { subject: { kind: 'difference', of: [left.id, right.id], gain } })] };
}

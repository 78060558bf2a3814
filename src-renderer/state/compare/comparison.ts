import type { Score } from '@contract/photo';
import type { DrawnPhoto } from '../../lib/tiles/draw-photo';
import type { Frame, Size } from '../../lib/viewport';

/** One picture that can be put on either side of the divider. */
export interface Shown extends DrawnPhoto {
  role: 'degraded' | 'restored' | 'clean';
  label: string;
  fileName: string;
  /** The model that made it, by its id or name; null for photos that no model made. */
  model: string | null;
  /** From faithful (0) to crisp (100) where its model can be set so; null where it cannot. */
  crisp: number | null;
  /** Against the clean photo; null while unknown. */
  score: Score | null;
}

/** A photo with what became of it. */
export interface Comparison {
  source: string;
  name: string;
  degraded: Shown;
  clean: Shown | null;
  results: Shown[];
}

/** What doubt and the blind test read of the compared photos. */
export interface Compared {
  readonly comparisons: readonly Comparison[];
  readonly comparison: Comparison | null;
  readonly right: Shown | null;
  readonly view: { readonly frame: Frame };
  readonly panes: readonly Frame[];
  readonly stage: Size;
}

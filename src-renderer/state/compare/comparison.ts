import type { Score } from '@contract/photo';
import type { ScenePart } from './compare-scene';
import type { DrawnPhoto } from '../../lib/tiles/draw-photo';

/** One picture that can be put on either side of the divider. */
export interface Shown extends DrawnPhoto {
  role: 'degraded' | 'restored' | 'clean';
  /** Of a result, what it is chosen by; the same before and after it is there. */
  key: string;
  /** Still to be restored; `part` is what is there of it. */
  pending?: boolean;
  part?: ScenePart | null;
  /** Its file was made for this view alone, and goes with the session. */
  unsaved?: boolean;
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

/** What the photos that no model made are called. */
export type Labels = Readonly<Record<'degraded' | 'clean', string>>;

/** How a picture is named where a side is chosen: it stays the same on the next photo, but for results. */
export const keyOf = (picture: Shown): string => (picture.role === 'restored' ? picture.key : picture.role);

/** The comparison with its photos named in the language shown. */
export const named = (comparison: Comparison, labels: Labels): Comparison => ({
  ...comparison,
  degraded: { ...comparison.degraded, label: labels.degraded },
  clean: comparison.clean && { ...comparison.clean, label: labels.clean },
});

/** All that can be shown of a photo. */
export const picturesOf = ({ degraded, clean, results }: Comparison): Shown[] => [
  degraded,
  ...(clean ? [clean] : []),
  ...results,
];

/** The picture that a key names, else the degraded one or the newest result. */
export function pictureOf(comparison: Comparison, key: string, otherwise: 'degraded' | 'restored'): Shown | null {
  if (key === 'degraded') return comparison.degraded;
  if (key === 'clean' && comparison.clean) return comparison.clean;
  const result = comparison.results.find((one) => one.key === key);
  if (result) return result;
  return otherwise === 'degraded' ? comparison.degraded : (comparison.results.at(-1) ?? null);
}

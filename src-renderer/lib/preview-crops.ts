import type { Rect } from '@contract/model-spec';
import type { Size } from './viewport';

/** Side of the crop shown before training, in pixels of the clean picture. */
const SIDE = 192;

/** The middle of what is learned from, in the clean picture and in the degraded one (which may be smaller). */
export function previewCrops(degraded: Size, clean: Size, region: Rect | null): { degraded: Rect; clean: Rect } {
  const area = region ?? { x: 0, y: 0, width: clean.width, height: clean.height };
  const width = Math.min(SIDE, area.width);
  const height = Math.min(SIDE, area.height);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  const scale = Math.max(1, Math.round(clean.width / degraded.width));
  const small = (value: number) => Math.floor(value / scale);
  return {
    clean: { x, y, width, height },
    degraded: { x: small(x), y: small(y), width: Math.max(1, small(width)), height: Math.max(1, small(height)) },
  };
}

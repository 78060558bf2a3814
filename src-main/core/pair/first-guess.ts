import { createPlane, type Plane } from '../image/plane';
import { mapPoint, type Homography } from './homography';
import { phaseCorrelation } from './phase-correlation';
import type { Level } from './pyramid';

/** What is tried before the fine search takes over: turns in degrees and zooms. */
const TURNS = [0, -1.5, 1.5, -3, 3, -4.5, 4.5];
const ZOOMS = [1, 0.97, 1.03, 0.94, 1.06, 0.91, 1.09];
/** Another turn or zoom than the one before has to agree that much better. */
const CLEARLY = 1.15;

/** So much agreement needs no others to be tried. */
const ENOUGH = 0.5;

/** Turn, zoom and shift to begin with, in whole steps: those with which most frequencies of the small pictures agree. */
export function firstGuess({ factor, degraded, clean }: Level): Homography {
  let best = { confidence: 0, map: turned(0, 1, degraded, clean) };
  for (const turn of TURNS) {
    for (const zoom of ZOOMS) {
      const map = turned(turn, zoom, degraded, clean);
      const found = phaseCorrelation(degraded, warped(clean, map, degraded));
      if (found.confidence > CLEARLY * best.confidence && Math.hypot(found.x, found.y) < degraded.width / 3)
        best = { confidence: found.confidence, map: after(map, found) };
      if (best.confidence > ENOUGH) return enlarged(best.map, factor);
    }
  }
  return enlarged(best.map, factor);
}

/** Around the middles of both pictures. */
function turned(degrees: number, zoom: number, from: Plane, to: Plane): Homography {
  const [cosine, sine] = [zoom * Math.cos((degrees * Math.PI) / 180), zoom * Math.sin((degrees * Math.PI) / 180)];
  const [x, y] = [(from.width - 1) / 2, (from.height - 1) / 2];
  const [toX, toY] = [(to.width - 1) / 2, (to.height - 1) / 2];
  return [cosine, -sine, toX - cosine * x + sine * y, sine, cosine, toY - sine * x - cosine * y, 0, 0];
}

/** The map of a picture that is shifted first. */
function after(map: Homography, { x, y }: { x: number; y: number }): Homography {
  const at = mapPoint(map, { x, y });
  return [map[0], map[1], at.x, map[3], map[4], at.y, 0, 0];
}

/** The same map for pictures `factor` times larger. */
function enlarged(map: Homography, factor: number): Homography {
  // The middle of a small pixel lies in the middle of its block.
  const middle = (factor - 1) / 2;
  const at = mapPoint(map, { x: -middle / factor, y: -middle / factor });
  return [map[0], map[1], factor * at.x + middle, map[3], map[4], factor * at.y + middle, 0, 0];
}

/** The nearest pixels of a picture, seen through a map: enough to compare. */
function warped(picture: Plane, map: Homography, { width, height }: Plane): Plane {
  const result = createPlane(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = mapPoint(map, { x, y });
      const column = Math.min(picture.width - 1, Math.max(0, Math.round(at.x)));
      const row = Math.min(picture.height - 1, Math.max(0, Math.round(at.y)));
      result.data[i] = picture.data[row * picture.width + column]!;
    }
  }
  return result;
}

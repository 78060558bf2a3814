import type { Random } from '../random';

/** One shape of a dead-leaves picture. Lengths in pixels of the finished picture, colours in grey levels 0 to 255. */
export interface Leaf {
  x: number;
  y: number;
  /** The shape lies within this distance of its centre. */
  reach: number;
  /** The stretch that a horizontal line `dy` below the centre cuts out, as offsets from the centre; null when it misses. */
  span(dy: number): [left: number, right: number] | null;
  color: [red: number, green: number, blue: number];
  /** What shading and texture add to all three colours at an offset from the centre. */
  tone(dx: number, dy: number): number;
}

type Span = Leaf['span'];
type Tone = Leaf['tone'];

const RADIUS = { min: 3, max: 160 } as const;
const ELLIPSE_RATIO = { min: 1, max: 1.4 } as const;
const RECTANGLE_ASPECT = { min: 0.2, max: 1 } as const;
/** How far, in radians, a triangle's corners may stray from an even third of the circle. */
const CORNER_STRAY = 0.7;
const SHADE = { min: 0, max: 60 } as const;
const TEXTURED_SHARE = 0.35;
const AMPLITUDE = { min: 10, max: 50 } as const;
const PERIOD = { min: 4, max: 24 } as const;

/** A random leaf that may touch a picture of `size` × `size` px: radius density ∝ r⁻³, every position as likely. */
export function randomLeaf(random: Random, size: number): Leaf {
  const radius = randomRadius(random);
  const place = () => between(random, { min: -RADIUS.max, max: size + RADIUS.max });
  const [x, y] = [place(), place()];
  const { reach, span } = randomOutline(random, radius);
  const level = () => between(random, { min: 0, max: 255 });
  return { x, y, reach, span, color: [level(), level(), level()], tone: randomTone(random, radius) };
}

function between(random: Random, { min, max }: { min: number; max: number }): number {
  return min + (max - min) * random.next();
}

function randomAngle(random: Random): number {
  return 2 * Math.PI * random.next();
}

/** Inverse of the cumulative distribution of r⁻³. */
function randomRadius(random: Random): number {
  const [low, high] = [RADIUS.max ** -2, RADIUS.min ** -2];
  return between(random, { min: low, max: high }) ** -0.5;
}

function randomOutline(random: Random, radius: number): { reach: number; span: Span } {
  const angle = randomAngle(random);
  switch (random.integer(3)) {
    case 0:
      return { reach: radius, span: ellipse(radius, radius / between(random, ELLIPSE_RATIO), angle) };
    case 1: {
      const aspect = between(random, RECTANGLE_ASPECT);
      const diagonal = radius * Math.hypot(1, aspect);
      const half = Math.atan(aspect);
      const corners = [half, Math.PI - half, Math.PI + half, -half];
      return {
        reach: diagonal,
        span: polygon(
          corners.map((corner) => angle + corner),
          diagonal,
        ),
      };
    }
    default: {
      const thirds = [0, 1, 2].map((third) => angle + (2 * Math.PI * third) / 3);
      const stray = () => between(random, { min: -CORNER_STRAY, max: CORNER_STRAY });
      return {
        reach: radius,
        span: polygon(
          thirds.map((third) => third + stray()),
          radius,
        ),
      };
    }
  }
}

/** Solves u²/a² + v²/b² = 1 for the line's two crossings, (u, v) being the offset turned back by `angle`. */
function ellipse(a: number, b: number, angle: number): Span {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const square = (cosine / a) ** 2 + (sine / b) ** 2;
  const mixed = cosine * sine * (a ** -2 - b ** -2);
  const constant = (sine / a) ** 2 + (cosine / b) ** 2;
  return (dy) => {
    const middle = (-mixed * dy) / square;
    const halfSquared = middle ** 2 - (constant * dy * dy - 1) / square;
    if (halfSquared < 0) return null;
    const half = Math.sqrt(halfSquared);
    return [middle - half, middle + half];
  };
}

/** A convex polygon with its corners on a circle, at these angles in turning order. */
function polygon(angles: number[], radius: number): Span {
  const corners = angles.map((angle) => [radius * Math.cos(angle), radius * Math.sin(angle)] as const);
  const edges = corners.map((corner, i) => [corner, corners[(i + 1) % corners.length]!] as const);
  return (dy) => {
    let [left, right] = [Infinity, -Infinity];
    for (const [[x0, y0], [x1, y1]] of edges) {
      if (y0 > dy === y1 > dy) continue;
      const x = x0 + ((dy - y0) / (y1 - y0)) * (x1 - x0);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    return left <= right ? [left, right] : null;
  };
}

/** A linear shade across the shape; some shapes carry a sine texture as well. */
function randomTone(random: Random, radius: number): Tone {
  const shade = plane(randomAngle(random), between(random, SHADE) / (2 * radius));
  if (random.next() >= TEXTURED_SHARE) return shade;
  const amplitude = between(random, AMPLITUDE);
  const phase = plane(randomAngle(random), (2 * Math.PI) / between(random, PERIOD));
  const start = randomAngle(random);
  return (dx, dy) => shade(dx, dy) + amplitude * Math.sin(start + phase(dx, dy));
}

/** A plane that rises by `slope` per pixel in the direction `angle`. */
function plane(angle: number, slope: number): Tone {
  const [slopeX, slopeY] = [slope * Math.cos(angle), slope * Math.sin(angle)];
  return (dx, dy) => slopeX * dx + slopeY * dy;
}

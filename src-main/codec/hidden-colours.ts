import type { ProbedPhoto } from './probe';
import type { Samples } from './samples';

/** Whether a photo's further sample is a transparency, not one that says nothing of itself, as a scanner's infrared. */
export const hidesColours = ({ pages, page }: Pick<ProbedPhoto, 'pages' | 'page'>): boolean =>
  pages[page]?.extraSamples.join() !== '0';

/** Colours that were stored multiplied by their alpha, in place: as they are without it. */
export function dividedByAlpha(colours: Samples, alpha: Samples, channels: number): void {
  const top = alpha instanceof Uint16Array ? 65_535 : 255;
  for (let i = 0; i < colours.length; i += 1) {
    const of = alpha[Math.floor(i / channels)]!;
    if (of > 0) colours[i] = Math.min(top, Math.round((colours[i]! * top) / of));
  }
}

/**
 * Gives fully transparent pixels the colour of the nearest visible one, in place: what nobody sees must not reach what
 * everybody sees through a filter. Nearest by a chamfer distance in two passes. `colours` is [height, width, channels],
 * `alpha` [height, width]. A picture without visible pixels stays as it is.
 */
export function coverHidden(colours: Samples, alpha: Samples, width: number, channels: number): void {
  const height = alpha.length / width;
  if (!alpha.includes(0) || !alpha.some((value) => value > 0)) return;
  const source = new Uint32Array(alpha.length);
  const distance = new Uint16Array(alpha.length);
  for (let i = 0; i < alpha.length; i += 1) {
    source[i] = i;
    distance[i] = alpha[i] === 0 ? FAR : 0;
  }
  const take = (i: number, from: number, step: number) => {
    if (distance[from]! + step >= distance[i]!) return;
    distance[i] = distance[from]! + step;
    source[i] = source[from]!;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, i = y * width; x < width; x += 1, i += 1) {
      if (x > 0) take(i, i - 1, STRAIGHT);
      if (y === 0) continue;
      take(i, i - width, STRAIGHT);
      if (x > 0) take(i, i - width - 1, DIAGONAL);
      if (x < width - 1) take(i, i - width + 1, DIAGONAL);
    }
  }
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = width - 1, i = y * width + x; x >= 0; x -= 1, i -= 1) {
      if (x < width - 1) take(i, i + 1, STRAIGHT);
      if (y === height - 1) continue;
      take(i, i + width, STRAIGHT);
      if (x < width - 1) take(i, i + width + 1, DIAGONAL);
      if (x > 0) take(i, i + width - 1, DIAGONAL);
    }
  }
  for (let i = 0; i < alpha.length; i += 1) {
    if (alpha[i] !== 0) continue;
    for (let c = 0; c < channels; c += 1) colours[i * channels + c] = colours[source[i]! * channels + c]!;
  }
}

const STRAIGHT = 3;
const DIAGONAL = 4;
/** Farther pixels keep what they have until the next pass reaches them. */
const FAR = 0xfff0;

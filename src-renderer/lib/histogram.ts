/** How often each brightness is in a picture. */
export interface Histogram {
  /** From dark to bright, for red, green and blue: shares of the fullest of all. */
  channels: [number[], number[], number[]];
  /** Shares of the pixels that have a channel at its darkest, or at its brightest: nothing more is told there. */
  shadows: number;
  highlights: number;
}

export const BINS = 64;

/** Of RGBA samples. */
export function histogramOf(samples: Uint8ClampedArray): Histogram {
  const channels: Histogram['channels'] = [bins(), bins(), bins()];
  const pixels = samples.length / 4;
  let [dark, bright] = [0, 0];
  for (let at = 0; at < samples.length; at += 4) {
    let [isDark, isBright] = [false, false];
    for (const [channel, counts] of channels.entries()) {
      const value = samples[at + channel]!;
      counts[(value * BINS) >> 8]! += 1;
      isDark ||= value === 0;
      isBright ||= value === 255;
    }
    dark += Number(isDark);
    bright += Number(isBright);
  }
  // What is clipped would press all else flat.
  const fullest = Math.max(1, ...channels.flatMap((counts) => counts.slice(1, -1)));
  return {
    channels: channels.map((counts) => counts.map((count) => Math.min(1, count / fullest))) as Histogram['channels'],
    shadows: pixels === 0 ? 0 : dark / pixels,
    highlights: pixels === 0 ? 0 : bright / pixels,
  };
}

const bins = (): number[] => new Array<number>(BINS).fill(0);

/** The outline of one channel in a box of BINS × 1, as the path of an SVG. */
export function outline(counts: readonly number[]): string {
  const points = counts.map((count, at) => `L${at + 0.5} ${(1 - count).toFixed(3)}`);
  return `M0 1${points.join('')}L${counts.length} 1Z`;
}

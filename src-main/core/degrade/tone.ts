import { blur } from '../degrade/blur';
import type { ImageF32 } from '../image/image';

/** The tone of a pair is compared on copies blurred with this sigma in pixels, so that noise and blur do not matter. */
const COMPARED_SIGMA = 4;

/** What makes the clean picture as bright as the degraded one, by channel: value · gain + offset. */
export interface Tone {
  gain: number[];
  offset: number[];
}

/** Least squares of gain and offset by channel, from one picture to another of its size. */
export function matchTone(from: ImageF32, to: ImageF32, sigma = COMPARED_SIGMA): Tone {
  const [x, y] = [blur(from, sigma).data, blur(to, sigma).data];
  const { channels } = from;
  const lines = Array.from({ length: channels }, (_, channel) => fitLine(x, y, channel, channels));
  return { gain: lines.map(([gain]) => gain), offset: lines.map(([, offset]) => offset) };
}

export function applyTone(image: ImageF32, { gain, offset }: Tone): ImageF32 {
  const { channels } = image;
  return { ...image, data: image.data.map((value, i) => value * gain[i % channels]! + offset[i % channels]!) };
}

/** Two shots of one scene differ so much by chance; a larger difference is what went wrong, and is to be learned. */
const CHANCE = { gain: 0.15, level: 12 / 255 } as const;

/** The largest of the changes that a tone makes to a channel's mean level, and whether chance explains all of it. */
export function toneBy({ data, channels }: ImageF32, { gain, offset }: Tone): { largest: number; byChance: boolean } {
  const sums = gain.map(() => 0);
  for (let i = 0; i < data.length; i++) sums[i % channels]! += data[i]!;
  const changes = sums.map((sum, channel) => {
    const mean = (sum * channels) / data.length;
    return mean * gain[channel]! + offset[channel]! - mean;
  });
  const largest = changes.reduce((most, change) => (Math.abs(change) > Math.abs(most) ? change : most), 0);
  const byChance = Math.abs(largest) <= CHANCE.level && gain.every((one) => Math.abs(one - 1) <= CHANCE.gain);
  return { largest, byChance };
}

/** Every `step`-th sample from `first` on. A picture of one level has no gain to find: 1, and the offset alone. */
export function fitLine(x: Float32Array, y: Float32Array, first: number, step: number): [gain: number, offset: number] {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let i = first; i < x.length; i += step) {
    const [a, b] = [x[i]!, y[i]!];
    n++;
    sx += a;
    sy += b;
    sxx += a * a;
    sxy += a * b;
  }
  const spread = sxx - (sx * sx) / n;
  const gain = spread > 1e-6 * n ? (sxy - (sx * sy) / n) / spread : 1;
  return [gain, (sy - gain * sx) / n];
}

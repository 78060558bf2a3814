import { figures } from '../format';

/** At most `most` round values (1, 2, 5 × 10ⁿ) of a logarithmic axis; even steps where the range is too narrow for two. */
export function logTicks(low: number, high: number, most: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  const within = (values: number[]) => values.filter((value) => value >= low && value <= high);
  const fine = within(decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]));
  const ticks = fine.length <= most ? fine : within(decades);
  if (ticks.length < 2) return linearTicks(low, high, most);
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, index) => index % every === 0);
}

/** About `most` even, round values (steps of 1, 2, 5 × 10ⁿ) between two ends of an even axis. */
export function linearTicks(low: number, high: number, most: number): number[] {
  const rough = Math.max(high - low, 1e-9 * Math.abs(high), 1e-12) / most;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * decade).find((size) => size >= rough) ?? 10 * decade;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(10)),
  );
}

/** A tick in full: ticks are round, so that four figures suffice. */
export const tickLabel = (value: number): string => figures(value, 4);

const TIME_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/** At most `most` whole, even times from 0 to `endMs`, in milliseconds. */
export function timeTicks(endMs: number, most: number): number[] {
  const step = TIME_STEPS_S.find((seconds) => endMs / 1000 / seconds < most) ?? Math.ceil(endMs / 1000 / most);
  return Array.from({ length: Math.floor(endMs / 1000 / step) + 1 }, (_, index) => index * step * 1000);
}

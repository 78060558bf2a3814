/** At most `most` round values (1, 2, 5 × 10ⁿ) between two ends of a logarithmic axis; the ends where none lies between. */
export function logTicks(low: number, high: number, most: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  const within = (values: number[]) => values.filter((value) => value >= low && value <= high);
  const fine = within(decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]));
  const ticks = fine.length <= most ? fine : within(decades);
  const every = Math.ceil(ticks.length / most);
  return ticks.length === 0 ? [low, high] : ticks.filter((_, index) => index % every === 0);
}

/** 0.0021 → '0.002', 12.4 → '12': as many digits as a tick needs. */
export const tickLabel = (value: number): string => String(Number(value.toPrecision(2)));

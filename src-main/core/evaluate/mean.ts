/** What identical pictures count as, in dB: their PSNR has no number. */
const IDENTICAL_DB = 100;

/** The mean of some PSNR values; identical pictures count as 100 dB. */
export function mean(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? IDENTICAL_DB), 0) / Math.max(1, values.length);
}

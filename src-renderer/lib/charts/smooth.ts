/** The mean of each value and its neighbours on both sides (`reach` of them, fewer at the ends). */
export function smooth(values: readonly number[], reach: number): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return values.map((_, index) => {
    const around = Math.min(reach, index, values.length - 1 - index);
    return (sums[index + around + 1]! - sums[index - around]!) / (2 * around + 1);
  });
}

/** Patches whose rows are read several at a time: `stepRows` divides `rows`. */
interface StepRows {
  rows: number;
  columns: number;
  stepRows: number;
}

/**
 * Patches [rows, count, columns] as the recurrent cell reads them, [rows / stepRows, count, width]: the rows of a time step
 * one after the other (paper Sec. 4: patches as time steps), behind them, where there is room, a constant 1 and zeros.
 */
export function rowsToSteps(
  patches: Float32Array,
  count: number,
  { rows, columns, stepRows }: StepRows,
  width = stepRows * columns,
): Float32Array {
  const steps = rows / stepRows;
  const result = new Float32Array(steps * count * width);
  for (let row = 0; row < rows; row++) {
    const [step, within] = [Math.floor(row / stepRows), row % stepRows];
    for (let index = 0; index < count; index++) {
      const from = (row * count + index) * columns;
      result.set(patches.subarray(from, from + columns), (step * count + index) * width + within * columns);
    }
  }
  const read = stepRows * columns;
  if (width > read) for (let at = read; at < result.length; at += width) result[at] = 1;
  return result;
}

/** The inverse, of values without anything behind them: [rows / stepRows, count, stepRows · columns] → [rows, count, columns]. */
export function stepsToRows(values: Float32Array, count: number, { rows, columns, stepRows }: StepRows): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const [step, within] = [Math.floor(row / stepRows), row % stepRows];
    for (let index = 0; index < count; index++) {
      const from = (step * count + index) * stepRows * columns + within * columns;
      result.set(values.subarray(from, from + columns), (row * count + index) * columns);
    }
  }
  return result;
}

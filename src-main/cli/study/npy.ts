import type { StudyResult } from '@contract/study';

/** Magic, version 1.0, and the header's length: NumPy's format, whose header ends at a multiple of 64 bytes. */
const MAGIC = Buffer.from('\u0093NUMPY\u0001\u0000', 'latin1');
const ALIGNED = 64;

/**
 * Every point of a study's charts as a NumPy file: float64 [points, 4], each row the chart, the series (both counted from 0,
 * as the .json lists them), x and y.
 */
export function studyNpy({ charts }: Pick<StudyResult, 'charts'>): Buffer {
  const rows = charts.flatMap(({ series }, chart) =>
    series.flatMap(({ points }, line) => points.map(([x, y]) => [chart, line, x, y])),
  );
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, 4), }`;
  const before = MAGIC.length + 2;
  const length = Math.ceil((before + text.length + 1) / ALIGNED) * ALIGNED - before;
  const size = Buffer.alloc(2);
  size.writeUInt16LE(length);
  const data = Float64Array.from(rows.flat());
  return Buffer.concat([MAGIC, size, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1'), Buffer.from(data.buffer)]);
}

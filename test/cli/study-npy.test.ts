import { expect, it } from 'vitest';
import { studyNpy } from '../../src-main/cli/study/npy';

it('every point of every chart is a row of float64 in a file that NumPy reads', () => {
  const axis = { label: 'x' };
  const chart = (series: [number, number][][]) => ({
    ...{ title: 't', kind: 'lines' as const, x: axis, y: axis },
    series: series.map((points) => ({ name: 's', points })),
  });
  const file = studyNpy({ charts: [chart([[[1, 2.5]], [[3, -4]]]), chart([[[0, Infinity]]])] });
  expect(file.subarray(0, 8)).toEqual(Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]));
  const start = 10 + file.readUInt16LE(8);
  expect(start % 64).toBe(0);
  expect(file.toString('latin1', 10, start)).toMatch(
    /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(3, 4\), \} *\n$/,
  );
  const values = Array.from({ length: 12 }, (_, index) => file.readDoubleLE(start + 8 * index));
  expect(values).toEqual([0, 0, 1, 2.5, 0, 1, 3, -4, 1, 0, 0, Infinity]);
  expect(file).toHaveLength(start + 96);
});

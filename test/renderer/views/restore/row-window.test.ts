import { expect, it } from 'vitest';
import { rowWindow } from '../../../../src-renderer/views/restore/row-window';

it('draws what is in view and a little more, of any list', () => {
  expect(rowWindow(3000, 50, 0, 500)).toEqual({ from: 0, to: 20 });
  expect(rowWindow(3000, 50, 50_000, 500)).toEqual({ from: 990, to: 1020 });
  expect(rowWindow(3000, 50, 149_500, 500)).toEqual({ from: 2980, to: 3000 });
  expect(rowWindow(3000, 50, -200, 500)).toEqual({ from: 0, to: 20 });
  expect(rowWindow(5, 50, 9_000, 500)).toEqual({ from: 5, to: 5 });
});

import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import DegradationPlots from '../../../src-renderer/widgets/DegradationPlots.svelte';

afterEach(cleanup);

it('draws the noise of every channel on one scale, and what becomes of a point where there is blur', () => {
  const rising: [number, number][] = [
    [0, 1],
    [255, 3.2],
  ];
  const { container } = render(DegradationPlots, { curves: { noise: [rising, rising, rising], psf: [0, 1, 0, 0] } });
  const lines = [...container.querySelectorAll('polyline')].map((line) => line.getAttribute('points'));
  expect(lines).toEqual(Array.from({ length: 3 }, () => '0,0.75 1,0.19999999999999996'));
  expect(screen.getByRole('img', { name: 'Noise from black to white: 0 to 4 levels of 255' })).toBeTruthy();
  expect(screen.getByRole('img', { name: 'What becomes of a point' })).toBeTruthy();
  cleanup();
  render(DegradationPlots, { curves: { noise: [rising], psf: null } });
  expect(screen.queryByRole('img', { name: 'What becomes of a point' })).toBeNull();
});

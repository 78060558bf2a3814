import { blur } from '../../../src-main/core/degrade/blur';
import type { Plane } from '../../../src-main/core/image/plane';

/**
 * Deblurring without learning, by one strength. All but the unsharp mask are told the exact PSF, a Gaussian of `sigma` px, and that
 * pictures go on symmetrically beyond their borders: H, which is then its own adjoint.
 */
export type Deblurrer = (degraded: Plane, sigma: number, strength: number) => Plane;

const blurred = (plane: Plane, sigma: number): Plane => ({ ...blur(plane, sigma), channels: 1 });
const eachPixel = (plane: Plane, value: (at: number) => number): Plane => ({
  ...plane,
  data: Float32Array.from(plane.data, (_, at) => value(at)),
});

/** y + a·(y − Hy). */
const unsharp: Deblurrer = (degraded, sigma, amount) => {
  const soft = blurred(degraded, sigma).data;
  return eachPixel(degraded, (at) => degraded.data[at]! + amount * (degraded.data[at]! - soft[at]!));
};

/** Below this a ratio of Richardson–Lucy would say nothing. */
const LEAST_LIGHT = 1e-3;

/** x ← x · H(y / Hx), so many times (Richardson 1972, Lucy 1974). */
const richardsonLucy: Deblurrer = (degraded, sigma, rounds) => {
  let restored = eachPixel(degraded, (at) => Math.max(LEAST_LIGHT, degraded.data[at]!));
  for (let round = 0; round < rounds; round++) {
    const seen = blurred(restored, sigma).data;
    const ratio = eachPixel(degraded, (at) => degraded.data[at]! / Math.max(LEAST_LIGHT, seen[at]!));
    const factor = blurred(ratio, sigma).data;
    const before = restored.data;
    restored = eachPixel(degraded, (at) => Math.max(LEAST_LIGHT, before[at]! * factor[at]!));
  }
  return restored;
};

/** Rounds of conjugate gradients: the residual is then far below the noise. */
const ROUNDS = 40;

/** Least squares with the squares of gradients as the price, (H² − λΔ)x = Hy: Wiener's filter for spectra that fall as 1/f². */
const wiener: Deblurrer = (degraded, sigma, price) => {
  const applied = (plane: Plane) => {
    const twice = blurred(blurred(plane, sigma), sigma).data;
    const [across, down] = gradients(plane);
    const minusLaplacian = adjoint(across, down, plane);
    return eachPixel(plane, (at) => twice[at]! + price * minusLaplacian[at]!);
  };
  const x = degraded.data.slice();
  const first = applied(degraded).data;
  const residual = blurred(degraded, sigma).data.map((value, at) => value - first[at]!);
  const direction = residual.slice();
  let energy = product(residual, residual);
  for (let round = 0; round < ROUNDS && energy > 0; round++) {
    const step = applied({ ...degraded, data: direction }).data;
    const length = energy / product(direction, step);
    for (let at = 0; at < x.length; at++) {
      x[at]! += length * direction[at]!;
      residual[at]! -= length * step[at]!;
    }
    const next = product(residual, residual);
    for (let at = 0; at < x.length; at++) direction[at] = residual[at]! + (next / energy) * direction[at]!;
    energy = next;
  }
  return { ...degraded, data: x };
};

const TV_ROUNDS = 120;
/** Steps of the two variables: they converge where 1/τ − 8σ ≥ 1/2 (Condat 2013), H and gradients being no larger than 1 and √8. */
const [PRIMAL, DUAL] = [0.9, 0.07];

/** ½‖Hx − y‖² + λ·TV(x), isotropic (Rudin, Osher & Fatemi 1992), by Condat's primal–dual steps. */
const totalVariation: Deblurrer = (degraded, sigma, price) => {
  let x = degraded;
  const [across, down] = [new Float32Array(x.data.length), new Float32Array(x.data.length)];
  for (let round = 0; round < TV_ROUNDS; round++) {
    const off = blurred(x, sigma).data.map((value, at) => value - degraded.data[at]!);
    const data = blurred({ ...x, data: off }, sigma).data;
    const back = adjoint(across, down, x);
    const before = x.data;
    const next = eachPixel(x, (at) => before[at]! - PRIMAL * (data[at]! + back[at]!));
    const [dx, dy] = gradients(eachPixel(x, (at) => 2 * next.data[at]! - before[at]!));
    for (let at = 0; at < before.length; at++) {
      const [a, b] = [across[at]! + DUAL * dx[at]!, down[at]! + DUAL * dy[at]!];
      const beyond = Math.max(1, Math.hypot(a, b) / price);
      across[at] = a / beyond;
      down[at] = b / beyond;
    }
    x = next;
  }
  return x;
};

/** Differences to the next pixel, 0 at the last. */
function gradients({ data, width, height }: Plane): [across: Float32Array, down: Float32Array] {
  const [across, down] = [new Float32Array(data.length), new Float32Array(data.length)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x + 1 < width) across[at] = data[at + 1]! - data[at]!;
      if (y + 1 < height) down[at] = data[at + width]! - data[at]!;
    }
  return [across, down];
}

/** Their adjoint: minus the divergence. */
function adjoint(across: Float32Array, down: Float32Array, { width, height }: Plane): Float32Array {
  const sum = new Float32Array(across.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      sum[at] =
        (x > 0 ? across[at - 1]! : 0) -
        (x + 1 < width ? across[at]! : 0) +
        (y > 0 ? down[at - width]! : 0) -
        (y + 1 < height ? down[at]! : 0);
    }
  return sum;
}

const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

/** Each with the strengths that are tried on the tuning pictures; the best in PSNR is taken. */
export const PEERS: Record<string, { restore: Deblurrer; strengths: readonly number[] }> = {
  'unsharp mask': { restore: unsharp, strengths: [1, 1.5, 2, 3] },
  'Richardson–Lucy': { restore: richardsonLucy, strengths: [40, 80, 160, 320] },
  Wiener: { restore: wiener, strengths: [2e-4, 5e-4, 1e-3] },
  'total variation': { restore: totalVariation, strengths: [1e-4, 2e-4, 5e-4] },
};

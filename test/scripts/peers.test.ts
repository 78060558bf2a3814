import { expect, test } from 'vitest';
import { protocolFor } from '@contract/evaluate';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degradeBy } from '../../src-main/core/evaluate/protocol';
import { luminance } from '../../src-main/core/image/color';
import { psnr } from '../../src-main/core/metrics/psnr';
import { PEERS } from '../../tools/study/peers/classic';

const clean = drawDeadLeaves({ size: 64, seed: 3 });
const protocol = protocolFor('deblur');
const degraded = luminance(degradeBy(clean, protocol, 1));
const gain = (name: string, strength: number) =>
  psnr(PEERS[name]!.restore({ ...degraded, channels: 1 }, protocol.blurSigma, strength), luminance(clean))! -
  psnr(degraded, luminance(clean))!;

test.each([
  ['unsharp mask', 1, 0.5],
  ['Richardson–Lucy', 20, 1],
  ['Wiener', 1e-3, 1.5],
  ['total variation', 5e-4, 2],
])('%s undoes a known blur', (name, strength, least) => {
  expect(gain(name, strength)).toBeGreaterThan(least);
});

test('a price that is far too high flattens the picture', () => {
  expect(gain('total variation', 1)).toBeLessThan(0);
  expect(gain('Wiener', 100)).toBeLessThan(0);
});

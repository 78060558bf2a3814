import { readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { protocolFor } from '@contract/evaluate';
import { formatOfName } from '@contract/photo';
import { mean } from '../../src-main/core/evaluate/mean';
import { asStored, degradeBy, noiseSeed } from '../../src-main/core/evaluate/protocol';
import { lumaScore } from '../../src-main/core/evaluate/score-picture';
import { luminance } from '../../src-main/core/image/color';
import type { ImageF32 } from '../../src-main/core/image/image';
import type { Plane } from '../../src-main/core/image/plane';
import { PEERS } from './peers/classic';
import { pixelsId, readPicture } from './pictures';
import type { PeerScore } from './results/results';

/**
 * `npm run study -- peers --tune DIR --test DIR… --out FILE`: classic deblurring of the same degraded pictures as `onepair evaluate`
 * makes, each with the strength that is best on the first tuning pictures.
 */
const { values } = parseArgs({
  options: {
    tune: { type: 'string', default: '.' },
    test: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: 'peers.json' },
  },
});

const TUNING_PICTURES = 4;
const protocol = protocolFor('deblur');

interface Seen {
  picture: string;
  clean: ImageF32;
  degraded: Plane;
}

async function picturesOf(folder: string, most = Infinity): Promise<Seen[]> {
  const names = (await readdir(folder)).filter((name) => formatOfName(name) !== null).toSorted();
  return Promise.all(names.slice(0, most).map((name) => read(join(folder, name))));
}

/** The picture as `onepair evaluate` reads and degrades it: its noise hangs on its pixels. */
async function read(path: string): Promise<Seen> {
  const clean = await readPicture(path);
  const id = pixelsId(clean);
  const degraded = luminance(degradeBy(clean, protocol, noiseSeed(protocol, id)));
  return { picture: basename(path), clean, degraded: { ...degraded, channels: 1 } };
}

function scoreOf(name: string, strength: number, { picture, clean, degraded }: Seen) {
  const startedAt = performance.now();
  const restored = PEERS[name]!.restore(degraded, protocol.blurSigma, strength);
  const restoreMs = Math.round(performance.now() - startedAt);
  const { psnr, ssim } = lumaScore(asStored(restored, 8), luminance(clean), protocol.luminance);
  return { picture, psnr: psnr ?? 100, ssim, restoreMs };
}

const tuning = await picturesOf(values.tune, TUNING_PICTURES);
const peers: PeerScore[] = [];
for (const [method, { strengths }] of Object.entries(PEERS)) {
  const tried = strengths.map((strength) => ({
    strength,
    psnr: mean(tuning.map((one) => scoreOf(method, strength, one).psnr)),
  }));
  process.stdout.write(
    `${method}, tuning: ${tried.map((one) => `${one.strength} ${one.psnr.toFixed(2)}`).join(', ')} dB\n`,
  );
  const { strength } = tried.reduce((best, one) => (one.psnr > best.psnr ? one : best));
  for (const folder of values.test) {
    const set = basename(resolve(folder));
    const scores = (await picturesOf(folder)).map((one) => ({ set, ...scoreOf(method, strength, one) }));
    peers.push({ method, strength, task: 'deblur', scores });
    process.stdout.write(`${method} ${strength} ${set}: ${mean(scores.map(({ psnr }) => psnr)).toFixed(2)} dB\n`);
  }
}
await writeFile(values.out, `${JSON.stringify({ peers }, null, 1)}\n`, { flag: 'wx' });

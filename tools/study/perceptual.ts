import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { protocolFor } from '@contract/evaluate';
import { CRISPEST } from '@contract/restore-options';
import { expectedTensors, hasCrispDial } from '@contract/model-spec';
import { formatOfName } from '@contract/photo';
import { given, numberOf } from '../../src-main/cli/arguments';
import { loadBackend } from '../../src-main/compute/backend';
import { hashOf } from '../../src-main/compute/picture-id';
import { restoreImage } from '../../src-main/core/evaluate/lab';
import { degradeBy, croppedToScale, noiseSeed } from '../../src-main/core/evaluate/protocol';
import { luminance } from '../../src-main/core/image/color';
import { openModel } from '../../src-main/core/methods/registry';
import { loadModel } from '../../src-main/store/model-file';
import { scoresOf, meanScores, type PerceptualScores, type Seen } from './perceptual/scores';
import type { NaturalPictures } from './perceptual/niqe';
import { readNpz } from './perceptual/npz';
import { keepPicture, QUIET_LAB, readPicture } from './pictures';

/**
 * `npm run study -- perceptual --data DIR --model FILE… [--crisp 0,100] [--niqe niqe_pris_params.npz] [--noise N] [--pictures N]
 * [--out DIR]`: how pictures look that models restored, in figures (perceptual/scores.ts), each at the places of its dial. The
 * difference is that to the first row.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.' },
    model: { type: 'string', multiple: true, default: [] },
    niqe: { type: 'string' },
    crisp: { type: 'string', default: `0,${CRISPEST}` },
    noise: { type: 'string' },
    pictures: { type: 'string' },
    out: { type: 'string' },
  },
});

const natural = values.niqe === undefined ? null : await naturalPictures(values.niqe);
const names = (await readdir(values.data)).filter((name) => formatOfName(name) !== null).toSorted();
const pictures = names.slice(0, numberOf('pictures', values.pictures));
await loadBackend('cpu');

async function naturalPictures(path: string): Promise<NaturalPictures> {
  const arrays = readNpz(await readFile(path));
  const array = (name: string) => {
    const found = arrays.get(name);
    if (!found) throw new Error(`${path} holds no ${name}: it has to be niqe_pris_params.npz of basicsr.`);
    return found;
  };
  return { mean: array('mu_pris_param'), covariance: array('cov_pris_param'), window: array('gaussian_window') };
}

/** What one model makes of every picture at one place of its dial; `first` is what the first row made. */
async function rowOf(
  path: string,
  crisp: number,
  first: Seen[],
): Promise<{ seen: Seen[]; scores: PerceptualScores[] }> {
  const { card, tensors } = await loadModel(path, expectedTensors);
  const { task, scale } = card.settings;
  const protocol = protocolFor(task, { scale, ...given({ noise: numberOf('noise', values.noise) }) });
  const model = openModel(card.settings, tensors, { crisp });
  const [seen, scores]: [Seen[], PerceptualScores[]] = [[], []];
  try {
    for (const [index, name] of pictures.entries()) {
      const clean = croppedToScale(await readPicture(join(values.data, name)), scale);
      const degraded = degradeBy(clean, protocol, noiseSeed(protocol, hashOf(name)));
      const image = await restoreImage(QUIET_LAB, model, degraded, protocol);
      const one = { picture: name, restored: luminance(image), clean: luminance(clean) };
      seen.push(one);
      scores.push(scoresOf(one, first[index] ?? one, natural));
      if (values.out !== undefined)
        await keepPicture(values.out, `${parse(name).name}-${parse(path).name}-${crisp}.png`, image);
    }
  } finally {
    model.dispose();
  }
  return { seen, scores };
}

/** The places of the dial that a model has. */
async function placesOf(path: string): Promise<number[]> {
  const { card } = await loadModel(path, expectedTensors);
  return hasCrispDial(card.settings) ? values.crisp.split(',').map(Number) : [0];
}

const show = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits));

function line(name: string, crisp: number, of: Omit<PerceptualScores, 'picture'>): string {
  const differs = `${show(of.meanDifference, 2)} / ${show(of.maxDifference, 0)}`;
  const figures = [show(of.psnr, 2), show(of.ssim, 4), show(of.detail, 2), show(of.smoothError, 2), show(of.niqe, 2)];
  return `| ${[name, crisp, ...figures, differs].join(' | ')} |\n`;
}

process.stdout.write('| model | crisp | PSNR | SSIM | detail | smooth | NIQE | difference mean / max |\n');
process.stdout.write(`|${' --- |'.repeat(8)}\n`);
let first: Seen[] = [];
const rows: object[] = [];
for (const path of values.model)
  for (const crisp of await placesOf(path)) {
    const { seen, scores } = await rowOf(path, crisp, first);
    if (first.length === 0) first = seen;
    process.stdout.write(line(parse(path).name, crisp, meanScores(scores)));
    rows.push({ model: parse(path).name, crisp, mean: meanScores(scores), pictures: scores });
  }
if (values.out !== undefined) await writeFile(join(values.out, 'perceptual.json'), JSON.stringify(rows, null, 1));

#!/usr/bin/env node
// npm run study [-- --quick] [--data DIR] [--out docs] [--threads N] [--epochs N] [--only REGEX] [--stride N] [--page NAME.md]: the paper's tables and figures as docs/study.md or another page.
// npm run study -- realcam --data DIR [--groups A,B] [--pairs N] [--method M] [--preset P] [--with I,J] [--without I,J] [--peers nlm,bm3d [--python P]] [--as-is] [--pictures N] [--side PX] [--out DIR]: real pairs of real cameras.
// npm run study -- cases --data DIR [--only photos,motion,noise,apart,burst] [--from A,B] [--method M] [--preset P] [--seed N] [--pictures N] [--out FILE]: pairs of which it is known what should come out.
// npm run study -- perceptual --data DIR --model FILE… [--crisp 0,100] [--niqe FILE] [--noise N] [--pictures N] [--out DIR]: how restored pictures look, in figures.
// npm run study -- peers --tune DIR --test DIR --test DIR --out FILE: classic deblurring of the same degraded pictures.
// npm run study -- montage --data DIR --pictures N --out FILE.png: one picture of the middles of N photos, to learn from several.
// npm run study -- noise|patches|pictures|blur|sparsity|scores …: one experiment, the same as `onepair study`.
// npm run study -- add FILE…: reports of `onepair evaluate --out` and `onepair study --out` (.json), realcam.json and FILE of cases into docs/results.json, and the pages from it.
// npm run study -- pages: README.md, docs/performance.md, docs/study.md, docs/real-pairs.md and docs/reproduction.md from docs/results.json.
import './setup/require-node.mjs';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { findChromium } from './chromium.mjs';
import { root } from './setup/places.mjs';
import { runMain, say, SetupError } from './setup/say.mjs';
import { setUp } from './setup.mjs';
import { makeMontage } from './study/montage.mjs';
import { drawPlots } from './study/plots.mjs';

/** Where the image folders lie beside the checkout, for those who have them. */
const BESIDE = resolve(root, '..', 'shared', 'data');

/** Flags that the measuring itself understands. */
const HANDED_ON = /** @type {const} */ (['threads', 'epochs', 'only', 'stride']);

/** Pages that hold numbers of docs/results.json. */
const MADE = ['README.md', 'docs/performance.md', 'docs/study.md', 'docs/real-pairs.md', 'docs/reproduction.md'];

await runMain(async () => {
  const [, , program] = process.argv;
  if (program === 'realcam' || program === 'cases' || program === 'perceptual' || program === 'peers') {
    await setUp();
    await compute(program, process.argv.slice(3));
    return;
  }
  if (program === 'montage') {
    const options = /** @type {const} */ ({
      data: { type: 'string' },
      pictures: { type: 'string' },
      out: { type: 'string' },
    });
    const { values } = parseArgs({ args: process.argv.slice(3), options });
    const { data, pictures, out } = values;
    if (data === undefined || pictures === undefined || out === undefined)
      throw new SetupError('Name --data, a folder of photos, --pictures, how many, and --out, a .png.');
    if (existsSync(out)) throw new SetupError(`${out} is there already.`);
    await makeMontage(data, Number(pictures), out);
    return;
  }
  if (program !== undefined && /^[a-z]+$/.test(program) && program !== 'add' && program !== 'pages') {
    await setUp();
    await compute('cli', ['study', ...process.argv.slice(2)]);
    return;
  }
  if (program === 'add' || program === 'pages') {
    await setUp();
    await compute('results', process.argv.slice(2));
    for (const page of MADE) await writePage(join(root, page), join(root, page));
    if (program === 'add') await drawAdded(process.argv.slice(3));
    return;
  }
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      data: { type: 'string' },
      out: { type: 'string', default: 'docs' },
      threads: { type: 'string' },
      epochs: { type: 'string' },
      only: { type: 'string' },
      stride: { type: 'string' },
      page: { type: 'string', default: 'study.md' },
    },
  });
  if (values.data !== undefined && !existsSync(values.data)) {
    throw new SetupError(`There is no folder ${values.data}: name the one that holds set11, bsd and train.`);
  }
  await setUp();
  const browser = findChromium();
  if (browser === null)
    say('No Chromium-like browser was found: the page will have no plots. Set CHROMIUM_PATH to one.');
  const data = values.data ?? (existsSync(BESIDE) ? BESIDE : null);
  const work = join(root, 'out', 'study', values.quick ? 'quick' : 'full');
  await compute('study', [
    ...['--work', work],
    ...(values.quick ? ['--quick'] : []),
    ...(data === null ? [] : ['--data', data]),
    ...HANDED_ON.flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]])),
  ]);
  await mkdir(values.out, { recursive: true });
  if (browser !== null) {
    const { experiments } = JSON.parse(await readFile(join(work, 'results.json'), 'utf8'));
    await drawPlots(experiments, values.out, browser);
  }
  const page = join(values.out, values.page);
  await writePage(join(work, 'page.md'), page);
  if (!values.quick && values.out === 'docs' && values.page === 'study.md') {
    await compute('results', ['add', join(work, 'results.json')]);
    for (const made of MADE) await writePage(join(root, made), join(root, made));
  }
  say(`Written: ${page}. All scores: ${join(work, 'results.json')}`);
});

/**
 * The plots of added experiments, beside the page that shows them.
 * @param {string[]} files
 */
async function drawAdded(files) {
  const browser = findChromium();
  const read = async (/** @type {string} */ file) => JSON.parse(await readFile(file, 'utf8'));
  const experiments = (await Promise.all(files.map(read))).filter(({ charts }) => charts !== undefined);
  if (experiments.length > 0 && browser === null)
    throw new SetupError('No Chromium-like browser draws the plots: set CHROMIUM_PATH.');
  if (experiments.length > 0 && browser !== null) await drawPlots(experiments, join(root, 'docs'), browser);
}

/**
 * As every other page is formatted.
 * @param {string} from
 * @param {string} to
 */
async function writePage(from, to) {
  const options = await resolveConfig(join(root, 'docs', 'study.md'));
  await writeFile(to, await format(await readFile(from, 'utf8'), { ...options, parser: 'markdown' }));
}

/**
 * The measuring itself, in the built application.
 * @param {'study' | 'realcam' | 'cases' | 'perceptual' | 'peers' | 'results' | 'cli'} program
 * @param {string[]} args
 */
async function compute(program, args) {
  const child = spawn(process.execPath, [join(root, 'out', 'main', `${program}.js`), ...args], { stdio: 'inherit' });
  const code = await new Promise((done) => child.once('close', (exitCode) => done(exitCode ?? 1)));
  if (code !== 0) throw new SetupError('The study was ended; the same command goes on where it was.');
}

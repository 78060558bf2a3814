import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { protocolFor } from '@contract/evaluate';
import { inEnglish } from '@contract/in-language';
import { METHODS, PRESETS, resolveSettings } from '@contract/model-spec';
import { choiceOf } from '../../src-main/cli/arguments';
import { loadBackend } from '../../src-main/compute/backend';
import { useBandThreads } from '../../src-main/compute/band-threads';
import { engineId } from '../../src-main/compute/engine-id';
import { restoreImage } from '../../src-main/core/evaluate/lab';
import { withModel } from '../../src-main/core/methods/registry';
import { mean } from '../../src-main/core/evaluate/mean';
import { asStored } from '../../src-main/core/evaluate/protocol';
import { lumaScore } from '../../src-main/core/evaluate/score-picture';
import type { ImageF32 } from '../../src-main/core/image/image';
import { psnr } from '../../src-main/core/metrics/psnr';
import type { CaseName } from './cases/about';
import { CASES, picturesOf, type Case, type System } from './cases/cases';
import type { CaseRow, CaseScore } from './cases/case-row';
import { learnOwn, stopwatch } from './cases/own-pair';
import { keepPicture, QUIET_LAB, readPicture } from './pictures';
import { PEERS, whyNot, withPeer } from './realcam-peers';

/**
 * `npm run study -- cases --data DIR [--only photos,motion] [--method M] [--preset P] [--seed N] [--pictures N] [--out FILE]`: pairs
 * of one's own of which it is known what should come out. FILE is what `npm run study -- add` takes.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.' },
    only: { type: 'string', default: Object.keys(CASES).join(',') },
    from: { type: 'string' },
    sets: { type: 'string' },
    method: { type: 'string' },
    preset: { type: 'string' },
    seed: { type: 'string', default: '0' },
    pictures: { type: 'string', default: 'Infinity' },
    python: { type: 'string', default: 'python3' },
    out: { type: 'string' },
    keep: { type: 'string' },
  },
});

const method = choiceOf('method', values.method, METHODS);
const preset = choiceOf('preset', values.preset, PRESETS);
const seed = Number(values.seed);
const say = (line: string) => process.stdout.write(`${line}\n`);
await loadBackend('cpu');
useBandThreads();

interface Test {
  set: string;
  name: string;
  clean: ImageF32;
  degraded: ImageF32;
}

const nameOf = (system: System) => `${system.method} ${system.preset}`;

async function testsOf({ sets, degrade }: Case): Promise<Test[]> {
  const tests: Test[] = [];
  for (const set of values.sets?.split(',') ?? sets)
    for (const { name, clean } of await picturesOf(join(values.data, set), Number(values.pictures)))
      tests.push({ set, name, clean, degraded: await degrade(clean, 'test') });
  return tests;
}

function scoreOn(on: Case['on'], image: ImageF32, clean: ImageF32): CaseScore {
  const grey = lumaScore(image, clean, 'full');
  return { psnr: (on === 'luminance' ? grey.psnr : psnr(image, clean)) ?? 100, ssim: grey.ssim };
}

/** A row for each set. */
function rowsOf(of: Omit<CaseRow, 'set' | 'scores'>, on: Case['on'], tests: Test[], restored: ImageF32[]): CaseRow[] {
  const scored = tests.map(({ set, name, clean, degraded }, index) => ({
    set,
    score: {
      picture: name,
      input: scoreOn(on, asStored(degraded, 8), clean),
      restored: scoreOn(on, restored[index]!, clean),
    },
  }));
  return [...new Set(tests.map(({ set }) => set))].map((set) => {
    const row = { ...of, set, scores: scored.filter((one) => one.set === set).map(({ score }) => score) };
    tell(row);
    return row;
  });
}

function tell({ case: name, learnedFrom, system, set, scores, trainSeconds, trainCpuSeconds }: CaseRow): void {
  const shown = (of: 'input' | 'restored') =>
    `${mean(scores.map((score) => score[of].psnr)).toFixed(2)} / ${mean(scores.map((score) => score[of].ssim)).toFixed(4)}`;
  for (const { picture, input, restored } of scores)
    say(`  ${picture}: ${input.psnr.toFixed(2)} -> ${restored.psnr.toFixed(2)}`);
  const time = trainSeconds === null ? '' : `; learned in ${trainSeconds} s (${trainCpuSeconds} s of processor time)`;
  say(`${name}, ${system} from ${learnedFrom}, ${set}: ${shown('input')} -> ${shown('restored')}${time}`);
}

async function measure(name: CaseName, of: Case): Promise<CaseRow[]> {
  const tests = await testsOf(of);
  const rows: CaseRow[] = [];
  for (const { from, pair } of of.learned(values.data)) {
    if (values.from !== undefined && !values.from.split(',').includes(from)) continue;
    const learnFrom = await pair();
    for (const system of of.systems) {
      if ((method && system.method !== method) || (preset && system.preset !== preset)) continue;
      const seconds = stopwatch();
      const trained = await learnOwn(learnFrom, resolveSettings({ ...system, seed }));
      const time = seconds();
      const restored: ImageF32[] = [];
      await withModel(trained, async (model) => {
        for (const { degraded } of tests)
          restored.push(await restoreImage(QUIET_LAB, model, degraded, protocolFor('custom')));
      });
      if (values.keep !== undefined)
        for (const [index, { set, name: picture }] of tests.entries())
          await keepPicture(values.keep, `${name}-${from}-${nameOf(system)}-${set}-${picture}.png`, restored[index]!);
      const facts = { case: name, learnedFrom: from, system: nameOf(system), seed, engine: engineId(), ...time };
      rows.push(...rowsOf(facts, of.on, tests, restored));
      for (const note of trained.facts.notes) say(`  ${inEnglish(note)}`);
    }
  }
  return of.cbm3d === undefined || method ? rows : [...rows, ...(await measureCbm3d(name, of, of.cbm3d, tests))];
}

async function measureCbm3d(name: CaseName, of: Case, strength: number, tests: Test[]): Promise<CaseRow[]> {
  const reason = await whyNot(values.python, 'bm3d');
  if (reason !== null) {
    say(`${PEERS.bm3d.name} is skipped: ${reason}.`);
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'onepair-cases-'));
  try {
    const jobs = [];
    for (const [index, { degraded }] of tests.entries())
      jobs.push({ strength, from: await keepPicture(folder, `${index}.png`, degraded) });
    const restored = await withPeer(values.python, 'bm3d', jobs, (files) =>
      Promise.all(files.map((file) => readPicture(file))),
    );
    const system = `${PEERS.bm3d.name}, σ ${strength}`;
    const facts = {
      case: name,
      learnedFrom: '',
      system,
      seed: 0,
      engine: null,
      trainSeconds: null,
      trainCpuSeconds: null,
    };
    return rowsOf(facts, of.on, tests, restored);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rows: CaseRow[] = [];
for (const name of values.only.split(',')) {
  const known = choiceOf('only', name, Object.keys(CASES) as CaseName[])!;
  rows.push(...(await measure(known, CASES[known])));
}
if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify({ cases: rows }, null, 1)}\n`);

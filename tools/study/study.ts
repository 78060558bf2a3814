import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setScores, type EvaluationRun } from '@contract/evaluate';
import { toFailure } from '@contract/result';
import type { StudyResult } from '@contract/study';
import { inWords } from '@contract/said';
import { given } from '../../src-main/cli/arguments';
import { evaluateOne, testSets, type EvaluationOptions, type TestSet } from '../../src-main/cli/evaluation/run';
import type { Run } from '../../src-main/cli/evaluation/plan';
import { EXIT, Interrupted } from '../../src-main/cli/exit';
import { createOutput } from '../../src-main/cli/output';
import { formatDuration } from '../../src-main/cli/progress-line';
import { withSession } from '../../src-main/cli/session';
import { runOneStudy } from '../../src-main/cli/study/run';
import { nodeCarrier } from '../../src-main/processes/node-carrier';
import { estimateSeconds, type Counts } from './estimate';
import { pageOf } from './page';
import {
  ABLATION_PICTURES,
  nameOf,
  patchesApart,
  planStudy,
  type Ablation,
  type Experiment,
  type StudyPlan,
  type Training,
} from './plan';
import type { AblationRow, StudyRecord } from './study-record';

/**
 * `npm run study`: the paper's tables and figures. Everything that was done is kept in --work, so that the same command
 * goes on where it was ended. Writes results.json and page.md there; scripts/study.mjs draws the plots and puts both in place.
 */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    data: { type: 'string' },
    work: { type: 'string' },
    threads: { type: 'string' },
    epochs: { type: 'string' },
    only: { type: 'string' },
    stride: { type: 'string' },
  },
});

const DRAWN_PICTURES = { quick: 2, full: 5 } as const;
/**
 * The second protocol, under which the same models are measured again: probably the paper's own. Its printed input PSNR
 * are those of circular borders for deblurring (parrot 25.33) and of symmetric ones for super resolution (butterfly 19.44).
 */
const THEIRS = {
  deblur: { borders: 'circular', luminance: 'studio' },
  sr: { borders: 'symmetric', luminance: 'studio' },
} as const;

const root = resolve(import.meta.dirname, '..', '..');
const work = resolve(values.work ?? join(root, 'out', 'study'));
process.env['ONEPAIR_HOME'] = join(work, 'home');
const data = values.data !== undefined && existsSync(values.data) ? resolve(values.data) : null;
const surroundings = { carrier: nodeCarrier(import.meta.dirname), root };
const output = createOutput(false);
const compute = { threads: values.threads };
/** Every training this short: only to see whether the study runs. */
const short = values.epochs === undefined ? {} : { epochs: Number(values.epochs) };
const wanted = values.only === undefined ? null : new RegExp(values.only);
/** What the flags say, for the page. */
const flags = [
  ...(values.quick ? ['--quick'] : []),
  ...(['epochs', 'stride'] as const).flatMap((name) =>
    values[name] === undefined ? [] : [`--${name} ${values[name]}`],
  ),
  ...(values.only === undefined ? [] : [`--only '${values.only}'`]),
];
let workMs = 0;

await mkdir(work, { recursive: true });
const whole = planStudy(values.quick, data);
const leftOut: string[] = [];
const plan: StudyPlan = {
  ...whole,
  trainings: chosen(whole.trainings, nameOf.training).map((training) =>
    values.stride === undefined ? training : patchesApart(Number(values.stride), training),
  ),
  ablations: chosen(whole.ablations, nameOf.ablation),
  experiments: chosen(whole.experiments, nameOf.experiment),
};
const sets = await measuredSets(plan.sets, 'measured', 101);
const tuningSets = (await measuredSets(plan.tuningSets, 'tuned', 201)).map(({ name, photos }) => ({
  name,
  photos: photos.slice(0, ABLATION_PICTURES),
}));
await sayEstimate(plan, sets);
const runs: EvaluationRun[] = [];
const ablations: AblationRow[] = [];
const experiments: StudyResult[] = [];
const failures: string[] = [];
for (const training of plan.trainings) {
  await orNote(nameOf.training(training), async () => {
    runs.push(...(await evaluateTwice(training, sets)));
  });
}
for (const ablation of plan.ablations) {
  await orNote(nameOf.ablation(ablation), async () => {
    ablations.push(...(await ablate(ablation, tuningSets)));
  });
}
for (const experiment of plan.experiments) {
  await orNote(nameOf.experiment(experiment), async () => {
    experiments.push(await carryOut(experiment));
  });
}
await save({
  quick: values.quick,
  flags,
  commit: commitOf(),
  finishedAt: new Date().toISOString(),
  workMs,
  sets: sets.map(({ name, photos }) => ({ name, pictures: photos.map((path) => basename(path)) })),
  runs,
  ablations,
  experiments,
  failures,
  leftOut,
});

/** What --only names; the rest is noted. */
function chosen<T>(items: T[], name: (item: T) => string): T[] {
  return items.filter((item) => {
    const taken = wanted === null || wanted.test(name(item));
    if (!taken) leftOut.push(name(item));
    return taken;
  });
}

/** What fails is noted, and the rest goes on; only Ctrl-C ends everything. */
async function orNote(what: string, work: () => Promise<void>): Promise<void> {
  output.say(what);
  try {
    await work();
  } catch (error) {
    if (error instanceof Interrupted) process.exit(EXIT.cancelled);
    const { message } = toFailure(error);
    failures.push(`${what}: ${message}`);
    output.say(`  failed: ${message}`);
  }
}

/** The folders that were found, or drawn pictures. */
async function measuredSets(folders: string[], purpose: string, firstSeed: number): Promise<TestSet[]> {
  if (folders.length > 0) {
    const found = await testSets(folders);
    return values.quick ? found.map(({ name, photos }) => ({ name, photos: photos.slice(0, 3) })) : found;
  }
  const folder = join(work, 'drawn');
  await mkdir(folder, { recursive: true });
  const photos = Array.from({ length: DRAWN_PICTURES[values.quick ? 'quick' : 'full'] }, (_, index) =>
    join(folder, `${purpose}-${index + 1}.png`),
  );
  await withSession(surroundings, output, compute, async ({ host, call }) => {
    for (const [index, path] of photos.entries()) {
      const { clean } = await call('pair.sample', { task: 'deblur', size: 256, seed: firstSeed + index });
      await copyFile(host.findPhoto(clean.id)!.path, path);
    }
  });
  return [{ name: 'drawn', photos }];
}

/** One training or model, and how long it took. */
async function evaluate(run: Run, options: EvaluationOptions): Promise<EvaluationRun> {
  const found = await evaluateOne(run, options, output, surroundings);
  workMs += found.scores.reduce((sum, { restoreMs }) => sum + restoreMs, found.trainMs ?? 0);
  return found;
}

/** Trains once, measures under both protocols. */
async function evaluateTwice(training: Training, measured: TestSet[]): Promise<EvaluationRun[]> {
  const { task, method, preset, picture, stride } = training;
  const folder = join(work, 'models');
  const options: EvaluationOptions = {
    sets: measured,
    protocol: { task, ...given({ stride }) },
    training: { epochs: values.epochs },
    folder,
    compute,
  };
  const path = picture === 'sample' || data === null ? picture : join(data, picture);
  const run = { kind: 'training', picture: path, method, preset } as const;
  const ours = await evaluate(run, options);
  if (task === 'denoise') return [ours];
  const again = { ...options, protocol: { ...options.protocol, ...THEIRS[task] } };
  // Another luminance is measured on the same restored pictures; other borders need others.
  if (THEIRS[task].borders === ours.protocol.borders)
    return [ours, await evaluateOne(run, again, output, surroundings)];
  const model = join(folder, `${ours.key}.onepair`);
  const theirs = await evaluate({ kind: 'model', model }, again);
  // The model was trained above, not here.
  return [ours, { ...theirs, trainMs: ours.trainMs, peakMemoryBytes: ours.peakMemoryBytes }];
}

/** Preset best, shortened, with or without one of its ingredients. */
async function ablate(ablation: Ablation, measured: TestSet[]): Promise<AblationRow[]> {
  const { method, without } = ablation;
  const { epochs } = { ...ablation, ...short };
  const options: EvaluationOptions = {
    sets: measured,
    protocol: { task: 'deblur' },
    training: { epochs: String(epochs), ...(without === null ? {} : { without: [without] }) },
    folder: join(work, 'models'),
    compute,
  };
  const run = { kind: 'training', picture: 'sample', method, preset: 'best' } as const;
  const { scores } = await evaluate(run, options);
  return setScores(scores).map(({ set, psnr, ssim, gradientDistance }) => ({
    method,
    without,
    epochs,
    set,
    psnr: psnr ?? Infinity,
    ssim,
    gradientDistance,
  }));
}

async function carryOut({ request, picture, tests }: Experiment): Promise<StudyResult> {
  return withSession(surroundings, output, compute, async (session) => {
    const at = (path: string) => join(data ?? '', path);
    const pictures = { clean: picture === null ? null : at(picture), tests: tests.map(at) };
    const result = await runOneStudy(
      session,
      { ...request, choices: { ...request.choices, ...short } },
      pictures,
      output,
    );
    workMs += result.elapsedMs;
    return result;
  });
}

async function sayEstimate(planned: StudyPlan, measured: TestSet[]): Promise<void> {
  const { matmulGflops } = await withSession(surroundings, output, compute, ({ call }) =>
    call('runtime.info', { selfTest: true }),
  );
  const count = (name: string) => measured.find((set) => set.name === name)?.photos.length ?? 0;
  const counts: Counts = { set11: count('set11'), bsd: count('bsd'), drawn: count('drawn') };
  const ms = 1000 * estimateSeconds(planned, counts, matmulGflops ?? 50, short);
  output.say(
    `${planned.trainings.length + planned.ablations.length} trainings and ` +
      `${planned.experiments.length} experiments: about ${formatDuration(ms)} on this machine, ` +
      'less where an earlier run left results.',
  );
}

async function save(record: StudyRecord): Promise<void> {
  await writeFile(join(work, 'page.md'), pageOf(record));
  await writeFile(join(work, 'results.json'), `${JSON.stringify(record, inWords)}\n`);
}

function commitOf(): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'src-main', 'src-preload') !== '';
    return git('rev-parse', '--short=12', 'HEAD') + (changed ? '+' : '');
  } catch {
    return null;
  }
}

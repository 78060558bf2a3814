import { rename, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { EvaluationRun } from '@contract/evaluate';
import { setScores } from '@contract/evaluate';
import { COMPUTE, given, readArguments, words } from '../arguments';
import { markdownOf, REPORT_ENDINGS, reportOf, reportText } from '../evaluation/report';
import { nameOf, protocolOf, runsOf, spreadLists, type Run } from '../evaluation/plan';
import { EXIT, UsageError } from '../exit';
import { findPhotos } from '../find-photos';
import type { Surroundings } from '../main';
import { modelIdOf } from '../model-argument';
import type { Output } from '../output';
import { formatPsnr } from '../progress-line';
import { withSession, type Session } from '../session';
import { TRAIN_FLAGS, trainChoices } from '../train-choices';
import type { Verb } from '../verb';

const FLAGS = {
  ...COMPUTE,
  ...TRAIN_FLAGS,
  preset: { type: 'string', multiple: true },
  methods: { type: 'string', multiple: true },
  train: { type: 'string', multiple: true },
  test: { type: 'string', multiple: true },
  model: { type: 'string', multiple: true },
  'blur-sigma': { type: 'string' },
  noise: { type: 'string' },
  borders: { type: 'string' },
  luminance: { type: 'string' },
  out: { type: 'string', multiple: true },
} as const;

type Flags = ReturnType<typeof readArguments<typeof FLAGS>>['values'];

interface TestSet {
  name: string;
  photos: string[];
}

export const evaluate: Verb = {
  usage: `onepair evaluate --task deblur|sr|denoise --train IMG|sample... --test DIR... [--methods rnn,linear,...] [--preset paper|best|fast...]
  [--model FILE...] [--borders symmetric|circular] [--luminance full|studio] [--blur-sigma 1.6] [--noise 1.414] [--scale 3] [--seed 0]
  [--with NAME] [--without NAME] [the other flags of train] [--threads N] [--device cuda|cpu|wasm] [--out results.json|.csv|.md...]
  With --out, what was done is kept beside it in a folder that ends in .parts, and the same command goes on where it was ended.`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(spreadLists(args), FLAGS);
    words(positionals);
    if (values.method !== undefined) throw new UsageError('--method is --methods here: one or more, comma-separated.');
    checkEndings(values.out ?? []);
    const runs = runsOf(values);
    const sets = await testSets(values.test ?? []);
    const done: EvaluationRun[] = [];
    for (const [index, run] of runs.entries()) {
      output.say(`${index + 1} of ${runs.length}: ${nameOf(run)}`);
      const found = await evaluateOne(run, sets, values, output, surroundings);
      done.push(found);
      output.event('run', found);
      tellMeans(found, output);
      for (const path of values.out ?? []) await writeReport(path, reportText(reportOf(done), path));
    }
    output.say(`\n${markdownOf(reportOf(done))}`);
    output.result({ runs: done.length, ...given({ out: values.out }) });
    return EXIT.done;
  },
};

function checkEndings(paths: string[]): void {
  for (const path of paths)
    if (!REPORT_ENDINGS.some((ending) => path.endsWith(ending)))
      throw new UsageError(`--out is "${path}": end the name in ${REPORT_ENDINGS.join(', ')}.`);
}

/** Each folder or photo of --test is a set of its own. */
async function testSets(paths: string[]): Promise<TestSet[]> {
  if (paths.length === 0) throw new UsageError('--test is missing: folders of clean pictures to measure on.');
  const sets: TestSet[] = [];
  for (const path of paths) sets.push({ name: basename(resolve(path)), photos: await findPhotos([path], false) });
  return sets;
}

/** One run in a process of its own, so that its peak memory is its own too. */
async function evaluateOne(
  run: Run,
  sets: TestSet[],
  flags: Flags,
  output: Output,
  surroundings: Surroundings,
): Promise<EvaluationRun> {
  return withSession(surroundings, output, flags, async (session) => {
    const start = await prepare(session, run, sets, flags);
    const { id } = await session.run(() => session.call('evaluate.start', start), output);
    return session.call('evaluate.result', { job: id });
  });
}

async function prepare(session: Session, run: Run, sets: TestSet[], flags: Flags) {
  const { host, call } = session;
  const protocol = protocolOf(flags);
  const [out] = flags.out ?? [];
  const tests = sets.flatMap(({ name: set, photos }) =>
    photos.map((path) => ({ set, photo: host.registerPhoto(path).id })),
  );
  const folder = host.registerFolder(out === undefined ? await host.scratchFolder() : `${out}.parts`).id;
  if (run.kind === 'model') {
    return { protocol, choices: {}, model: await modelIdOf(session, run.model), tests, folder };
  }
  const choices = trainChoices({ ...flags, preset: run.preset, method: run.method }, protocol.task);
  const training = run.picture === 'sample' ? await drawSample(call) : await session.file(run.picture);
  return { protocol, choices, training, tests, folder };
}

/** The drawn picture, the same one that `train --sample` learns from. */
async function drawSample(call: Session['call']): Promise<string> {
  const { clean } = await call('pair.sample', { task: 'deblur' });
  return clean.id;
}

function tellMeans({ scores }: EvaluationRun, output: Output): void {
  for (const { set, psnr, inputPsnr, ssim } of setScores(scores))
    output.say(`  ${set}: ${formatPsnr(psnr)}, SSIM ${ssim.toFixed(3)} (doing nothing: ${formatPsnr(inputPsnr)})`);
}

/** Whole or not at all: a reader may look while the evaluation goes on. */
async function writeReport(path: string, text: string): Promise<void> {
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

import type { EvaluationRun } from '@contract/evaluate';
import { COMPUTE, given, numberOf, readArguments, words, texts, lists } from '../arguments';
import { DEGRADATION_FLAGS } from '../degradation';
import { nameOf, protocolOf, runsOf, spreadLists } from '../evaluation/plan';
import { markdownOf, REPORT_ENDINGS, reportOf, reportText } from '../evaluation/report';
import { SEEDED, seedsOfRuns, type Seeds } from '../evaluation/seeds';
import { evaluateOne, requirePictures, requireRunnable, testSets, type EvaluationOptions } from '../evaluation/run';
import { EXIT, UsageError } from '../exit';
import { isWrittenReport, writeReportFile } from '../../disk/report-files';
import { refuseToReplace } from '../../disk/replaceable';
import { LEARNING_FLAGS } from '../train-choices';
import type { Verb } from '../verb';

const FLAGS = {
  ...COMPUTE,
  ...LEARNING_FLAGS,
  ...lists('preset', 'methods', 'train'),
  size: { type: 'string' },
  ...lists('test', 'model'),
  ...texts('blur-sigma', 'noise', 'borders', 'luminance', 'stride', 'seeds', 'vary'),
  out: { type: 'string', multiple: true },
} as const;

type Flags = ReturnType<typeof readArguments<typeof FLAGS>>['values'];

export const evaluate: Verb = {
  summary: 'trains methods and measures them on folders of clean pictures, as the paper does',
  usage: `onepair evaluate --task deblur|sr|denoise --train IMG|sample... [--size N] --test DIR... [--methods NAME,...] [--preset paper|best|fast...]
  [--model FILE...] [--borders symmetric|circular] [--luminance full|studio] [--stride N] ${DEGRADATION_FLAGS}
  [--seeds 0-4 [--vary drawing,weights,noise]] [--with NAME] [--without NAME] [the other flags of train] [--threads N] [--device cuda|cpu|wasm] [--out results.json|.csv|.md...]
  With --out, what was done is kept beside it in a folder that ends in .parts: the same command goes on where it was ended.`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(spreadLists(args), FLAGS);
    words(positionals);
    const options = await optionsOf(values);
    const runs = runsOf(values);
    await requirePictures(runs);
    for (const path of values.out ?? []) await refuseToReplace(path, [], isWrittenReport);
    await requireRunnable(runs, options, output, surroundings);
    const done: EvaluationRun[] = [];
    const seeds = seedsOfRuns(options.protocol.seed ?? 0, values);
    const planned = runs.flatMap((run) => seeds.map((own) => ({ run, own })));
    for (const [index, { run, own }] of planned.entries()) {
      const seeded = seeds.length > 1 ? `, ${seedWords(own)}` : '';
      output.say(`${index + 1} of ${planned.length}: ${nameOf(run)}${seeded}`);
      done.push(await evaluateOne(run, withSeeds(options, own), output, surroundings));
      output.event('run', done.at(-1)!);
      for (const path of values.out ?? []) await writeReportFile(path, reportText(reportOf(done), path));
    }
    output.say(`\n${markdownOf(reportOf(done))}`);
    output.result({ runs: done.length, ...given({ out: values.out }) });
    return EXIT.done;
  },
};

/** The same evaluation at these seeds. */
function withSeeds(options: EvaluationOptions, { drawing, weights, noise }: Seeds): EvaluationOptions {
  return {
    ...options,
    drawingSeed: drawing,
    protocol: { ...options.protocol, seed: noise },
    training: { ...options.training, seed: String(weights) },
  };
}

const seedWords = (seeds: Seeds) => SEEDED.map((name) => `${name} ${seeds[name]}`).join(', ');

async function optionsOf(flags: Flags): Promise<EvaluationOptions> {
  if (flags.test === undefined) throw new UsageError('--test is missing: folders of clean pictures to measure on.');
  for (const path of flags.out ?? [])
    if (!REPORT_ENDINGS.some((ending) => path.endsWith(ending)))
      throw new UsageError(`--out is "${path}": end the name in ${REPORT_ENDINGS.join(', ')}.`);
  const size = numberOf('size', flags.size);
  if (size !== undefined && !flags.train?.includes('sample'))
    throw new UsageError('--size is that of the picture that --train sample draws.');
  const [out] = flags.out ?? [];
  return {
    sets: await testSets(flags.test),
    protocol: protocolOf(flags),
    training: { ...flags, preset: undefined },
    size,
    folder: out === undefined ? null : `${out}.parts`,
    compute: flags,
  };
}

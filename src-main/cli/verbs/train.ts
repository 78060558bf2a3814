import { dirname } from 'node:path';
import type { Answer, Args } from '@contract/channels';
import type { Events } from '@contract/events';
import type { JobSnapshot } from '@contract/job';
import { scoresOf } from '@contract/model-card';
import { epochsInWords, fitToBudget } from '@contract/budget';
import { METHODS, resolveSettings, type TrainChoices, type TrainSettings } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import { PREPARATIONS } from '@contract/photo';
import { makeFolder } from '../../disk/atomic-write';
import { AS_IS, COMPUTE, given, numberOf, readArguments, words, texts } from '../arguments';
import { EXIT, UsageError } from '../exit';
import type { Output } from '../output';
import { formatDuration, formatPsnr } from '../progress-line';
import { findingInWords, stepsOf, verdictInWords } from '../preparing';
import { burstShots } from './burst';
import { withSession, type Session } from '../session';
import { TRAIN_FLAGS, trainChoices } from '../train-choices';
import type { Verb } from '../verb';

const FLAGS = {
  ...COMPUTE,
  ...TRAIN_FLAGS,
  ...AS_IS,
  ...texts('degraded', 'clean'),
  burst: { type: 'boolean' },
  ...texts('check-degraded', 'check-clean'),
  sample: { type: 'boolean' },
  ...texts('size', 'time-budget', 'resume', 'name', 'out'),
  overwrite: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof readArguments<typeof FLAGS>>['values'];

export const train: Verb = {
  summary: 'teaches a model from one pair of photos',
  usage: `onepair train --degraded A --clean B [--as-is ${PREPARATIONS.join(',')}] [--swap] [--task T] | --clean B --task T | --burst SHOT SHOT…
  | --sample [--size N] --task T
  | --resume CHECKPOINT
  [--check-degraded C --check-clean D]
  [--method ${METHODS.join('|')}] [--preset paper|best|fast] [--time-budget 60s] [--patch N] [--units N]
  [--epochs N] [--stage-epochs 25,80] [--lambda X] [--columns N] [--step-rows N] [--mode patch2patch|patch2pixel|picture] [--loss l1|l2] [--batch N] [--patches-per-epoch N]
  [--rate X] [--with NAME] [--without NAME] [--channels auto|luminance|all] [--region x,y,w,h] [--scale 2|3|4] [--seed 0]
  [--threads N] [--device cuda|cpu|wasm] [--name NAME] [--out MODEL.onepair [--overwrite]]`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, FLAGS);
    if (!values.burst) words(positionals);
    checkFlags(values);
    return withSession(surroundings, output, values, async (session) => {
      const start =
        values.resume === undefined ? await prepare(values, positionals, session, output) : resume(values, session);
      await runTraining(session, start, output);
      return EXIT.done;
    });
  },
};

/** What can be told from the flags alone, before anything is read or started. */
function checkFlags(flags: Flags): void {
  if (flags.resume !== undefined) {
    const others = Object.keys(flags).filter((flag) => !['resume', 'json', 'threads', 'device'].includes(flag));
    if (others.length > 0)
      throw new UsageError(`--resume goes on with its own settings; leave out --${others.join(', --')}.`);
    return;
  }
  const isGiven = flags.degraded !== undefined || flags.burst === true;
  const { epochs, stageEpochs } = trainChoices(flags, isGiven ? 'custom' : 'deblur');
  if (secondsOf(flags['time-budget']) !== undefined && (epochs !== undefined || stageEpochs !== undefined))
    throw new UsageError('--time-budget chooses the epochs: leave out --epochs and --stage-epochs.');
  if (flags.overwrite === true && flags.out === undefined)
    throw new UsageError('--overwrite replaces the model of --out: name it.');
  if (flags['as-is'] === undefined) return;
  if (flags.degraded === undefined)
    throw new UsageError('--as-is is for two photos that are given: --degraded and --clean.');
  stepsOf(flags['as-is']);
}

/** Runs a training to its end and says what it reached. Returns the job as it ended. */
export async function runTraining(session: Session, start: () => Promise<{ job: string }>, output: Output) {
  const forget = session.host.onEvent((event, payload) => {
    if (event !== 'job.progress') return;
    const { job, training } = payload as Events['job.progress'];
    output.event('step', { job, ...training });
  });
  try {
    const { model, detail } = await session.run(start, output, pairTeller(output));
    const facts = model?.card.facts;
    if (facts) {
      const { psnr, inputPsnr } = scoresOf(facts);
      const gain = psnr === null ? '' : `, ${formatPsnr(psnr)} on held-out squares`;
      const before = inputPsnr === null ? '' : ` (degraded: ${formatPsnr(inputPsnr)})`;
      output.say(`${inEnglish(detail)}. ${facts.steps} steps in ${formatDuration(facts.elapsedMs)}${gain}${before}.`);
      for (const note of facts.notes) output.say(note);
    }
    output.result({ model });
  } finally {
    forget();
  }
}

/** Says what the pair check found, once. */
function pairTeller(output: Output): (job: JobSnapshot) => void {
  let told = false;
  return ({ pair }) => {
    if (told || !pair) return;
    told = true;
    output.event('pair', pair);
    for (const finding of pair.findings ?? []) output.say(findingInWords(finding));
    for (const verdict of pair.verdicts) if (verdict.level === 'caution') output.say(verdictInWords(verdict));
  };
}

function resume(flags: Flags, session: Session): () => Promise<{ job: string }> {
  const checkpoint = flags.resume ?? '';
  return () => session.call('train.resume', { checkpoint });
}

async function prepare(
  flags: Flags,
  shots: readonly string[],
  session: Session,
  output: Output,
): Promise<() => Promise<{ job: string }>> {
  const { pair, task } = flags.burst ? await burstOf(flags, shots, session, output) : await pairOf(flags, session);
  const chosen = trainChoices(flags, task);
  const suited = chosen.method === undefined && chosen.task === 'custom' ? await suitedTo(pair, session) : {};
  const choices = await withinBudget(flags, { ...suited, ...chosen }, session, pair.clean, output);
  await sayEstimate(session, pair.clean, choices, output);
  const out = flags.out === undefined ? undefined : session.host.registerOutput(flags.out);
  // A folder that cannot be made is better known before the training than after it.
  if (flags.out !== undefined) await makeFolder(dirname(flags.out));
  // The shots of a burst are laid on each other already.
  const steps = flags.burst ? [] : flags.degraded === undefined ? undefined : stepsOf(flags['as-is']);
  const check = await checkOf(flags, session);
  const args: Args<'train.start'> = {
    ...pair,
    choices,
    ...given({ name: flags.name, out, replace: flags.overwrite, prepare: steps, check }),
  };
  return () => session.call('train.start', args);
}

/** What the pair check advises for a pair of which nothing is said. */
async function suitedTo(
  { degraded, clean }: { degraded: string; clean: string },
  { call }: Session,
): Promise<TrainChoices> {
  return given({ method: (await call('pair.check', { degraded, clean })).method });
}

/** The choices, or what of them fits into --time-budget on this machine: from here on a fixed number of steps. */
async function withinBudget(
  flags: Flags,
  choices: TrainChoices,
  { call }: Session,
  clean: string,
  output: Output,
): Promise<TrainChoices> {
  const budgetS = secondsOf(flags['time-budget']);
  if (budgetS === undefined) return choices;
  const { width, height } = choices.region ?? (await call('photos.info', { photo: clean }));
  const estimate = async (settings: TrainSettings) =>
    (await call('train.estimate', { settings, width, height })).seconds;
  const fitted = await fitToBudget(budgetS, choices, estimate);
  const { preset, stageEpochs } = fitted;
  output.say(`Within ${formatDuration(budgetS * 1000)}: preset ${preset}, ${epochsInWords(stageEpochs)} epochs.`);
  return { ...choices, preset, stageEpochs };
}

const UNITS_S: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600 };

/** Seconds of '90', '60s', '4min' or '1h'. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit] = /^([\d.]+)(s|m|min|h)?$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS_S[unit ?? 's'] ?? 1);
  if (seconds > 0) return seconds;
  throw new UsageError(`--time-budget is "${text}", not a time such as 60s, 4min or 1h.`);
}

/** The pair that the flags name, and the task that follows where none is named. */
async function pairOf(
  flags: Flags,
  { call, file }: Session,
): Promise<{ pair: { degraded: string; clean: string }; task: TrainChoices['task'] }> {
  const { degraded, clean, sample = false } = flags;
  const size = numberOf('size', flags.size);
  if (size !== undefined && !sample) throw new UsageError('--size is that of the picture that --sample draws.');
  if (sample && (degraded !== undefined || clean !== undefined))
    throw new UsageError('--sample draws its own pair; leave out --degraded and --clean.');
  const { task } = trainChoices({ task: flags.task }, undefined);
  const scale = given({ scale: trainChoices({ scale: flags.scale }, undefined).scale });
  if (sample) {
    const drawn = await call('pair.sample', { task: task ?? 'deblur', ...scale, ...given({ size }) });
    return { pair: idsOf(drawn), task: 'deblur' };
  }
  if (clean === undefined) throw new UsageError('--clean is missing: the picture as it should look (or use --sample).');
  const cleanId = await file(clean);
  // A real pair without a task: nothing is assumed of how it was degraded.
  if (degraded !== undefined) {
    const other = await file(degraded);
    const pair = flags.swap ? { degraded: cleanId, clean: other } : { degraded: other, clean: cleanId };
    return { pair, task: 'custom' };
  }
  if (task === undefined) throw new UsageError('Give --degraded, or --task to say how to degrade the clean picture.');
  const made = await call('pair.degrade', { clean: cleanId, task, ...scale });
  return { pair: { degraded: made.degraded.id, clean: cleanId }, task };
}

/** The pair of a burst: its first shot against the others, or each of a few. */
async function burstOf(flags: Flags, shots: readonly string[], { call, file }: Session, output: Output) {
  if (flags.degraded !== undefined || flags.clean !== undefined || flags.sample)
    throw new UsageError('--burst makes its own pair; leave out --degraded, --clean and --sample.');
  const ids = await burstShots(shots, file);
  const { degraded, clean, leftOut, notes } = await call('pair.burst', { shots: ids, each: true });
  for (const note of notes) output.say(note);
  const pair = { ...idsOf({ degraded, clean }), ...given({ leftOut: leftOut?.id }) };
  return { pair, task: 'custom' } as const;
}

/** The second pair, which is only measured on. */
async function checkOf(flags: Flags, { file }: Session) {
  const [degraded, clean] = [flags['check-degraded'], flags['check-clean']];
  if (degraded === undefined && clean === undefined) return undefined;
  if (degraded === undefined || clean === undefined)
    throw new UsageError('--check-degraded and --check-clean belong together.');
  return { degraded: await file(degraded), clean: await file(clean) };
}

const idsOf = ({ degraded, clean }: Answer<'pair.sample'>) => ({ degraded: degraded.id, clean: clean.id });

async function sayEstimate(session: Session, clean: string, choices: TrainChoices, output: Output): Promise<void> {
  const { width, height } = choices.region ?? (await session.call('photos.info', { photo: clean }));
  const estimate = await session.call('train.estimate', { settings: resolveSettings(choices), width, height });
  const runtime = await session.call('runtime.info', {});
  output.event('estimate', { ...estimate, device: runtime.label });
  output.say(`Training on ${inEnglish(runtime.label)}: about ${formatDuration(estimate.seconds * 1000)}.`);
  for (const note of estimate.notes) output.say(note);
}

import { countedKinds, MOST_SHARDS, type LeftOut, type Shard } from '@contract/batch';
import type { JobSnapshot, RestoredPhoto } from '@contract/job';
import type { RestoreSettings } from '@contract/restore-options';
import { sizeForPeople } from '@contract/size';
import { inEnglish } from '@contract/in-language';
import { COMPUTE, readArguments } from '../arguments';
import { EXIT, UsageError } from '../exit';
import { modelIdOf } from '../model-argument';
import type { Output } from '../output';
import { formatDuration } from '../progress-line';
import { RESTORE_FLAGS, RESTORE_USAGE, restoreSettingsOf } from '../restore-flags';
import { withSession, type Session } from '../session';
import type { Verb } from '../verb';

/** What a result is to be, and where. */
export const RESULT_FLAGS = { out: { type: 'string' }, recursive: { type: 'boolean' }, ...RESTORE_FLAGS } as const;

const FLAGS = { ...COMPUTE, ...RESULT_FLAGS, shard: { type: 'string' } } as const;

/** Jobs estimated below this need no word before they start. */
const SAID_FROM_SECONDS = 20;

export const restore: Verb = {
  summary: 'restores photos and folders with a model',
  usage: `onepair restore MODEL INPUT... [--out DIR] [--recursive]
  ${RESTORE_USAGE}
  [--shard k/n]
  [--threads N] [--device cuda|cpu|wasm] [--engine auto|tensorflow|onnx-cpu|onnx-directml|onnx-coreml|onnx-cuda|onnx-webgpu]
  [--developer libraw|darktable|rawtherapee]
  MODEL is a file or a name of the library, INPUT a photo or a folder`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, FLAGS);
    const [model, ...inputs] = positionals;
    if (model === undefined || inputs.length === 0) throw new UsageError('MODEL and at least one INPUT are needed.');
    const settings = restoreSettingsOf(values);
    const shard = shardOf(values.shard);
    return withSession(surroundings, output, values, async (session) => {
      const { host, call } = session;
      const { photos: found, ...left } = await call('restore.scan', {
        inputs: inputs.map((path) => host.registerPhoto(path).id),
        recursive: values.recursive ?? false,
      });
      sayLeftOut(left, output);
      const photos = found.map(({ id }) => id);
      const folder = values.out === undefined ? {} : { folder: host.registerFolder(values.out).id };
      const order = { model: await modelIdOf(session, model), photos, settings, ...folder };
      await sayEstimate(session, order, output);
      const code = await restoreAll(session, output, { ...order, ...(shard === null ? {} : { shard }) });
      return left.problems.length > 0 ? EXIT.someFailed : code;
    });
  },
};

/** Nobody is to think that these were restored. */
function sayLeftOut({ unread, system, results, problems }: LeftOut, output: Output): void {
  const kinds = countedKinds(unread);
  const folders = countedKinds(system);
  if (kinds !== '') {
    output.event('unread', { unread });
    output.say(`Left out, since they cannot be read here: ${kinds}. Export them as TIFF, PNG or JPEG.`);
  }
  if (folders !== '') {
    output.event('system', { system });
    output.say(`Left out, folders of disks, systems and catalogues: ${folders}.`);
  }
  if (results > 0) output.say(`Left out, since earlier batches made them: ${results}.`);
  if (problems.length > 0) output.event('problems', { problems });
  for (const problem of problems) output.say(problem);
}

/** '2/8' as part 2 of 8; null where it was not given. */
function shardOf(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const [index = 0, count = 0] = /^\d+\/\d+$/.test(text) ? text.split('/').map(Number) : [];
  if (index < 1 || index > count || count > MOST_SHARDS)
    throw new UsageError(
      `--shard is "${text}", not a part of a number of parts (up to ${MOST_SHARDS}), like 2/8 (from 1/8 to 8/8).`,
    );
  return { index, count };
}

type Order = Parameters<typeof sayEstimate>[1] & { shard?: Shard };

export async function restoreAll(session: Session, output: Output, order: Order): Promise<number> {
  const teller = photoTeller(session, output);
  const start = () => session.call('restore.start', order);
  const running = session.run(start, output, teller.tell);
  // What became of the photos is said also where all of them failed.
  await running.catch(() => undefined);
  await teller.rest();
  const job = await running;
  const { batch } = job;
  output.say(`${inEnglish(job.detail)}.`);
  if (batch?.report !== undefined) output.say(`Report: ${batch.report}`);
  const { total = 0, restored = 0, skipped = 0, failed = 0, report } = batch ?? {};
  output.result({ photos: total, restored, skipped, failed, ...(report === undefined ? {} : { report }) });
  return failed > 0 ? EXIT.someFailed : EXIT.done;
}

async function sayEstimate(
  { call }: Session,
  args: { model: string; photos: string[]; folder?: string; settings: RestoreSettings },
  output: Output,
): Promise<void> {
  const estimate = await call('restore.estimate', args);
  output.event('estimate', estimate);
  const { totalSeconds, secondsPerPhoto, outputBytes = 0, freeBytes = Infinity } = estimate;
  if (outputBytes > freeBytes) {
    const [need, free] = [inEnglish(sizeForPeople(outputBytes)), inEnglish(sizeForPeople(freeBytes))];
    output.say(`The results may take ${need}, and ${free} are free. It pauses where the disk is full.`);
  }
  if (totalSeconds < SAID_FROM_SECONDS) return;
  const { restoring } = await call('runtime.info', {});
  const longest = secondsPerPhoto.reduce((most, seconds) => Math.max(most, seconds), 0);
  const minutes = longest < 60 ? `${Math.ceil(longest)} seconds` : `${(longest / 60).toFixed(1)} minutes`;
  output.say(
    `On ${inEnglish(restoring.label)} this model takes up to ${minutes} per photo; ${formatDuration(totalSeconds * 1000)} in all.`,
  );
}

/** Says each photo once, when it has ended, and why the job pauses where it does. */
function photoTeller({ call }: Session, output: Output) {
  let job = '';
  let told = 0;
  let paused = '';
  let last: Promise<void> = Promise.resolve();
  const tellNew = async () => {
    if (job === '') return;
    const outcomes = await call('restore.outcomes', { job, from: told }).catch((): RestoredPhoto[] => []);
    told += outcomes.length;
    for (const photo of outcomes) {
      output.event('photo', photo);
      output.say(`${photo.source.name}: ${inEnglish(photo.skipped ?? photo.error?.sentence ?? photo.savedAs ?? '')}`);
      for (const note of photo.notes ?? []) output.say(`  ${inEnglish(note)}`);
    }
  };
  return {
    tell: (snapshot: JobSnapshot) => {
      job = snapshot.id;
      const reason = snapshot.state === 'paused' ? inEnglish(snapshot.detail) : '';
      if (reason !== '' && reason !== paused) output.say(reason);
      paused = reason;
      last = last.then(tellNew);
    },
    rest: () => (last = last.then(tellNew)),
  };
}

import { RESTORE_DEFAULTS, type JobSnapshot, type RestoreSettings } from '@contract/job';
import { CONFLICT_POLICIES, OUTPUT_FORMATS } from '@contract/photo';
import { choiceOf, COMPUTE, given, numberOf, readArguments } from '../arguments';
import { EXIT, UsageError } from '../exit';
import { findPhotos } from '../find-photos';
import { modelIdOf } from '../model-argument';
import type { Output } from '../output';
import { formatDuration } from '../progress-line';
import { withSession, type Session } from '../session';
import type { Verb } from '../verb';

const FLAGS = {
  ...COMPUTE,
  out: { type: 'string' },
  recursive: { type: 'boolean' },
  strength: { type: 'string' },
  'on-conflict': { type: 'string' },
  name: { type: 'string' },
  format: { type: 'string' },
  stride: { type: 'string' },
  'per-channel': { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof readArguments<typeof FLAGS>>['values'];

/** Jobs estimated below this need no word before they start. */
const SAID_FROM_SECONDS = 20;

export const restore: Verb = {
  usage: `onepair restore MODEL INPUT... [--out DIR] [--recursive] [--strength 0-100] [--on-conflict skip|rename|overwrite]
  [--name '{name}_{model}'] [--format same|jpeg|png|tiff|webp|avif] [--stride N] [--per-channel]
  [--threads N] [--device cuda|cpu|wasm]   MODEL is a file or a name of the library, INPUT a photo or a folder`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, FLAGS);
    const [model, ...inputs] = positionals;
    if (model === undefined || inputs.length === 0) throw new UsageError('MODEL and at least one INPUT are needed.');
    const settings = settingsOf(values);
    const paths = await findPhotos(inputs, values.recursive ?? false);
    return withSession(surroundings, output, values, async (session) => {
      const { host, call } = session;
      const modelId = await modelIdOf(session, model);
      const photos = paths.map((path) => host.registerPhoto(path).id);
      await sayEstimate(session, { model: modelId, photos, settings }, output);
      const folder = values.out === undefined ? {} : { folder: host.registerFolder(values.out).id };
      const teller = photoTeller(output);
      const job = await session.run(
        () => call('restore.start', { model: modelId, photos, settings, ...folder }),
        output,
        teller.tell,
      );
      output.say(`${job.detail}.`);
      const { failed } = teller;
      output.result({ photos: photos.length, failed });
      return failed > 0 ? EXIT.someFailed : EXIT.done;
    });
  },
};

function settingsOf(values: Flags): RestoreSettings {
  return {
    ...RESTORE_DEFAULTS,
    ...given({
      strength: numberOf('strength', values.strength),
      onConflict: choiceOf('on-conflict', values['on-conflict'], CONFLICT_POLICIES),
      naming: values.name,
      format: choiceOf('format', values.format, OUTPUT_FORMATS),
      stride: numberOf('stride', values.stride),
      perChannel: values['per-channel'],
    }),
  };
}

async function sayEstimate(
  { call }: Session,
  args: { model: string; photos: string[]; settings: RestoreSettings },
  output: Output,
): Promise<void> {
  const estimate = await call('restore.estimate', args);
  output.event('estimate', estimate);
  if (estimate.totalSeconds < SAID_FROM_SECONDS) return;
  const { label } = await call('runtime.info', {});
  const longest = Math.max(...estimate.secondsPerPhoto);
  const minutes = longest < 60 ? `${Math.ceil(longest)} seconds` : `${(longest / 60).toFixed(1)} minutes`;
  output.say(
    `On ${label} this model takes up to ${minutes} per photo; ${formatDuration(estimate.totalSeconds * 1000)} in all.`,
  );
}

/** Says each photo once, when it is done, and counts those that failed: a snapshot holds the newest photos only. */
function photoTeller(output: Output) {
  const told = new Set<string>();
  let failed = 0;
  const tell = ({ restored = [] }: JobSnapshot) => {
    for (const photo of restored) {
      if (told.has(photo.source.id)) continue;
      told.add(photo.source.id);
      if (photo.error) failed += 1;
      output.event('photo', photo);
      const outcome = photo.savedAs ?? photo.skipped ?? photo.error?.message ?? '';
      output.say(`${photo.source.name}: ${outcome}`);
    }
  };
  return {
    tell,
    get failed() {
      return failed;
    },
  };
}

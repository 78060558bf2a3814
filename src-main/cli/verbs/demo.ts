import { SAMPLE_SIDE } from '@contract/model-spec';
import { join } from 'node:path';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { fault } from '@contract/result';
import { makeFolder } from '../../disk/atomic-write';
import { COMPUTE, readArguments, words } from '../arguments';
import { EXIT } from '../exit';
import { formatPsnr } from '../progress-line';
import { refuseToReplace } from '../../disk/replaceable';
import { withSession } from '../session';
import type { Verb } from '../verb';
import { runTraining } from './train';

const MODEL = 'demo.onepair';
const PICTURE = 'comparison.png';
const TRAINED_SEED = 0;
/** Epochs of the two stages that show within seconds what a model does; its crisp end takes longer than all else. */
const QUICK: [number, number] = [2, 0];
/** The picture that is restored was never seen in training. */
const RESTORED_SEED = 100;

export const demo: Verb = {
  summary: 'draws a pair, trains, restores, and prints PSNR before and after',
  usage: 'onepair demo [--out DIR]',
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, { ...COMPUTE, out: { type: 'string' } });
    words(positionals);
    const out = values.out ?? 'onepair-demo';
    await makeFolder(out);
    return withSession(surroundings, output, values, async (session) => {
      const { call, host } = session;
      const place = join(out, MODEL);
      for (const path of [place, join(out, PICTURE)]) await refuseToReplace(path);
      const pair = await call('pair.sample', { task: 'deblur', seed: TRAINED_SEED });
      const unseen = await call('pair.sample', { task: 'deblur', seed: RESTORED_SEED });
      output.say(`Training on one drawn pair of ${SAMPLE_SIDE} × ${SAMPLE_SIDE} pixels…`);
      await runTraining(
        session,
        () =>
          call('train.start', {
            degraded: pair.degraded.id,
            clean: pair.clean.id,
            choices: { preset: 'fast', task: 'deblur', stageEpochs: QUICK },
            name: 'demo',
            out: host.registerOutput(place),
          }),
        output,
      );
      const folder = host.registerFolder(out).id;
      const settings = { ...RESTORE_DEFAULTS, naming: 'restored' } as const;
      const job = await session.run(
        () =>
          call('restore.start', {
            model: host.registerPhoto(place).id,
            photos: [unseen.degraded.id],
            folder,
            settings,
          }),
        output,
      );
      const restored = job.restored?.[0]?.result;
      if (!restored) throw fault('The demo restored nothing.');
      const before = await call('compare.score', { restored: unseen.degraded.id, clean: unseen.clean.id });
      const after = await call('compare.score', { restored: restored.id, clean: unseen.clean.id });
      const picture = join(out, PICTURE);
      await host.savePhotosBeside([unseen.degraded.id, restored.id, unseen.clean.id], picture);
      output.say(
        `Another drawn picture, never seen: PSNR ${formatPsnr(before.psnr)} before, ${formatPsnr(after.psnr)} after.`,
      );
      output.say(`Degraded, restored and clean beside each other: ${picture}`);
      output.result({ before, after, picture });
      return EXIT.done;
    });
  },
};

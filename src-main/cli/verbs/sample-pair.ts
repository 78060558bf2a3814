import { join } from 'node:path';
import { SAMPLE_SIDE } from '@contract/model-spec';
import { makeFolder } from '../../disk/atomic-write';
import { DEGRADE, given, numberOf, readArguments, words, texts } from '../arguments';
import { DEGRADE_USAGE, degradationOf } from '../degradation';
import { EXIT, UsageError } from '../exit';
import { refuseToReplace } from '../../disk/replaceable';
import { withSession } from '../session';
import type { Verb } from '../verb';

export const samplePair: Verb = {
  summary: 'draws a picture and degrades it, for a pair',
  usage: `onepair sample-pair --out DIR [--size ${SAMPLE_SIDE}] [--scene] ${DEGRADE_USAGE.replace(/^(\S+ \S+)/, '[$1]')}`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, {
      ...DEGRADE,
      ...texts('out', 'size'),
      scene: { type: 'boolean' },
    });
    words(positionals);
    const { out } = values;
    if (out === undefined) throw new UsageError('--out is missing: the folder to write the two pictures to.');
    await makeFolder(out);
    return withSession(surroundings, output, {}, async ({ call, host }) => {
      const written = { clean: join(out, 'clean.png'), degraded: join(out, 'degraded.png') };
      for (const path of Object.values(written)) await refuseToReplace(path);
      const size = given({ size: numberOf('size', values.size) });
      const pair = await call('pair.sample', { ...size, scene: values.scene === true, ...degradationOf(values) });
      await host.savePhoto(pair.clean.id, written.clean);
      await host.savePhoto(pair.degraded.id, written.degraded);
      output.say(`Wrote ${written.clean} and ${written.degraded}`);
      output.result(written);
      return EXIT.done;
    });
  },
};

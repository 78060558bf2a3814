import { DEGRADE, readArguments, words } from '../arguments';
import { DEGRADE_USAGE, degradationOf } from '../degradation';
import { EXIT, UsageError } from '../exit';
import { refuseToReplace } from '../../disk/replaceable';
import { withSession } from '../session';
import type { Verb } from '../verb';

export const degrade: Verb = {
  summary: 'blurs, shrinks or adds noise to a good photo, for a pair',
  usage: `onepair degrade IN OUT ${DEGRADE_USAGE}`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, DEGRADE);
    const [input, out] = words(positionals, 'IN', 'OUT');
    if (values.task === undefined) throw new UsageError('--task is missing.');
    await refuseToReplace(out, [input]);
    return withSession(surroundings, output, {}, async ({ call, file, host }) => {
      const { degraded } = await call('pair.degrade', { clean: await file(input), ...degradationOf(values) });
      await host.savePhoto(degraded.id, out);
      output.say(`Wrote ${out}`);
      output.result({ out });
      return EXIT.done;
    });
  },
};

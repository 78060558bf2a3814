import { join } from 'node:path';
import { makeFolder } from '../../disk/atomic-write';
import { readArguments } from '../arguments';
import { EXIT, UsageError } from '../exit';
import { refuseToReplace } from '../../disk/replaceable';
import { withSession } from '../session';
import type { Verb } from '../verb';

export const burst: Verb = {
  summary: 'makes a pair of several shots of one still scene: a shot, and the mean of all',
  usage: 'onepair burst SHOT SHOT… --out DIR',
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, { out: { type: 'string' } });
    const { out } = values;
    if (out === undefined) throw new UsageError('--out is missing: the folder to write the two pictures to.');
    const written = { degraded: join(out, 'shot.png'), clean: join(out, 'mean.png') };
    for (const path of Object.values(written)) await refuseToReplace(path, positionals);
    await makeFolder(out);
    return withSession(surroundings, output, {}, async ({ call, file, host }) => {
      const shots = await burstShots(positionals, file);
      const pair = await call('pair.burst', { shots, each: false });
      for (const note of pair.notes) output.say(note);
      await host.savePhoto(pair.degraded.id, written.degraded);
      await host.savePhoto(pair.clean.id, written.clean);
      output.say(`Wrote ${written.degraded} and ${written.clean}`);
      output.result(written);
      return EXIT.done;
    });
  },
};

/** The ids of two shots or more. */
export async function burstShots(paths: readonly string[], file: (path: string) => Promise<string>): Promise<string[]> {
  if (paths.length < 2) throw new UsageError('A burst is two shots or more of one still scene: name their files.');
  const ids: string[] = [];
  for (const path of paths) ids.push(await file(path));
  return ids;
}

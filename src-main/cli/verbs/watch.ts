import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createArrivals, isNothingYet, WATCHED_EVERY_MS } from '@contract/arrivals';
import type { ListedPhoto } from '@contract/batch';
import { inEnglish } from '@contract/in-language';
import { AppError, toFailure } from '@contract/result';
import { say } from '@contract/sentence';
import { COMPUTE, numberOf, readArguments } from '../arguments';
import { EXIT, Interrupted, UsageError } from '../exit';
import { modelIdOf } from '../model-argument';
import type { Output } from '../output';
import { restoreSettingsOf } from '../restore-flags';
import { withSession, type Session } from '../session';
import type { Verb } from '../verb';
import { RESULT_FLAGS, restoreAll } from './restore';

const FLAGS = { ...COMPUTE, ...RESULT_FLAGS, idle: { type: 'string' } } as const;

/** Restores what comes into a folder, until it is ended. */
export const watch: Verb = {
  summary: 'restores photos as they come into a folder, until Ctrl-C, or until nothing came for SECONDS',
  usage: `onepair watch FOLDER MODEL --out DIR [--recursive] [--idle SECONDS] [the other flags of restore but --shard]`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, FLAGS);
    const [folder, model, ...others] = positionals;
    if (folder === undefined || model === undefined || others.length > 0)
      throw new UsageError('FOLDER and MODEL are needed, and nothing else.');
    const { out } = values;
    if (out === undefined) throw new UsageError('--out is needed: the folder for the results.');
    const idle = numberOf('idle', values.idle) ?? Infinity;
    await mustBeFolder(folder);
    const settings = restoreSettingsOf(values);
    return withSession(surroundings, output, values, async (session) => {
      const order = { model: await modelIdOf(session, model), settings, folder: session.host.registerFolder(out).id };
      const arrivals = createArrivals();
      const scan = scanning(session, output, { folder, recursive: values.recursive ?? false });
      let code: number = EXIT.done;
      for (let lastMs = performance.now(); performance.now() - lastMs < 1000 * idle;) {
        await pause(WATCHED_EVERY_MS);
        const arrived = arrivals.of(await scan());
        if (arrived.length === 0) continue;
        const batch = restoreAll(session, output, { ...order, photos: arrived });
        code = Math.max(code, await batch.catch((error: unknown) => goOn(error, output)));
        lastMs = performance.now();
      }
      return code;
    });
  },
};

/** What fails ends nothing: the next photos are waited for. */
function goOn(error: unknown, output: Output): number {
  if (error instanceof Interrupted) throw error;
  output.fail(toFailure(error));
  return EXIT.someFailed;
}

async function mustBeFolder(path: string): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isDirectory() !== true)
    throw new AppError('not-found', say('plain', { text: `There is no folder ${path}.` }));
}

/** Lists what lies in the folder now. What cannot be looked into or taken is said once, and waited for. */
function scanning(
  { host, call }: Session,
  output: Output,
  { folder, recursive }: { folder: string; recursive: boolean },
): () => Promise<ListedPhoto[]> {
  let isSaid = false;
  let told = new Set<string>();
  return async () => {
    try {
      await mustBeFolder(folder);
      const { photos, problems } = await call('restore.scan', { inputs: [host.registerPhoto(folder).id], recursive });
      isSaid = false;
      const now = problems.map((problem) => inEnglish(problem));
      for (const problem of now) if (!told.has(problem)) output.say(problem);
      told = new Set(now);
      return photos;
    } catch (error) {
      const failure = toFailure(error);
      const isProblem = !isNothingYet(failure);
      if (!isSaid && isProblem) output.fail(failure);
      isSaid = isProblem;
      return [];
    }
  };
}

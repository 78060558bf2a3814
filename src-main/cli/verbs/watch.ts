import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ListedPhoto } from '@contract/batch';
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

/** A folder is looked through this often; a photo is taken once it has the same size twice. */
const EVERY_MS = 2000;

/** Restores what comes into a folder, until it is ended. */
export const watch: Verb = {
  usage: `onepair watch FOLDER MODEL --out DIR [--recursive] [--idle SECONDS] [the other flags of restore but --shard]
  restores photos as they come into FOLDER, until Ctrl-C, or until nothing came for SECONDS`,
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
      let code: number = EXIT.done;
      for (let lastMs = performance.now(); performance.now() - lastMs < 1000 * idle;) {
        await pause(EVERY_MS);
        const arrived = arrivals.of(await listed(session, folder, values.recursive ?? false));
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

/** What lies in the folder now; nothing where there is no photo, or the disk does not answer for a moment. */
async function listed({ host, call }: Session, folder: string, recursive: boolean): Promise<ListedPhoto[]> {
  const found = await call('restore.scan', { inputs: [host.registerPhoto(folder).id], recursive }).catch(() => null);
  return found?.photos ?? [];
}

/** Tells photos that are whole and were not told before: their size has stayed since the last look. */
export function createArrivals() {
  const sizes = new Map<string, number>();
  const told = new Map<string, number>();
  return {
    of(photos: readonly Pick<ListedPhoto, 'id' | 'relative' | 'bytes'>[]): string[] {
      const arrived = photos.filter(
        ({ relative, bytes }) => bytes > 0 && sizes.get(relative) === bytes && told.get(relative) !== bytes,
      );
      sizes.clear();
      for (const { relative, bytes } of photos) sizes.set(relative, bytes);
      for (const { relative, bytes } of arrived) told.set(relative, bytes);
      return arrived.map(({ id }) => id);
    },
  };
}

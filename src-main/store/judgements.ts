import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as v from 'valibot';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { NO_REMARK, NO_VERDICT, remarkSchema, verdictSchema, type Remark, type Verdict } from '@contract/judgement';
import { answering } from '../disk/answering';
import { makeFolder, putAside, writeFileAtomic } from '../disk/atomic-write';
import { textOrNothing } from '../disk/read-file';
import { createTurns } from '../disk/turns';

/** What the user thinks of results and models, in one file of the app's own: nothing that is judged is touched. */
export interface Judgements {
  /** In the order asked; a result that was written again since is not judged yet. */
  verdictsOf(results: readonly string[]): Promise<Verdict[]>;
  judge(result: string, verdict: Verdict): Promise<void>;
  /** By the model's id, whatever it is called. */
  remarks(): Promise<Record<string, Remark>>;
  remark(model: string, remark: Remark): Promise<void>;
}

const MOST_BYTES = 64 * 2 ** 20;

const fileSchema = v.object({
  version: v.literal(1),
  /** By the result's path. */
  results: v.record(v.string(), v.strictObject({ ...verdictSchema.entries, modifiedMs: v.number() })),
  models: v.record(v.string(), remarkSchema),
});
type Known = Omit<v.InferOutput<typeof fileSchema>, 'version'>;

/** Changes happen one after the other, those of several programs too. */
export function openJudgements(path: string): Judgements {
  const alone = createTurns(path);
  let changed: Promise<unknown> = Promise.resolve();
  const change = (to: (known: Known) => Promise<void> | void): Promise<void> => {
    const turn = alone(async () => {
      const known = await read(path, true);
      await to(known);
      const bytes = Buffer.from(`${JSON.stringify({ version: 1, ...known })}\n`);
      if (bytes.length > MOST_BYTES) throw new AppError('disk', say('save.tooMuch', { file: basename(path) }));
      await makeFolder(dirname(path), 0o700);
      await writeFileAtomic(path, [bytes]);
    });
    changed = Promise.allSettled([changed, turn]);
    return turn;
  };
  /** With what was asked for before. */
  const known = async () => {
    await changed;
    return read(path);
  };
  return {
    async verdictsOf(results) {
      const { results: judged } = await known();
      return Promise.all(
        results.map(async (result) => {
          const found = judged[result];
          // A disk that does not answer costs its own results' verdicts, for now.
          if (!found || found.modifiedMs !== (await changedAt(result).catch(() => null))) return NO_VERDICT;
          return { flag: found.flag, stars: found.stars };
        }),
      );
    },
    judge: (result, verdict) =>
      change(async ({ results }) => {
        if (verdict.flag === null && verdict.stars === 0) Reflect.deleteProperty(results, result);
        else results[result] = { ...verdict, modifiedMs: await changedAt(result) };
      }),
    remarks: async () => (await known()).models,
    remark: (model, remark) =>
      change(({ models }) => {
        if (remark.stars === NO_REMARK.stars && remark.note === NO_REMARK.note) Reflect.deleteProperty(models, model);
        else models[model] = remark;
      }),
  };
}

/** What cannot be understood counts as nothing; before a change it is put aside. Throws AppError for what cannot be read now. */
async function read(path: string, toChange = false): Promise<Known> {
  const text = await textOrNothing(path, MOST_BYTES);
  const known = text !== null && understood(text);
  if (known) return known;
  if (toChange && text !== null) await putAside(path);
  return { results: {}, models: {} };
}

function understood(json: string): Known | null {
  try {
    const parsed = v.safeParse(fileSchema, JSON.parse(json));
    return parsed.success ? { results: parsed.output.results, models: parsed.output.models } : null;
  } catch {
    return null;
  }
}

const changedAt = (file: string): Promise<number> =>
  answering(dirname(file), () =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );

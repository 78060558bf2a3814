import { basename, dirname } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { makeFolder } from './atomic-write';
import { ClaimTaken, withClaim } from './claim.mjs';
import { folderLabel, writeFailure } from './disk-error';

/** Runs work with nothing else beside it. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

const POLL_MS = 20;

/**
 * Changes of what lies at `path`, one after the other: those of this process in the order they came, and those of every
 * other program in between. Throws AppError 'busy' where another one does not come to an end within `giveUpMs`.
 */
export function createTurns(path: string, giveUpMs = 10_000): Turns {
  let last: Promise<unknown> = Promise.resolve();
  const alone: Turns = async (work) => {
    await makeFolder(dirname(path));
    return withClaim(path, work, { pollMs: POLL_MS, giveUpMs }).catch((error: unknown) => {
      throw error instanceof ClaimTaken ? busy(path, error.message) : writeFailure(error, path);
    });
  };
  return (work) => {
    const next = last.then(() => alone(work));
    last = next.catch(() => undefined);
    return next;
  };
}

const busy = (path: string, claimFile: string) =>
  new AppError(
    'busy',
    say('save.changedByOther', {
      file: basename(path),
      folder: folderLabel(dirname(path)),
      claim: basename(claimFile),
    }),
  );

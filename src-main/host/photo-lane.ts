import { AppError, toFailure } from '@contract/result';
import { say } from '@contract/sentence';

/** Runs calls to one process side by side. */
export type Lane = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * Calls whose process dies are tried once more, each with nothing else beside it: so a death is charged to
 * the photo that caused it. A second death is the caller's.
 */
export function createLane(): Lane {
  const running = new Set<Promise<unknown>>();
  let alone: Promise<unknown> = Promise.resolve();

  const together: Lane = async (call) => {
    await alone;
    const work = call();
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  };

  const byItself: Lane = (call) => {
    const turn = alone.then(async () => {
      await Promise.allSettled(running);
      return call();
    });
    alone = turn.catch(() => undefined);
    return turn;
  };

  return async (call) => {
    try {
      return await together(call);
    } catch (error) {
      if (!isCrash(error)) throw error;
      return byItself(call);
    }
  };
}

export const isCrash = (error: unknown): boolean => toFailure(error).kind === 'crashed';

/** Tries once more where the process dies; the second death is told as the photo's. */
export async function twice<T>(photo: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call().catch((error: unknown) => {
      if (!isCrash(error)) throw error;
      return call();
    });
  } catch (error) {
    throw isCrash(error) ? setAside(photo) : error;
  }
}

/** For a photo over which a process has died, or was ended because it hung, twice. */
export function setAside(photo: string, hung = false): AppError {
  const why = hung ? say('batch.cameToNoEnd') : say('batch.processStopped');
  return new AppError('crashed', say('batch.setAside', { photo, why }), photo);
}

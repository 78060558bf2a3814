import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { folderLabel } from './disk-error';

/** A disk of the network or a card that was pulled may answer late, or never. */
export const PATIENCE_MS = 30_000;
/** A question that hangs holds one of the four threads that a process has for its files: one of them stays free. */
const MOST_OPEN = 3;

export class NotAnswering extends AppError {
  constructor(folder: string) {
    super('disk', say('folder.notAnswering', { folder: folderLabel(folder) }));
  }
}

/** Questions that are open, and the folders of those that were asked in vain. */
let open = 0;
const silent: string[] = [];
/** Those that wait for one of the threads. */
const waiting: (() => void)[] = [];
const wake = (): void => {
  for (const goOn of waiting.splice(0)) goOn();
};

/** Whether a thread is held by a question that was given up. */
export const isAskedInVain = (): boolean => silent.length > 0;

/**
 * The answer to a question about what lies in `folder`. Throws NotAnswering when none came for 30 s, and at once as long
 * as an earlier question about that folder is open, or as many questions about others as there are threads for. A question
 * of many steps stops at the signal, by which nobody waits for it any more.
 */
export async function answering<T>(folder: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  for (;;) {
    if (silent.includes(folder)) throw new NotAnswering(folder);
    if (silent.length >= MOST_OPEN) throw new NotAnswering(silent[0]!);
    if (open < MOST_OPEN) break;
    await new Promise<void>((goOn) => waiting.push(goOn));
  }
  open += 1;
  let timer: NodeJS.Timeout | undefined;
  let isSilent = false;
  const givenUp = new AbortController();
  const answer = ask(givenUp.signal).finally(() => {
    open -= 1;
    if (isSilent) silent.splice(silent.indexOf(folder), 1);
    wake();
  });
  const patience = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      isSilent = true;
      silent.push(folder);
      wake();
      givenUp.abort();
      fail(new NotAnswering(folder));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(timer);
  }
}

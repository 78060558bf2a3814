import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { folderLabel } from './disk-error';

/** A disk of the network or a card that was pulled may answer late, or never. */
const PATIENCE_MS = 30_000;

export class NotAnswering extends AppError {
  constructor(folder: string) {
    super('disk', say('folder.notAnswering', { folder: folderLabel(folder) }));
  }
}

/** Folders of which something was asked in vain: each such question holds one of the process's few file threads. */
const silent = new Map<string, number>();

/**
 * The answer to a question about what lies in `folder`. Throws NotAnswering when none came for 30 s, and at once as long
 * as an earlier question about that folder is open: so a dead disk costs one thread, not all.
 */
export async function answering<T>(folder: string, ask: () => Promise<T>): Promise<T> {
  if (silent.has(folder)) throw new NotAnswering(folder);
  const answer = ask();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      count(folder, 1);
      const answered = () => {
        count(folder, -1);
      };
      void answer.then(answered, answered);
      fail(new NotAnswering(folder));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(timer);
  }
}

function count(folder: string, change: number): void {
  const open = (silent.get(folder) ?? 0) + change;
  if (open > 0) silent.set(folder, open);
  else silent.delete(folder);
}

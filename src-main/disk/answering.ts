import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { folderLabel } from './disk-error';
import { diskOf } from './mounts';

/** A disk of the network or a card that was pulled may answer late, or never. */
export const PATIENCE_MS = 30_000;
/** A question that hangs holds one of the four threads that a process has for its files: one of them stays free. */
const MOST_OPEN = 3;
/** One dead disk leaves a thread to the others. */
const MOST_OF_A_DISK = 2;

export class NotAnswering extends AppError {
  constructor(folder: string) {
    super('disk', say('folder.notAnswering', { folder: folderLabel(folder) }));
  }
}

/** The disks of questions that are open, and the folders of those that were asked in vain, with their disks. */
const open: string[] = [];
const silent: { folder: string; disk: string }[] = [];
/** Those that wait for one of the threads. */
const waiting: (() => void)[] = [];
const wake = (): void => {
  for (const goOn of waiting.splice(0)) goOn();
};

/** Whether a thread is held by a question that was given up. */
export const isAskedInVain = (): boolean => silent.length > 0;

/**
 * The answer to a question about what lies in `folder`. Throws NotAnswering when none came for 30 s (or `patienceMs`), and at once as long
 * as an earlier question about that folder is open, or as many about others of its disk, or of all, as there are threads for. A question
 * of many steps stops at the signal, by which nobody waits for it any more.
 */
export async function answering<T>(
  folder: string,
  ask: (signal: AbortSignal) => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const disk = diskOf(folder);
  for (;;) {
    if (silent.some((other) => other.folder === folder)) throw new NotAnswering(folder);
    if (silent.length >= MOST_OPEN) throw new NotAnswering(silent[0]!.folder);
    const ofDisk = silent.filter((other) => other.disk === disk);
    if (ofDisk.length >= MOST_OF_A_DISK) throw new NotAnswering(ofDisk[0]!.folder);
    if (open.length < MOST_OPEN && open.filter((other) => other === disk).length < MOST_OF_A_DISK) break;
    await new Promise<void>((goOn) => waiting.push(goOn));
  }
  open.push(disk);
  let timer: NodeJS.Timeout | undefined;
  let mute: { folder: string; disk: string } | null = null;
  const givenUp = new AbortController();
  const answer = ask(givenUp.signal).finally(() => {
    open.splice(open.indexOf(disk), 1);
    if (mute) silent.splice(silent.indexOf(mute), 1);
    wake();
  });
  const patience = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      mute = { folder, disk };
      silent.push(mute);
      wake();
      givenUp.abort();
      fail(new NotAnswering(folder));
    }, patienceMs);
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(timer);
  }
}

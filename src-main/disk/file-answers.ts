import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inOrder } from './in-order';

/** Folders that are asked about side by side: each that does not answer holds a thread of the process. */
export const FOLDERS_AT_ONCE = 100;
/** Files of a folder that has answered once. */
const FILES_AT_ONCE = 4;
const POLL_MS = 50;

/** Whether an ordinary file, or a link to one, lies there: a pipe or a device would be waited for. */
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );

/**
 * For each path whether an ordinary file lies there; null where nothing came from its folder. Nothing is waited for any
 * more once no disk has answered anything for `patienceMs`, nor after twice that time: a file of a folder that has answered
 * then counts as there.
 */
export function fileAnswers(
  paths: readonly string[],
  patienceMs: number,
  ask: (path: string) => Promise<boolean> = isFile,
): Promise<(boolean | null)[]> {
  const answers = paths.map((): boolean | null => null);
  let [quietMs, allMs] = [0, 0];
  const put = async (index: number) => {
    answers[index] = await ask(paths[index]!);
    quietMs = 0;
  };
  const folders = byFolder(paths);
  const all = inOrder(folders, FOLDERS_AT_ONCE, async ([first, ...others]) => {
    await put(first!);
    await inOrder(others, FILES_AT_ONCE, put);
  });
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(timer);
      for (const [first, ...others] of folders)
        if (answers[first!] !== null) for (const index of others) answers[index] ??= true;
      resolve(answers);
    };
    // Turns of this process, not the clock: what it was kept from hearing does not count as silence.
    const timer = setInterval(() => {
      [quietMs, allMs] = [quietMs + POLL_MS, allMs + POLL_MS];
      if (quietMs > patienceMs || allMs > 2 * patienceMs) end();
    }, POLL_MS);
    void all.then(end);
  });
}

/** The places of the paths of each folder. */
function byFolder(paths: readonly string[]): number[][] {
  const folders = new Map<string, number[]>();
  for (const [index, path] of paths.entries()) {
    const places = folders.get(dirname(path)) ?? [];
    folders.set(dirname(path), places);
    places.push(index);
  }
  return [...folders.values()];
}

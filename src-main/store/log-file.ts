import { appendFile, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shownText } from '@contract/shown-name';
import { makeFolder } from '../disk/atomic-write';

export interface LogFile {
  /** One entry; line breaks in it become spaces. */
  add(line: string): Promise<void>;
  /** The newest entries, oldest first. */
  newest(count: number): Promise<string[]>;
}

const NAME = 'onepair.log';
const MOST_BYTES = 512 * 1024;
const OLDER = 3;
const LONGEST_ENTRY = 4_000;

/**
 * What went wrong, in `onepair.log` of a folder: a full file becomes `onepair.1.log`, that one `onepair.2.log`, and what
 * is older than `onepair.3.log` goes. `now` is the clock of the entries.
 */
export function openLog(folder: string, mostBytes = MOST_BYTES, now: () => Date = () => new Date()): LogFile {
  const path = join(folder, NAME);
  let last: Promise<void> = Promise.resolve();
  const append = async (line: string) => {
    await makeFolder(folder);
    if ((await sizeOf(path)) > mostBytes) await rotate(folder);
    const entry = shownText(line.replace(/\s*[\r\n]+\s*/g, ' ').slice(0, LONGEST_ENTRY));
    await appendFile(path, `${now().toISOString()} ${entry}\n`);
  };
  return {
    add(line) {
      last = last.then(
        () => append(line),
        () => append(line),
      );
      return last;
    },
    async newest(count) {
      const text = await readFile(path, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((entry) => entry !== '')
        .slice(-count);
    },
  };
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

async function rotate(folder: string): Promise<void> {
  const numbered = (number: number) => join(folder, number === 0 ? NAME : `onepair.${number}.log`);
  await rm(numbered(OLDER), { force: true });
  for (let number = OLDER - 1; number >= 0; number -= 1)
    await rename(numbered(number), numbered(number + 1)).catch(() => undefined);
}

import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shownText } from '@contract/shown-name';
import { makeFolder, writeFully } from '../disk/atomic-write';
import { openOwnFile } from '../disk/own-files';
import { textOrNothing } from '../disk/read-file';

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
/** What is not ASCII may be shown by its number. */
const MOST_ENTRY_BYTES = 16 * LONGEST_ENTRY;

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
    const file = await openOwnFile(path, 'append', Infinity);
    try {
      await writeFully(file, Buffer.from(`${now().toISOString()} ${entry}\n`));
    } finally {
      await file.close();
    }
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
      const most = mostBytes + 2 * MOST_ENTRY_BYTES;
      const text = await textOrNothing(path, most).catch(() => null);
      return (text ?? '')
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

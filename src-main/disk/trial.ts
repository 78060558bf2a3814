import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedMs, ownerState, processTag } from './process-tag.mjs';

/** After which a trial that ended its process is forgotten: drivers are mended, and people quit in the middle of one. */
const REMEMBERED_MS = 24 * 3600 * 1000;

/** Something that may take the whole process down with it, such as a graphics driver. */
export interface Trial {
  /** Whether a process ended within it lately. */
  endedProcess(): boolean;
  /** Does `work`; a note lies in the folder meanwhile, which a process that ends leaves behind. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A disk that takes no notes stops no trial. */
export function createTrial(name: string, folder: string): Trial {
  const start = `${name}.trial-`;
  const note = join(folder, start + processTag());
  let running = 0;
  const quietly = (work: () => void) => {
    try {
      work();
    } catch {
      // Without notes the trial protects nobody, and harms nobody.
    }
  };
  return {
    endedProcess() {
      let isRecent = false;
      quietly(() => {
        for (const file of readdirSync(folder).filter((one) => one.startsWith(start))) {
          if (ownerState(file.slice(start.length)) === 'alive') continue;
          const isOld = Date.now() - changedMs(join(folder, file)) > REMEMBERED_MS;
          if (isOld) rmSync(join(folder, file), { force: true });
          else isRecent = true;
        }
      });
      return isRecent;
    },
    async run(work) {
      if (running === 0)
        quietly(() => {
          mkdirSync(folder, { recursive: true });
          writeFileSync(note, '');
        });
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        if (running === 0)
          quietly(() => {
            rmSync(note, { force: true });
          });
      }
    },
  };
}

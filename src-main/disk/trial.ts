import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedMs, ownerState, processTag } from './process-tag.mjs';

/** After which a trial that ended its process is forgotten: drivers are mended. */
const REMEMBERED_MS = 24 * 3600 * 1000;
/** So many prove it: one may be somebody who quit in the middle of it. */
const PROOF = 2;

/** Something that may take the whole process down with it, such as a graphics driver. */
export interface Trial {
  /** Whether processes ended within it lately, and none came through it since. */
  endedProcess(): boolean;
  /** Does `work`; a note lies in the folder meanwhile, which a process that ends leaves behind. Success takes all away. */
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
  const remove = (path: string) => {
    rmSync(path, { force: true });
  };
  const notesOfTheDead = () =>
    readdirSync(folder)
      .filter((file) => file.startsWith(start) && ownerState(file.slice(start.length)) !== 'alive')
      .map((file) => join(folder, file));
  return {
    endedProcess() {
      let deaths = 0;
      quietly(() => {
        for (const path of notesOfTheDead()) {
          if (Date.now() - changedMs(path) > REMEMBERED_MS) remove(path);
          else deaths += 1;
        }
      });
      return deaths >= PROOF;
    },
    async run(work) {
      if (running === 0)
        quietly(() => {
          mkdirSync(folder, { recursive: true });
          writeFileSync(note, '');
        });
      running += 1;
      try {
        const result = await work();
        quietly(() => {
          notesOfTheDead().forEach(remove);
        });
        return result;
      } finally {
        running -= 1;
        if (running === 0)
          quietly(() => {
            remove(note);
          });
      }
    },
  };
}

import type { Places } from '../disk/places';
import { openScratch, type Scratch } from '../disk/scratch';

/** The files of a session that nobody needs after it: opened when the first is wanted. */
export interface SessionFiles {
  readonly scratch: () => Promise<Scratch>;
  /** Never fails: what cannot be removed now goes with the folder. */
  readonly remove: (...paths: string[]) => Promise<void>;
  close(): Promise<void>;
}

export function openSessionFiles({ scratch: root }: Pick<Places, 'scratch'>): SessionFiles {
  let opening: Promise<Scratch> | null = null;
  const scratch = () => (opening ??= openScratch(root));
  return {
    scratch,
    async remove(...paths) {
      const folder = await scratch();
      for (const path of paths) await folder.remove(path).catch(() => undefined);
    },
    async close() {
      if (opening) await (await opening).close();
    },
  };
}

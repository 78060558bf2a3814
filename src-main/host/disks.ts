import { join } from 'node:path';
import { say } from '@contract/sentence';
import { childCalls } from '@contract/worker-calls';
import { NotAnswering, PATIENCE_MS } from '../disk/answering';
import { FOLDERS_AT_ONCE } from '../disk/file-answers';
import type { ChildHandle, StartChild } from '../processes/carrier';
import { createClient } from '../processes/client';

/**
 * Asks what lies on disks that may never answer, in a process of its own that is ended afterwards: a question that hangs
 * holds one of a process's few file threads for good.
 */
export interface Disks {
  /** For each path whether an ordinary file lies there; null where its disk has not answered for so long. */
  files(paths: readonly string[], patienceMs: number): Promise<(boolean | null)[]>;
  /** Throws NotAnswering for the first folder whose disk does not answer; one that is not there has answered. */
  refuseSilent(folders: Iterable<string>): Promise<void>;
}

const THREADS = { UV_THREADPOOL_SIZE: String(FOLDERS_AT_ONCE + 20) };
/** For its start, on a machine that has other things to do. */
const START_MS = 15_000;

export function createDisks(start: StartChild): Disks {
  const files: Disks['files'] = async (paths, patienceMs) => {
    if (paths.length === 0) return [];
    let child: ChildHandle | undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, START_MS + 2 * patienceMs, null);
    });
    try {
      child = start('disks', THREADS);
      // What it dies of is told to nobody.
      const nobody = () => undefined;
      const client = createClient(child.port, childCalls.disks, nobody, say('process.closing'), nobody);
      const answers = await Promise.race([client.send('disk.files', { paths, patienceMs }), late]);
      if (answers) return answers as (boolean | null)[];
    } catch {
      // Told below.
    } finally {
      clearTimeout(timer);
      child?.kill();
    }
    // That nobody could ask is no disk's fault: what is not there is seen where it is looked at.
    return paths.map(() => true);
  };
  return {
    files,
    async refuseSilent(folders) {
      const each = [...new Set(folders)];
      // A place in each folder: folders beside each other may lie on different disks.
      const answers = await files(
        each.map((folder) => join(folder, 'x')),
        PATIENCE_MS,
      );
      const silent = each.find((_, index) => answers[index] === null);
      if (silent !== undefined) throw new NotAnswering(silent);
    },
  };
}

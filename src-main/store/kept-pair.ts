import { copyFile, link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawPicture } from '@contract/photo';
import type { RawPair } from '@contract/worker-calls';
import { makeFolder } from '../disk/atomic-write';

/**
 * Keeps a pair's decoded pixels beside its checkpoints, so that a training can go on when its photos have moved or
 * were drawn in an earlier session. Links cost no space while the training runs.
 */
export async function keepPair(
  folder: string,
  checkpoint: string,
  pair: RawPair,
  use: Use = 'learned',
): Promise<RawPair> {
  const keep = async (picture: RawPicture, path: string): Promise<RawPicture> => {
    if (picture.path === path) return picture;
    await rm(path, { force: true });
    await link(picture.path, path).catch(() => copyFile(picture.path, path));
    return { ...picture, path };
  };
  await makeFolder(folder);
  const paths = pathsOf(folder, checkpoint, use);
  return {
    degraded: await keep(pair.degraded, paths.degraded),
    clean: await keep(pair.clean, paths.clean),
    ...(pair.leftOut ? { leftOut: await keep(pair.leftOut, paths.leftOut) } : {}),
  };
}

export async function forgetPair(folder: string, checkpoint: string): Promise<void> {
  for (const use of ['learned', 'checked'] as const)
    for (const path of Object.values(pathsOf(folder, checkpoint, use))) await rm(path, { force: true });
}

/** Whether a pair is learned from or only measured on. */
type Use = 'learned' | 'checked';

function pathsOf(folder: string, checkpoint: string, use: Use) {
  const path = (side: string) => join(folder, `${checkpoint}.${use === 'checked' ? 'check-' : ''}${side}.raw`);
  return { degraded: path('degraded'), clean: path('clean'), leftOut: path('left-out') };
}

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

/** What the set-up found about CUDA; empty where there is nothing to say. */
export interface CudaOffer {
  /** What could be had, with its size. */
  offer: string;
  /** Why not what was asked for. */
  reason: string;
}

/** Reads the set-up's record of a checkout; a copy without one has nothing to offer. */
export async function readCudaOffer(root: string): Promise<CudaOffer> {
  try {
    const record = JSON.parse(
      await readFile(join(root, 'node_modules/.onepair/runtime.json'), 'utf8'),
    ) as Partial<CudaOffer>;
    return { offer: record.offer ?? '', reason: record.reason ?? '' };
  } catch {
    return { offer: '', reason: '' };
  }
}

/** Fetches CUDA by the checkout's own script. Throws AppError 'unavailable' with what the script said last. */
export function installCuda(root: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const script = join(root, 'scripts', 'install-runtime.mjs');
    const child = spawn(process.execPath, [script, 'cuda'], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let said = '';
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      const why = said.trim().split('\n').at(-1) ?? '';
      if (code === 0) resolve();
      else reject(new AppError('unavailable', say('cuda.notInstalled', { why })));
    });
  });
}

import { spawn } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';

/** What the set-up found about CUDA; empty where there is nothing to say. */
export interface CudaOffer {
  /** What could be had, with its size. */
  offer: string;
  /** Why not what was asked for. */
  reason: string;
  /** Bytes that CUDA takes on disk; 0 where it is not what this checkout runs on. */
  installed: number;
}

const BINDING = 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8';

/** What the set-up decided and why; empty where this copy was not set up from a checkout. */
export async function readSetUp(root: string): Promise<{ kind: string; reason: string; offer: string }> {
  const record = await readJson<object>(join(root, 'node_modules/.onepair/runtime.json')).catch(() => ({}));
  return { kind: '', reason: '', offer: '', ...record };
}

export async function readCudaOffer(root: string): Promise<CudaOffer> {
  const { kind, offer, reason } = await readSetUp(root);
  const installed = kind === 'cuda' ? await bytesOfEntry(root).catch(() => null) : 0;
  return installed === null ? { offer: '', reason: '', installed: 0 } : { offer, reason, installed };
}

/** The entry of the cache that the binding is linked to says what it holds. */
async function bytesOfEntry(root: string): Promise<number> {
  const entry = join(await realpath(join(root, BINDING)), '..', '..', 'entry.json');
  const { files } = await readJson<{ files: Record<string, number> }>(entry);
  return Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
}

const readJson = async <T>(path: string) => JSON.parse(await readFile(path, 'utf8')) as T;

/** Fetches CUDA by the checkout's own script. Throws AppError 'unavailable' with what the script said last. */
export const installCuda = (root: string): Promise<void> =>
  runScript(root, ['install-runtime.mjs', 'cuda'], (why) => say('cuda.notInstalled', { why }));

/** Removes it for every checkout. Throws AppError 'unavailable' with what the script said last. */
export const removeCuda = (root: string): Promise<void> =>
  runScript(root, ['remove-cuda.mjs'], (why) => say('cuda.notRemoved', { why }));

/** A script of the checkout by Node, its output read or written to a file that is open under that number. */
export function startScript(root: string, [name = '', ...args]: string[], output: 'pipe' | number) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return spawn(process.execPath, [join(root, 'scripts', name), ...args], { stdio: ['ignore', output, output], env });
}

function runScript(root: string, script: string[], failed: (why: string) => Sentence): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = startScript(root, script, 'pipe');
    let said = '';
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new AppError('unavailable', failed(said.trim().split('\n').at(-1) ?? '')));
    });
  });
}

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Classic denoisers with one knob, as Python packages have them, and the strengths of which the best on the learning pair counts. */
export const PEERS = {
  nlm: { name: 'OpenCV NLM', modules: ['cv2', 'numpy'], strengths: [2, 3, 4, 6, 8, 10, 14, 20] },
  bm3d: { name: 'CBM3D', modules: ['bm3d', 'cv2', 'numpy'], strengths: [4, 6, 9, 13, 18, 24] },
} as const;
export type PeerName = keyof typeof PEERS;

/** Beside the sources of the program that was started, out/main/NAME.js. */
const SCRIPT = join(dirname(process.argv[1] ?? ''), '..', '..', 'tools', 'study', 'realcam-peers.py');

interface PeerJob {
  method: PeerName;
  strength: number;
  from: string;
  to: string;
}

/** Why a peer cannot be run with this Python; null where it can. */
export async function whyNot(python: string, peer: PeerName): Promise<string | null> {
  const modules = PEERS[peer].modules;
  const ended = await run(python, ['-c', `import ${modules.join(', ')}`]);
  if (ended.code === 0) return null;
  if (ended.code === null) return `there is no ${python}`;
  return `${python} lacks one of ${modules.join(', ')}`;
}

/** What a peer makes of pictures at some strengths: the files, in the order of the jobs, until `use` is done with them. */
export async function withPeer<T>(
  python: string,
  method: PeerName,
  jobs: readonly Pick<PeerJob, 'strength' | 'from'>[],
  use: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-peers-'));
  try {
    await mkdir(folder, { recursive: true });
    const lines = jobs.map((job, index): PeerJob => ({ ...job, method, to: join(folder, `${index}.png`) }));
    const ended = await run(python, [SCRIPT], lines.map((job) => JSON.stringify(job)).join('\n'));
    if (ended.code !== 0) throw new Error(`${PEERS[method].name} ended with ${ended.code}: ${ended.error}`);
    return await use(lines.map(({ to }) => to));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Code null: the program is not there. */
function run(program: string, args: string[], input = ''): Promise<{ code: number | null; error: string }> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let error = '';
    child.stderr.on('data', (part: Buffer) => (error = (error + part.toString()).slice(-2000)));
    child.once('error', () => {
      done({ code: null, error });
    });
    child.once('close', (code) => {
      done({ code: code ?? 1, error });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

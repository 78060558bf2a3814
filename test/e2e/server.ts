import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built app behind its own loopback address, on a folder of its own. */
export interface AppServer {
  /** The link that opens the page, as printed for the user. */
  link: string;
  pid: number;
  stop(): Promise<void>;
}

/** ONEPAIR_OUT: a build elsewhere than in `out`. */
export const BUILT = resolve(import.meta.dirname, '../..', process.env['ONEPAIR_OUT'] ?? 'out', 'main');
const ENTRY = join(BUILT, 'server.js');

/** A folder for one test's models and settings; the caller removes it. */
export const temporaryHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'onepair-e2e-'));

export const removeHome = (home: string): Promise<void> => rm(home, { recursive: true, force: true });

/** Starts the built server on a home folder and waits for its link. */
export async function startServer(home: string, environment: Record<string, string> = {}): Promise<AppServer> {
  const child = spawn(process.execPath, [ENTRY], {
    // Reports are in the system's language.
    env: { ...process.env, LC_ALL: 'C', ONEPAIR_HOME: home, ONEPAIR_EXIT_WITH_PARENT: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolveEnd) =>
    child.once('exit', () => {
      resolveEnd();
    }),
  );
  return {
    link: await printedLink(child),
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The server's own child that calculates (Linux: read from /proc), or null when it is not there. */
export async function computeProcess(server: AppServer): Promise<number | null> {
  const tasks = await readdir(`/proc/${server.pid}/task`);
  const lists = tasks.map((task) => readFile(`/proc/${server.pid}/task/${task}/children`, 'utf8'));
  const children = (await Promise.all(lists)).join(' ').split(/\s+/).filter(Boolean).map(Number);
  for (const child of children) {
    if ((await readFile(`/proc/${child}/cmdline`, 'utf8')).includes('compute.js')) return child;
  }
  return null;
}

function printedLink(child: ChildProcess): Promise<string> {
  return new Promise((resolveLink, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const link = /Onepair: (http:\S+)/.exec(said)?.[1];
      if (link !== undefined) resolveLink(link);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      reject(new Error(`The server ended with code ${code ?? 'none'} before it printed its link: ${said}`));
    });
  });
}

import { execFile } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { check, SkippedCheck, type Check } from '@contract/self-test';
import FUSES from './fuses.json';
import { PAGE_URL } from './scheme';

/** What is asked of Electron; handed in, so that tests need no Electron. */
export interface SelfCheckParts {
  isPackaged: boolean;
  /** The executable. */
  executable: string;
  /** The one window's page. */
  contents: () => {
    getOSProcessId(): number;
    getLastWebPreferences(): { sandbox?: boolean; contextIsolation?: boolean } | null;
  };
  fetch: (url: string) => Promise<{ status: number }>;
  blocker: { start(type: 'prevent-app-suspension'): number; stop(id: number): unknown; isStarted(id: number): boolean };
}

const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const CHUNK_BYTES = 4 * 2 ** 20;
const MODEL_TYPE = 'application/vnd.onepair.model';
const run = promisify(execFile);

/** What only the Electron shell has: fuses, sandbox, own scheme, dialogs, sleep blocker, file association. */
export async function checkShell(parts: SelfCheckParts): Promise<Check[]> {
  const steps: [string, () => Promise<string> | string][] = [
    ['fuses', () => checkFuses(parts)],
    ['sandbox', () => checkSandbox(parts)],
    ['own scheme', () => checkScheme(parts)],
    ['dialogs', () => Promise.reject(new SkippedCheck('a dialog needs a person: open a photo in Pair'))],
    ['sleep blocker', () => checkBlocker(parts)],
    ['model files open with the app', () => checkAssociation(parts)],
  ];
  const checks: Check[] = [];
  for (const [name, step] of steps) checks.push(await check({ nowMs: () => performance.now() }, 'shell', name, step));
  return checks;
}

async function checkFuses({ isPackaged, executable }: SelfCheckParts): Promise<string> {
  if (!isPackaged) throw new SkippedCheck("not packaged: this is Electron's own binary");
  if (process.platform === 'darwin')
    throw new SkippedCheck('on macOS they lie in the framework; npm run package reads them back');
  const wire = await readFuses(executable);
  const wanted = Object.values(FUSES).map((on) => (on ? '1' : '0')).join(''); // prettier-ignore
  if (wire !== wanted) throw new Error(`The switches are ${wire}, wanted ${wanted}.`);
  return `${wire.length} as wanted`;
}

/** The switches that follow the sentinel in the executable: version, number, one character each. */
export async function readFuses(path: string): Promise<string> {
  const file = await open(path);
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const step = CHUNK_BYTES - 512; // chunks overlap, so that none of them cuts the sentinel
    for (let from = 0; ; from += step) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, from);
      const at = chunk.subarray(0, bytesRead).indexOf(SENTINEL);
      if (at >= 0 && at <= step) {
        const start = at + SENTINEL.length;
        return chunk.toString('latin1', start + 2, start + 2 + (chunk[start + 1] ?? 0));
      }
      if (bytesRead < CHUNK_BYTES) throw new Error('The executable has no fuses.');
    }
  } finally {
    await file.close();
  }
}

async function checkSandbox({ contents }: SelfCheckParts): Promise<string> {
  const page = contents();
  const { sandbox, contextIsolation } = page.getLastWebPreferences() ?? {};
  if (sandbox !== true || contextIsolation !== true) throw new Error('The page is not sandboxed and isolated.');
  if (process.platform !== 'linux') return 'asked for and isolated';
  const status = await readFile(`/proc/${page.getOSProcessId()}/status`, 'utf8');
  if (!/^Seccomp:\s*2$/m.test(status)) throw new Error("The page's process has no system-call filter (seccomp).");
  return "the page's process has a system-call filter";
}

async function checkScheme({ fetch }: SelfCheckParts): Promise<string> {
  const [page, outside] = [await fetch(PAGE_URL), await fetch(`${PAGE_URL}%2e%2e/package.json`)];
  if (page.status !== 200 || outside.status === 200)
    throw new Error(`The page answers ${page.status}, what lies outside ${outside.status}.`);
  return 'serves the page and nothing outside it';
}

function checkBlocker({ blocker }: SelfCheckParts): string {
  const id = blocker.start('prevent-app-suspension');
  const on = blocker.isStarted(id);
  blocker.stop(id);
  if (!on || blocker.isStarted(id)) throw new Error('It does not go on and off.');
  return 'goes on and off';
}

async function checkAssociation({ isPackaged }: SelfCheckParts): Promise<string> {
  if (!isPackaged) throw new SkippedCheck('not installed');
  if (process.platform === 'linux') {
    const { stdout } = await run('xdg-mime', ['query', 'default', MODEL_TYPE]).catch(() => ({ stdout: '' }));
    if (stdout.trim() === '')
      throw new SkippedCheck('not registered here: an AppImage or an unpacked tree installs nothing');
    return `${MODEL_TYPE} opens with ${stdout.trim()}`;
  }
  if (process.platform === 'win32') {
    const { stdout } = await run('reg', ['query', 'HKCR\\.onepair', '/ve']).catch(() => ({ stdout: '' }));
    if (stdout.trim() === '') throw new SkippedCheck('not registered here: the portable zip installs nothing');
    return 'registered';
  }
  return 'declared in Info.plist, which Finder reads';
}

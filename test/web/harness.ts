import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWeb, type WebShell } from '../../src-main/web/start';
import { createFakeHost, type FakeHost } from './fake-host';
import { head, sendRaw, type RawAnswer } from './raw';

export interface Running {
  shell: WebShell;
  host: FakeHost;
  folder: string;
  uploads: string;
  linkFile: string;
  /** Own Host and nothing else that is special. */
  own: string;
  origin: string;
  send: (line: string, headers?: readonly string[], body?: string) => Promise<RawAnswer>;
  /** The token, had by handing in the present one-time code. */
  token(): Promise<string>;
  stop(): Promise<void>;
}

/** The real web shell over a fake host, a page of three files and a link that leads out of it. */
export async function startForTest(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-web-'));
  const root = join(folder, 'page');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(folder, 'page-evil'));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Onepair</title>');
  await writeFile(join(root, 'assets', 'index.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'SECRET');
  await writeFile(join(folder, 'page-evil', 'secret.txt'), 'SECRET');
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'));
  const host = createFakeHost();
  const uploads = join(folder, 'uploads');
  const linkFile = join(folder, 'home', 'open-onepair.html');
  const shell = await startWeb({ host, root, uploadsFolder: uploads, linkFile });
  const own = `host: 127.0.0.1:${shell.port}`;
  const origin = `origin: http://127.0.0.1:${shell.port}`;
  const send = (line: string, headers: readonly string[] = [own], body = '') =>
    sendRaw(shell.port, head(line, headers) + body);
  return {
    shell,
    host,
    folder,
    uploads,
    linkFile,
    own,
    origin,
    send,
    token: async () => tokenIn(await exchange(send, [own, origin], await codeIn(linkFile))),
    stop: async () => {
      await shell.close();
      await rm(folder, { recursive: true });
    },
  };
}

export async function codeIn(linkFile: string): Promise<string> {
  return /#code=([\w-]+)/.exec(await readFile(linkFile, 'utf8'))?.[1] ?? '';
}

export function exchange(send: Running['send'], headers: readonly string[], code: string): Promise<RawAnswer> {
  const body = JSON.stringify({ code });
  return send('POST /session', [...headers, 'content-type: application/json', `content-length: ${body.length}`], body);
}

export const tokenIn = (answer: RawAnswer): string => (JSON.parse(answer.body) as { token: string }).token;

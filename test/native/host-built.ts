import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { Answer, Args, Channel } from '@contract/channels';
import type { EventName } from '@contract/events';
import type { JobSnapshot } from '@contract/job';
import { AppError, fromFailure } from '@contract/result';
import { createHost, type Host } from '../../src-main/host/host';
import { nodeCarrier } from '../../src-main/processes/node-carrier';
import { plain } from '../said';

/** The built application; child processes cannot run from the sources. */
export const BUILT = resolve(import.meta.dirname, '../../out/main');

export function builtFile(name: string): string {
  const path = join(BUILT, name);
  if (!existsSync(path)) throw new Error(`${name} is not built. Run "npm run build" before these tests.`);
  return path;
}

export interface Home {
  folder: string;
  path: (name: string) => string;
  remove: () => Promise<void>;
}

/** A new place for models, checkpoints and scratch files; children that are started see it. */
export async function temporaryHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-test-'));
  process.env['ONEPAIR_HOME'] = join(folder, 'home');
  return {
    folder,
    path: (name) => join(folder, name),
    remove: async () => {
      delete process.env['ONEPAIR_HOME'];
      await rm(folder, { recursive: true });
    },
  };
}

export interface RealHost {
  host: Host;
  events: { event: EventName; payload: unknown }[];
  call: <C extends Channel>(channel: C, args: Args<C>) => Promise<Answer<C>>;
  /** The first snapshot of a job, from now on, that is as wanted. */
  until: (job: string, wanted: (snapshot: JobSnapshot) => boolean) => Promise<JobSnapshot>;
}

/** A host over real children, TensorFlow on one thread. */
export function realHost(): RealHost {
  builtFile('compute.js');
  const noDialogs = () => Promise.reject(new AppError('unavailable', plain('No dialogs in tests.')));
  const host = createHost({
    carrier: nodeCarrier(BUILT),
    threads: 1,
    device: 'cpu',
    shell: {
      info: () => ({ version: 'test', shell: 'cli', platform: process.platform, nativeDialogs: false }),
      pickPhotos: noDialogs,
      pickFolder: noDialogs,
      listFolder: noDialogs,
    },
  });
  const events: RealHost['events'] = [];
  host.onEvent((event, payload) => events.push({ event, payload }));
  const call: RealHost['call'] = async (channel, args) => {
    const result = await host.call(channel, args);
    if (!result.ok) throw fromFailure(result.error);
    return result.value as never;
  };
  const until: RealHost['until'] = async (job, wanted) => {
    const snapshotNow = async () => (await call('jobs.list', {})).find(({ id }) => id === job);
    return new Promise((found) => {
      const check = (snapshot: JobSnapshot | undefined) => {
        if (!snapshot || snapshot.id !== job || !wanted(snapshot)) return;
        forget();
        found(snapshot);
      };
      const forget = host.onEvent((event, payload) => {
        if (event === 'job.changed') check(payload as JobSnapshot);
      });
      void snapshotNow().then(check);
    });
  };
  return { host, events, call, until };
}

/** One home and one host for all tests of a file, ended after them. */
export async function hostOfFile(): Promise<{ home: Home; real: RealHost }> {
  const home = await temporaryHome();
  const real = realHost();
  afterAll(async () => {
    await real.host.close();
    await home.remove();
  });
  return { home, real };
}

export const hasEnded = ({ state }: JobSnapshot) => !['queued', 'running', 'paused'].includes(state);

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The lines of `--json`. */
  lines: Record<string, unknown>[];
}

/** Runs `onepair …` as a process of its own. */
export const onepair = (args: string[], onStart?: (child: ChildProcess) => void) => runBuilt('cli.js', args, onStart);

/** Runs a built file as a process of its own. */
export function runBuilt(file: string, args: string[], onStart: (child: ChildProcess) => void = () => undefined) {
  const child = spawn(process.execPath, [builtFile(file), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  onStart(child);
  return new Promise<CommandResult>((finished) => {
    child.once('close', (code) => {
      const json = args.includes('--json') ? text.stdout.trim().split('\n') : [];
      finished({ code, ...text, lines: json.map((line) => JSON.parse(line) as Record<string, unknown>) });
    });
  });
}

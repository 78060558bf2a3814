import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HERE = import.meta.dirname;
const WHEEL = 'fake_tensorflow-1.0.0-cp311-cp311-any.whl';
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tensorflow/libtensorflow_cc.so.2", b"c" * 4096)
    wheel.writestr("tensorflow/libtensorflow_framework.so.2", b"f" * 1024)
    wheel.writestr("tensorflow/include/tensorflow/c/c_api.h", b"// header")
    wheel.writestr("tensorflow/python/not_needed.py", b"pass")
`;

/** The python3 on this machine's PATH; null where there is none (then there is no wheel route either). */
export function realPython(): string | null {
  try {
    return execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

export interface Outcome {
  code: number | null;
  entry: string;
  said: string;
}

/** A temporary folder with a cache, a fake wheel and fake tools in front of the PATH. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'onepair-workshop-'));
  readonly cache = join(this.folder, 'cache');
  readonly mark = join(this.folder, 'hanging');
  private readonly bin = join(this.folder, 'bin');
  private readonly log = join(this.folder, 'log');
  private readonly wheel = join(this.folder, WHEEL);
  private readonly sha256: string;

  constructor(private readonly python: string) {
    mkdirSync(this.bin);
    for (const name of ['python3', 'g++']) {
      const path = join(this.bin, name);
      writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${join(HERE, 'tool.mjs')}" ${name} "$@"\n`);
      chmodSync(path, 0o755);
    }
    mkdirSync(join(this.folder, 'include', 'node'), { recursive: true });
    writeFileSync(join(this.folder, 'include', 'node', 'node_api.h'), '');
    mkdirSync(join(this.folder, 'sources'));
    writeFileSync(join(this.folder, 'sources', 'binding.cc'), '');
    execFileSync(python, ['-c', MAKE_WHEEL, this.wheel]);
    this.sha256 = createHash('sha256').update(readFileSync(this.wheel)).digest('hex');
    writeFileSync(this.log, '');
  }

  /** Starts filling the cache; `hang` names the phase to get stuck in. The child leads its own process group. */
  start({ hang = '', sha256 = this.sha256, name = 'cpu-fake', kind = 'cpu' } = {}) {
    const wheel = { name: 'fake-tensorflow', version: '1.0.0', abi: 'cp311', platform: 'any', bytes: 1, sha256 };
    const set = { unpackedBytes: 1, wheels: [wheel] };
    const pins = { python: '3.11', tensorflow: '1.0.0', sets: {}, headers: { name: '', version: '', sha256: '' } };
    const plan = { cache: this.cache, name, kind, set, pins, sources: join(this.folder, 'sources') };
    return spawn(process.execPath, [join(HERE, 'provide-entry.mjs')], {
      detached: true,
      env: {
        ...process.env,
        PATH: [this.bin, process.env['PATH'] ?? ''].join(delimiter),
        npm_config_nodedir: this.folder,
        CXX: '',
        PLAN: JSON.stringify(plan),
        FAKE_WHEEL: this.wheel,
        FAKE_LOG: this.log,
        FAKE_HANG: hang,
        FAKE_HANG_MARK: this.mark,
        REAL_PYTHON: this.python,
      },
    });
  }

  /** Fills the cache to the end. */
  run(options: { sha256?: string; name?: string; kind?: 'cpu' | 'cuda' } = {}): Promise<Outcome> {
    const child = this.start(options);
    let entry = '';
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (entry += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    return new Promise((done) =>
      child.once('close', (code) => {
        done({ code, entry, said });
      }),
    );
  }

  /** Starts filling the cache and kills everything of it, without warning, once it is half-way through `phase`. */
  async killIn(phase: string): Promise<void> {
    rmSync(this.mark, { force: true });
    const child = this.start({ hang: phase });
    const ended = new Promise((done) => child.once('exit', done));
    while (!existsSync(this.mark)) {
      if (child.exitCode !== null) throw new Error(`the set-up ended before it reached ${phase}`);
      await sleep(10);
    }
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
  }

  /** Names in the cache that count as finished entries, and those that are leftovers of a set-up. */
  contents(): { entries: string[]; leftovers: string[] } {
    const runtimes = join(this.cache, 'runtime');
    const names = existsSync(runtimes) ? readdirSync(runtimes) : [];
    return {
      entries: names.filter((name) => !name.startsWith('.')),
      leftovers: names.filter((name) => name.startsWith('.')),
    };
  }

  /** How often each tool did real work so far, in order. */
  calls(): string[] {
    return readFileSync(this.log, 'utf8').trim().split('\n');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

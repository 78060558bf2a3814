import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWhole, removeCuda } from '../../scripts/setup/runtime-cache.mjs';
import { realPython, Workshop } from './fake-tools/workshop';

const python = realPython();

// The wheel route needs Python and a POSIX shell; without them set-up takes another route.
describe.skipIf(python === null || process.platform === 'win32')('the runtime cache', () => {
  let workshop: Workshop;
  beforeEach(() => {
    workshop = new Workshop(python ?? '');
  });
  afterEach(() => {
    workshop.close();
  });

  it('holds the libraries and the binding, and nothing that is not needed to run', async () => {
    const { code, entry } = await workshop.run();
    expect(code).toBe(0);
    expect(statSync(join(entry, 'deps/lib/libtensorflow_cc.so.2')).size).toBe(4096);
    expect(statSync(join(entry, 'deps/lib/libtensorflow_framework.so')).size).toBe(1024);
    expect(readFileSync(join(entry, 'lib/napi-v8/tfjs_binding.node'), 'utf8')).toBe('a compiled binding');
    expect(statSync(join(entry, 'deps/include'), { throwIfNoEntry: false })).toBeUndefined();
    expect(statSync(join(entry, 'scratch'), { throwIfNoEntry: false })).toBeUndefined();
    expect(workshop.contents()).toEqual({ entries: ['cpu-fake'], leftovers: [] });
  });

  it('is filled once', async () => {
    const first = await workshop.run();
    const second = await workshop.run();
    expect(second.entry).toBe(first.entry);
    expect(workshop.calls()).toEqual(['download', 'extract', 'compile']);
  });

  it.each(['download', 'extract', 'compile'])('is never broken by kill -9 during %s', async (phase) => {
    await workshop.killIn(phase);
    expect(workshop.contents().entries).toEqual([]);
    expect(workshop.contents().leftovers).toHaveLength(1);
    const { code, entry } = await workshop.run();
    expect(code).toBe(0);
    expect(isWhole(entry)).toBe(true);
    expect(workshop.contents()).toEqual({ entries: ['cpu-fake'], leftovers: [] });
    // What was fetched whole is not fetched again, and not kept for longer than it is needed.
    const fetched = workshop.calls().filter((call) => call === 'download');
    expect(fetched).toHaveLength(phase === 'download' ? 2 : 1);
    expect(readdirSync(join(workshop.cache, 'wheels'))).toEqual([]);
  });

  it('fetches a kept wheel again that is not the pinned one', async () => {
    await workshop.killIn('extract');
    const [kept = ''] = readdirSync(join(workshop.cache, 'wheels'));
    truncateSync(join(workshop.cache, 'wheels', kept), 100);
    expect((await workshop.run()).code).toBe(0);
    expect(workshop.calls().filter((call) => call === 'download')).toHaveLength(2);
  });

  it('gives the room of CUDA back, and leaves the rest', async () => {
    await workshop.run({ name: `cuda-${'0'.repeat(16)}`, kind: 'cuda' });
    const { entry } = await workshop.run();
    const theirs = ['runtime/cuda-samples/code.cu', `runtime/cuda-${'1'.repeat(16)}/mine.txt`, 'wheels/my-own.whl'];
    for (const path of theirs) {
      mkdirSync(join(workshop.cache, path, '..'), { recursive: true });
      writeFileSync(join(workshop.cache, path), 'precious');
    }
    const [pinned, other] = ['a'.repeat(64), 'b'.repeat(64)];
    for (const name of [pinned, other]) writeFileSync(join(workshop.cache, 'wheels', `${name}.whl`), 'a wheel');
    expect(removeCuda(workshop.cache, [{ sha256: pinned }])).toBeGreaterThan(5000);
    expect(existsSync(join(workshop.cache, 'runtime', `cuda-${'0'.repeat(16)}`))).toBe(false);
    expect(existsSync(join(workshop.cache, 'wheels', `${pinned}.whl`))).toBe(false);
    for (const path of [...theirs, `wheels/${other}.whl`]) expect(existsSync(join(workshop.cache, path))).toBe(true);
    expect(isWhole(entry)).toBe(true);
    expect(removeCuda(workshop.cache, [{ sha256: pinned }])).toBe(0);
  });

  it('may be filled by several set-ups at once', async () => {
    const outcomes = await Promise.all([workshop.run(), workshop.run(), workshop.run()]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(outcomes.map(({ entry }) => entry)).size).toBe(1);
    expect(isWhole(outcomes[0].entry)).toBe(true);
    expect(workshop.contents()).toEqual({ entries: ['cpu-fake'], leftovers: [] });
  });

  it('builds an entry anew when one of its files was cut', async () => {
    const { entry } = await workshop.run();
    truncateSync(join(entry, 'deps/lib/libtensorflow_cc.so.2'), 100);
    expect(isWhole(entry)).toBe(false);
    expect((await workshop.run()).code).toBe(0);
    expect(isWhole(entry)).toBe(true);
  });

  it('takes nothing from a wheel with another hash', async () => {
    const { code, said } = await workshop.run({ sha256: '0'.repeat(64) });
    expect(code).toBe(2);
    expect(said.trim().split('\n').at(-1)).toMatch(/^fake_tensorflow.* is not the pinned file \(sha256 /);
    expect(workshop.contents()).toEqual({ entries: [], leftovers: [] });
  });
});

import { describe, expect, it } from 'vitest';
import type { GraphRunner } from '../../src-main/core/onnx/session';
import { type Fault, noExperience, provenRunner } from '../../src-main/compute/proven-runner';

/** A processor that multiplies by a graph's only byte, and counts what it is asked. */
function processor(run: (factor: number, value: number) => number = (factor, value) => factor * value) {
  const asked = { opened: 0, runs: 0, released: 0 };
  const runner: GraphRunner = {
    open: ([factor]) => {
      asked.opened += 1;
      return Promise.resolve({
        run: (values) => {
          asked.runs += 1;
          return Promise.resolve(values.map((value) => run(factor!, value)));
        },
        release: () => (asked.released += 1),
      });
    },
  };
  return { runner, asked };
}

const VALUES = Float32Array.of(0.25, 0.5);
const SHAPE = [2];

function proven(fast: GraphRunner, experience = noExperience()) {
  const reference = processor();
  const faults: Fault[] = [];
  const trials: string[] = [];
  const trial = async <T>(work: () => Promise<T>) => {
    trials.push('begun');
    return work().finally(() => trials.push('ended'));
  };
  const runner = provenRunner(fast, reference.runner, experience, trial, (fault) => faults.push(fault));
  const run = async (factor: number) => {
    const session = await runner.open(Uint8Array.of(factor));
    const values = await session.run(VALUES, SHAPE);
    session.release();
    return [...values];
  };
  return { run, runner, faults, trials, reference: reference.asked };
}

describe('a graphics processor', () => {
  it('is held to the reference once for each graph, and on trial until then', async () => {
    const fast = processor((factor, value) => factor * value + 4e-4);
    const { run, faults, trials, reference } = proven(fast.runner);
    for (const value of await run(2)) expect(value % 0.5).toBeCloseTo(4e-4, 6);
    expect(reference.runs).toBe(1);
    const begun = trials.length;
    await run(2);
    expect([reference.runs, trials.length]).toEqual([1, begun]);
    await run(1);
    expect(reference.runs).toBe(2);
    expect(faults).toEqual([]);
    expect([fast.asked.opened, reference.opened]).toEqual([fast.asked.released, reference.released]);
  });

  it.each([2e-3, NaN, Infinity])('does not run a graph that it gets wrong by %d', async (off) => {
    const fast = processor((factor, value) => factor * value + (factor === 2 ? off : 0));
    const { run, faults } = proven(fast.runner);
    expect(await run(2)).toEqual([0.5, 1]);
    expect(await run(2)).toEqual([0.5, 1]);
    expect(faults.map(({ kind }) => kind)).toEqual(['wrong', 'wrong']);
    expect(fast.asked.runs).toBe(1);
    // Others it may.
    expect(await run(1)).toEqual([0.25, 0.5]);
    expect(faults.length).toBe(2);
  });

  it('that is lost in the middle is asked nothing more, and no run is lost', async () => {
    let isLost = false;
    const fast = processor((factor, value) => {
      if (isLost) throw new Error('device lost\nat somewhere');
      return factor * value;
    });
    const experience = noExperience();
    const { runner, run, faults } = proven(fast.runner, experience);
    const session = await runner.open(Uint8Array.of(3));
    await session.run(VALUES, SHAPE);
    isLost = true;
    expect([...(await session.run(VALUES, SHAPE))]).toEqual([0.75, 1.5]);
    expect([...(await session.run(VALUES, SHAPE))]).toEqual([0.75, 1.5]);
    expect(faults).toEqual([{ kind: 'failed', why: 'device lost' }]);
    const { opened } = fast.asked;
    expect(await run(5)).toEqual([1.25, 2.5]);
    expect(fast.asked.opened).toBe(opened);
    expect(faults.length).toBe(2);
  });

  it('that does not open a graph falls back as well', async () => {
    const { run, faults } = proven({ open: () => Promise.reject(new Error('out of memory')) });
    expect(await run(2)).toEqual([0.5, 1]);
    expect(faults).toEqual([{ kind: 'failed', why: 'out of memory' }]);
  });

  it('is not blamed for what the reference cannot do either', async () => {
    const broken: GraphRunner = { open: () => Promise.reject(new Error('no such graph')) };
    const runner = provenRunner(
      processor().runner,
      broken,
      noExperience(),
      (work) => work(),
      () => undefined,
    );
    const session = await runner.open(Uint8Array.of(1));
    await expect(session.run(VALUES, SHAPE)).rejects.toThrow('no such graph');
  });
});

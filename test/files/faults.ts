import promises, { open, type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { devNull } from 'node:os';

/** A step of file work that changes something: which call, and how to do it (or a part of a write). */
export interface Step {
  call: string;
  index: number;
  /** For writes: does the first half only. */
  half?: () => Promise<unknown>;
}

type Call = (...args: unknown[]) => Promise<unknown>;

const NAMED = ['open', 'rename', 'link', 'unlink', 'rm', 'mkdir'] as const;
const ON_HANDLES = ['write', 'sync'] as const;

/**
 * Calls `before` ahead of every changing file operation of this process, for as long as the returned function has not
 * been called. `before` may throw (the operation fails so) or end the process.
 */
export async function watchFileWork(before: (step: Step) => Promise<void> | void): Promise<() => void> {
  const handle = await open(devNull, 'r');
  const prototype = Object.getPrototypeOf(handle) as Record<string, Call>;
  await handle.close();
  const named = promises as unknown as Record<string, Call>;
  const undo: (() => void)[] = [];
  let index = 0;
  const wrap = (owner: Record<string, Call>, call: string) => {
    const original = owner[call]!;
    owner[call] = async function (this: FileHandle, ...args: unknown[]) {
      const step: Step = { call, index: (index += 1) };
      if (call === 'write') {
        const [bytes, offset, length, position] = args as [Uint8Array, number, number, number | null];
        step.half = () => original.call(this, bytes, offset, Math.floor(length / 2), position);
      }
      await before(step);
      return original.apply(this, args);
    };
    undo.push(() => (owner[call] = original));
  };
  for (const call of NAMED) wrap(named, call);
  for (const call of ON_HANDLES) wrap(prototype, call);
  syncBuiltinESMExports();
  return () => {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  };
}

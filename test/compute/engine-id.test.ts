import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashProgram } from '../../src-main/compute/engine-id';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('is another where any file of the program changed, and the same otherwise', async () => {
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('compute.js', 'import { a } from "./part.js"; a();');
  await write('part.js', "import { b } from './deep.js'; export const a = b;");
  await write('deep.js', 'import "./compute.js"; export const b = () => 1;');
  const id = () => hashProgram(join(folder, 'compute.js'));
  const before = id();
  expect(id()).toBe(before);
  await write('unrelated.js', '2');
  expect(id()).toBe(before);
  await write('deep.js', 'import "./compute.js"; export const b = () => 2;');
  expect(id()).not.toBe(before);
});

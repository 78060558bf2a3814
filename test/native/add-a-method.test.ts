import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assembly } from '../../tools/assembly-plugin.mjs';
import { loadBackend } from '../../src-main/compute/backend';
import { degrade } from '../../src-main/core/degrade/degrade';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/add-a-method.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'onepair-method-'));

/** What the page says to do with each file: blocks of "Write", or of "change … to …" by twos. */
const steps = page
  .split(/^### \d+\. /m)
  .slice(1)
  .map((text) => ({
    path: /^`([^`]+)`/.exec(text)?.[1] ?? '',
    writes: /^[^]*?Write\n\n```/.test(text),
    blocks: [...text.split(/^## /m)[0]!.matchAll(/```ts\n([^]*?)\n```/g)].map(([, block = '']) => block),
  }));

beforeAll(() => {
  for (const part of ['package.json', 'tsconfig.base.json', 'src-main', 'src-preload', 'src-renderer'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Copied {
  methods: { unsharp: { createLearner(input: object): { weights(): { data: Float32Array }[] } } };
  openOnGraphs(
    openTiles: () => Promise<never>,
    settings: object,
    tensors: object[],
  ): Promise<{ restoreTile(tile: object, options: object): Promise<{ data: Float32Array }> }>;
  modelGraph(settings: object, tensors: object[], words: object): Uint8Array;
  expectedTensors(settings: object): { name: string }[];
  resolveSettings(choices: object): object;
  imageSource(image: object): object;
  preparePair(degraded: object, clean: object, settings: object): Promise<object>;
  train(pair: object, settings: object, control: object): Promise<{ tensors: { name: string; data: Float32Array }[] }>;
}

it('the page adds a method: three files, and it trains and restores', { timeout: 120_000 }, async () => {
  expect(steps.map(({ path }) => path)).toHaveLength(3);
  for (const { path, writes, blocks } of steps) {
    const file = join(folder, path);
    if (writes) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${blocks[0] ?? ''}\n`);
      continue;
    }
    expect(blocks.length % 2, path).toBe(0);
    for (let at = 0; at < blocks.length; at += 2) {
      const text = readFileSync(file, 'utf8');
      expect(text.split(blocks[at]!).length, `${path} holds once: ${blocks[at]!}`).toBe(2);
      writeFileSync(
        file,
        text.replace(blocks[at]!, () => blocks[at + 1]!),
      );
    }
  }
  expect(typeErrors()).toBe(''); // nothing else has to know of the method
  const core = await builtCore();
  const token = { next: () => Promise.resolve('go') };
  await loadBackend('cpu');
  const settings = core.resolveSettings({ method: 'unsharp', preset: 'best', task: 'deblur' });
  const clean = drawDeadLeaves({ size: 128, seed: 1 });
  const degraded = degrade(clean, { task: 'deblur', seed: 1 });
  const pair = await core.preparePair(core.imageSource(degraded), core.imageSource(clean), settings);
  const { tensors } = await core.train(pair, settings, {
    token,
    nowMs: () => 0,
    onProgress: () => undefined,
    onPreview: () => undefined,
  });
  expect(tensors.map(({ name }) => name)).toEqual(core.expectedTensors(settings).map(({ name }) => name));
  const amount = tensors[0]?.data[0];
  expect(amount).toBeGreaterThan(0.5); // a blurred picture is sharpened

  const plane = { data: Float32Array.from({ length: 25 }, (_, at) => at / 25), width: 5, height: 5, channels: 1 };
  plane.data[12] = 0.9;
  const known = { ...plane, data: plane.data.map((value) => 2 * value) };
  const spoilt = { ...known, data: known.data.map((value, at) => (at === 12 ? -9 : value)) };
  const leftOut = { ...plane, data: plane.data.map((_, at) => (at === 12 ? 1 : 0)) };
  const learned = [known, spoilt].map((clean) =>
    core.methods.unsharp.createLearner({ planes: [{ degraded: plane, clean, leftOut }], settings }).weights(),
  );
  expect(learned[1]).toEqual(learned[0]); // what is left out is never seen

  const refusing = () => Promise.reject(new Error('it is no network'));
  const model = await core.openOnGraphs(refusing, settings, tensors);
  const restored = await model.restoreTile({ plane, x: 0, y: 0, width: 3, height: 3, margin: 1 }, { token });
  expect(restored.data).toHaveLength(9);
  expect(restored.data[4]).toBeCloseTo(0.9 + amount! * (0.9 - ((12 * 8) / 25 + 0.9) / 9), 5);
  expect(() => core.modelGraph(settings, tensors, { name: 'a', version: '1' })).toThrow('no network');
});

/** What the type check says of the copy. */
function typeErrors(): string {
  const config = {
    extends: './tsconfig.base.json',
    compilerOptions: { lib: ['ES2023', 'DOM'], types: ['node', 'electron-vite/node'], allowJs: true },
    include: ['src-main', 'src-preload', 'src-renderer/lib/strings/**/*.ts'],
    exclude: ['src-main/core/nonlocal/assembly', '**/*.svelte.ts', 'src-renderer/lib/strings/index.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' }).stdout;
}

/** The copy's engine, built as the app builds it. */
async function builtCore(): Promise<Copied> {
  const entry = join(folder, 'entry.ts');
  const out = join(root, 'node_modules/.cache', `method-${process.pid}`); // below node_modules: packages are found from here
  const modules = [
    'methods/registry',
    'image/image-source',
    'training/prepare-pair',
    'training/train',
    'onnx/open-on-graphs',
    'onnx/model-graph',
  ];
  const lines = modules.map((name) => `export * from './src-main/core/${name}';`);
  writeFileSync(
    entry,
    [...lines, "export { expectedTensors, resolveSettings } from '@contract/model-spec';"].join('\n'),
  );
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    resolve: { alias: { '@contract': join(folder, 'src-preload/contract') } },
    plugins: [assembly()],
    build: { ssr: entry, outDir: out, rolldownOptions: { output: { entryFileNames: 'entry.mjs' } } },
  });
  const built = (await import(pathToFileURL(join(out, 'entry.mjs')).href)) as Copied;
  rmSync(out, { recursive: true, force: true });
  return built;
}

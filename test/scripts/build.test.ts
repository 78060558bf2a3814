import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { loadConfigFromFile } from 'electron-vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBuilt, SOURCES, stampBuild } from '../../scripts/setup/build.mjs';

const root = resolve(import.meta.dirname, '../..');

/** Whether an edit of this path of the checkout is seen. */
function isCovered(path: string): boolean {
  const inside = relative(root, path).replaceAll('\\', '/');
  return SOURCES.some((source) => inside === source || inside.startsWith(`${source}/`));
}

describe('the sources of the build', () => {
  it('hold every entry, folder and configuration of electron.vite.config.ts', async () => {
    const path = join(root, 'electron.vite.config.ts');
    const { config, dependencies } = await loadConfigFromFile({ command: 'build', mode: 'production' }, path);
    const { main, preload, renderer } = config;
    const inputs = [main, preload, renderer].flatMap((part): string[] => {
      const input = part?.build?.rolldownOptions?.input ?? [];
      return typeof input === 'string' ? [input] : Object.values(input);
    });
    const folders = [renderer?.root, renderer?.publicDir].filter((folder) => typeof folder === 'string');
    expect(inputs.map((input) => basename(input))).toEqual(
      expect.arrayContaining(['index.ts', 'study.ts', 'bench.ts', 'index.html']),
    );
    const read = [...inputs, ...folders, ...dependencies.map((name) => resolve(root, name)), path];
    expect(read.filter((file) => !isCovered(file))).toEqual([]);
  });

  it('are all there', () => {
    expect(SOURCES.filter((name) => statSync(join(root, name), { throwIfNoEntry: false }) === undefined)).toEqual([]);
  });
});

describe('a build', () => {
  let checkout: string;
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'onepair-build-'));
    for (const name of SOURCES) if (statSync(join(root, name)).isFile()) cpSync(join(root, name), join(checkout, name));
    for (const path of FILES) {
      mkdirSync(dirname(join(checkout, path)), { recursive: true });
      writeFileSync(join(checkout, path), 'before');
    }
    stampBuild(checkout);
  });
  afterEach(() => {
    rmSync(checkout, { recursive: true, force: true });
  });

  const FILES = [
    'src-main/core/tf.ts',
    'src-preload/index.ts',
    'src-renderer/App.svelte',
    'tools/study/study.ts',
    'tools/bench/bench.ts',
    'resources/icon.svg',
    'tsconfig.base.json',
    'tsconfig.node.json',
    'tsconfig.web.json',
    'electron.vite.config.ts',
    'svelte.config.js',
    'package.json',
    'package-lock.json',
  ];

  it('stands while nothing changes, whatever happens to docs and tests', () => {
    writeFileSync(join(checkout, 'README.md'), 'new');
    mkdirSync(join(checkout, 'test'));
    expect(isBuilt(checkout)).toBe(true);
  });

  it.each(FILES)('is out of date after an edit of %s', (path) => {
    appendFileSync(join(checkout, path), ' and after');
    expect(isBuilt(checkout)).toBe(false);
  });

  it('is out of date after a new file of the study', () => {
    writeFileSync(join(checkout, 'tools/study/another.ts'), '');
    expect(isBuilt(checkout)).toBe(false);
  });
});

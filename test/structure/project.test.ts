import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '@contract/languages/en';
import { filesBelow, ROOT } from './files';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface PackageFile {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const FOLDERS = [
  'src-main',
  'src-preload',
  'src-renderer',
  'scripts',
  'tools',
  'test',
  'resources',
  'docs',
  'examples',
  '.github',
  '.ci',
];
const TEXT = /\.(ts|mjs|js|py|svelte|css|html|md|json|svg|yml)$|^\.ci\/run$/;

describe('package.json', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as PackageFile;
  const all = { ...dependencies, ...devDependencies };

  it.each(['electron', 'electron-vite', '@tensorflow/tfjs-node-gpu', 'svelte', 'chart.js', 'playwright'])(
    'lists %s',
    (name) => {
      expect(Object.keys(all)).toContain(name);
    },
  );

  it('pins every version exactly', () => {
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('keeps all TensorFlow packages at one version', () => {
    const versions = Object.entries(all).filter(([name]) => name.startsWith('@tensorflow/'));
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
  });
});

describe('the catalogue of sentences', () => {
  const idsOf = (part: object, prefix = ''): string[] =>
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'string' ? [prefix + key] : idsOf(value as object, `${prefix}${key}.`),
    );

  it('holds none that nothing says', () => {
    const sources = ['src-main', 'src-preload', 'src-renderer', 'tools']
      .flatMap(filesBelow)
      .filter((path) => /\.(ts|svelte)$/.test(path) && !path.includes('/languages/'))
      .map(read)
      .join('\n');
    // An id stands there as it is, or with a part put in: `study.${name}.question`.
    const written = new Set([...sources.matchAll(/'([\w-]+(?:\.[\w-]+)*)'/g)].map(([, id]) => id));
    const composed = [...sources.matchAll(/`(\w+(?:\.(?:\w+|\$\{[^}`]+\}))+)`/g)].map(
      ([, id]) => new RegExp(`^${id!.replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '[\\w-]+')}$`),
    );
    const unsaid = idsOf(en).filter((id) => !written.has(id) && !composed.some((pattern) => pattern.test(id)));
    expect(unsaid).toEqual([]);
  });
});

describe('files under version control', () => {
  it('record neither download addresses nor packages that nothing needs in package-lock.json', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http|"extraneous"/);
  });

  it("name no index address and no one's own folders", () => {
    // Put together here, so that this file does not find itself.
    const hosts = ['registry.npm' + 'js', 'pypi' + '.org', 'python' + 'hosted'];
    const folders = ['/ro' + 'ot/', '/wo' + 'rk/', '/Us' + 'ers/'];
    const paths = ['README.md', 'package.json', '.npmrc', ...FOLDERS.flatMap(filesBelow)];
    const found = paths
      .filter((path) => !path.includes('.') || TEXT.test(path) || path === '.npmrc')
      .filter((path) => [...hosts, ...folders].some((text) => read(path).includes(text)));
    expect(found).toEqual([]);
  });
});

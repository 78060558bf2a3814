import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOMS } from '../../.dependency-cruiser.mjs';
import { ROOT as root } from './files';

const FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'tools'];

interface Cruised {
  modules: { source: string; dependencies: { resolved: string }[] }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** What dependency-cruiser finds below a folder that is laid out as the checkout is. */
function cruise(folder: string, names: readonly string[]): Cruised & { broken: string[] } {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--config', config, '-T', 'json', ...names], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  if (stdout === '') throw new Error(stderr);
  const found = JSON.parse(stdout) as Cruised;
  const broken = found.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { ...found, broken: [...new Set(broken)] };
}

describe('the import table', { timeout: 120_000 }, () => {
  it('holds for every import of the product', () => {
    const { modules, broken } = cruise(root, FOLDERS);
    expect(broken).toEqual([]);
    const to = (source: string) =>
      modules.find((one) => one.source === source)?.dependencies.map((one) => one.resolved);
    expect(to('src-main/compute/backend.ts')?.join()).toContain('node_modules/@tensorflow/tfjs-node-gpu/');
    expect(to('src-renderer/app/App.svelte')?.join()).toContain('src-renderer/state/');
  });

  it('in core a folder imports only folders above it in the table of its README', () => {
    const readme = readFileSync(join(root, 'src-main/core/README.md'), 'utf8');
    const order = [...readme.matchAll(/^\| `([\w-]+)\/`/gm)].map(([, name]) => name!);
    const folderOf = (path: string) => /^src-main\/core\/([\w-]+)\//.exec(path)?.[1];
    const downward = cruise(root, ['src-main/core']).modules.flatMap(({ source, dependencies }) => {
      const own = folderOf(source);
      return dependencies.flatMap(({ resolved }) => {
        const other = folderOf(resolved);
        if (own === undefined || other === undefined || own === other) return [];
        return order.indexOf(other) < order.indexOf(own) && order.includes(other) ? [] : [`${source} -> ${resolved}`];
      });
    });
    expect(order.length).toBeGreaterThan(10);
    expect(downward).toEqual([]);
  });

  it('is the one that docs/architecture.md shows', () => {
    const rows = ROOMS.map(({ paths, may, why }) => [
      paths.map((path) => `\`${path}\``).join(', '),
      may.map((entry) => (entry.startsWith('src-') ? `\`${entry}\`` : entry)).join(', '),
      why,
    ]);
    const shown = [...readFileSync(join(root, 'docs/architecture.md'), 'utf8').matchAll(/^\|(.*)\|$/gm)].map(
      ([, row]) => row!.split('|').map((cell) => cell.trim()),
    );
    expect(shown).toEqual(expect.arrayContaining(rows));
  });
});

describe('a checkout that breaks the table', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'onepair-imports-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const files = {
    'src-main/core/a.ts': "import 'node:fs';\nimport '@tensorflow/tfjs';\nimport '../store/a';",
    'src-main/codec/a.ts': "import type { A } from '../compute/a';",
    'src-main/compute/a.ts': "import '../codec/a';\nimport 'sharp';\nexport type A = 1;",
    'src-main/compute/backend.ts': "const load = createRequire('');\nload('sharp');",
    'src-main/store/a.ts': "import 'electron';",
    'src-main/processes/a.ts': "import 'electron';",
    'src-main/host/a.ts': "export { A } from '../codec/a';",
    'src-main/server.ts': "import 'electron';",
    'src-main/cli.ts': "await import('./core/a');",
    'src-main/elsewhere/a.ts': "import 'node:fs';",
    'src-preload/contract/a.ts': "import type { Api } from '../api';",
    'src-preload/api.ts': 'export type Api = 1;',
    'src-renderer/main.ts': "import 'node:path';\nimport './App.svelte';",
    'src-renderer/App.svelte': '<script lang="ts">\n  import \'../src-main/host/a\';\n</script>\n\n<p>Text</p>\n',
    'src-renderer/b.ts': "import type { C } from './c';\nexport type B = C;",
    'src-renderer/d.ts': "import type { D } from '../src-preload/contract/channels';",
    'src-renderer/e.ts': "import { channels } from '../src-preload/contract/channels';",
    'src-preload/contract/channels.ts': 'export type D = 1;\nexport const channels = 1;',
    'src-renderer/c.ts': "import type { B } from './b';\nexport type C = B;",
    'tools/a.ts': "import '../test/a';",
    'test/a.ts': '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  it('is told of every import that it may not have, types and components too', () => {
    expect(cruise(folder, FOLDERS).broken.sort()).toEqual(
      [
        'backend-imports: src-main/compute/backend.ts -> sharp',
        'cli-imports: src-main/cli.ts -> src-main/core/a.ts',
        'codec-imports: src-main/codec/a.ts -> src-main/compute/a.ts',
        'compute-imports: src-main/compute/a.ts -> sharp',
        'compute-imports: src-main/compute/a.ts -> src-main/codec/a.ts',
        'contract-imports: src-preload/contract/a.ts -> src-preload/api.ts',
        'core-imports: src-main/core/a.ts -> @tensorflow/tfjs',
        'core-imports: src-main/core/a.ts -> fs',
        'core-imports: src-main/core/a.ts -> src-main/store/a.ts',
        'host-imports: src-main/host/a.ts -> src-main/codec/a.ts',
        'no-cycle: src-main/codec/a.ts -> src-main/compute/a.ts',
        'no-cycle: src-renderer/b.ts -> src-renderer/c.ts',
        'own-room: src-main/elsewhere/a.ts -> fs',
        'page-imports: src-renderer/App.svelte -> src-main/host/a.ts',
        'page-imports: src-renderer/main.ts -> path',
        'page-without-tables: src-renderer/e.ts -> src-preload/contract/channels.ts',
        'processes-imports: src-main/processes/a.ts -> electron',
        'product-alone: tools/a.ts -> test/a.ts',
        'store-imports: src-main/store/a.ts -> electron',
        'web-imports: src-main/server.ts -> electron',
      ].sort(),
    );
  });
});

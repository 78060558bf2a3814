#!/usr/bin/env node
// npm run counts: the size and shape of the product: lines, functions, circles of imports, and the walks of docs/architecture.md.
import './setup/require-node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';

const PRODUCT = ['src-main', 'src-preload', 'src-renderer'];
/** Sentences, whatever the language. */
const CATALOGUES = ['src-preload/contract/languages/', 'src-preload/contract/german/', 'src-renderer/lib/strings/'];

/** @typedef {{ path: string, clue: string }} Step */
/** @typedef {{ name: string, steps: Step[], borders: number }} Walk */

const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

/**
 * @param {string} page a page of docs: below '## Walks' one '###' a walk, a numbered step '`file` `what is met there`', and
 *   '(process border)' at the end of a step after which another process goes on
 * @returns {Walk[]}
 */
export function walksOf(page) {
  const section = /^## Walks\n([^]*?)(?=^## |$(?![^]))/m.exec(page)?.[1] ?? '';
  return section
    .split(/^### /m)
    .slice(1)
    .map((text) => ({
      name: text.slice(0, text.indexOf('\n')).trim(),
      steps: [...text.matchAll(/^\d+\. `([^`]+)` `([^`]+)`/gm)].map(([, path = '', clue = '']) => ({ path, clue })),
      borders: text.split('(process border)').length - 1,
    }));
}

/** @param {Step[]} steps @returns {string[]} steps whose file is gone, or no longer holds what is met there */
export const lostSteps = (steps) =>
  steps.flatMap(({ path, clue }) =>
    existsSync(join(root, path)) && read(path).includes(clue) ? [] : [`${path}: ${clue}`],
  );

/** @returns {string[]} the product's sources */
function sources() {
  const files = PRODUCT.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      `${folder}/${name}`.replaceAll('\\', '/'),
    ),
  );
  return files.filter((path) => /\.(ts|svelte)$/.test(path)).sort();
}

/** The script of a component; the whole of any other file. */
const scriptOf = (/** @type {string} */ path) =>
  path.endsWith('.svelte')
    ? [...read(path).matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : read(path);

/**
 * @param {string} path
 * @returns {{ functions: number[], patterns: number }} lines of each function and method with a body; regular expressions
 */
function shapeOf(path) {
  const source = ts.createSourceFile(path, scriptOf(path), ts.ScriptTarget.Latest, true);
  /** @type {number[]} */
  const functions = [];
  let patterns = 0;
  const visit = (/** @type {ts.Node} */ node) => {
    const named = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node);
    const given = ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer);
    if ((named && node.body) || given) functions.push(node.getText().split('\n').length);
    if (ts.isRegularExpressionLiteral(node)) patterns += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { functions, patterns };
}

/** @returns {number} circles that dependency-cruiser finds, imports of types included */
function circles() {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, '--config', join(root, '.dependency-cruiser.mjs'), '-T', 'json', ...PRODUCT, 'tools'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 27 });
  /** @type {{ rule: { name: string } }[]} */
  const violations = JSON.parse(stdout).summary.violations;
  return violations.filter(({ rule }) => rule.name === 'no-cycle').length;
}

function printCounts() {
  const files = sources();
  const isCatalogue = (/** @type {string} */ path) => CATALOGUES.some((folder) => path.startsWith(folder));
  const code = files.filter((path) => !isCatalogue(path));
  const lines = (/** @type {string[]} */ paths) =>
    paths.reduce((sum, path) => sum + read(path).split('\n').length - 1, 0);
  const lengths = code.flatMap((path) => shapeOf(path).functions).sort((a, b) => a - b);
  const patterns = files.filter(isCatalogue).reduce((sum, path) => sum + shapeOf(path).patterns, 0);
  const rows = [
    ['product files, catalogues of sentences aside', code.length],
    ['lines of them', lines(code)],
    ['lines of the catalogues', lines(files.filter(isCatalogue))],
    ['functions with a name', lengths.length],
    ['their lines, median and longest', `${lengths[lengths.length >> 1]}, ${lengths.at(-1)}`],
    ['circles of imports, types included', circles()],
    ['regular expressions in the catalogues', patterns],
    ...walksOf(read('docs/architecture.md')).map(({ name, steps, borders }) => [
      name,
      `${steps.length} files${borders > 0 ? `, ${borders} process ${borders === 1 ? 'border' : 'borders'}` : ''}`,
    ]),
  ];
  for (const [what, count] of rows) console.log(`${String(what).padEnd(48)} ${count}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runMain(async () => printCounts());

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../..');

/** One import as written: from which file (relative to the checkout) to which file or package. */
export interface Import {
  from: string;
  to: string;
}

/** Every file below a folder of the checkout, as paths relative to the checkout with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** The script of a component; the whole of any other file. */
function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '').join('\n');
}

/** Package names lose what follows them; paths and the contract's alias become paths in the checkout. */
function resolveTarget(from: string, specifier: string): string {
  if (specifier.startsWith('@contract/')) return specifier.replace('@contract/', 'src-preload/contract/');
  if (specifier.startsWith('.')) return relative(ROOT, resolve(ROOT, dirname(from), specifier)).replaceAll('\\', '/');
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** `require`, and the names that a file gives to functions of `createRequire`. */
function requireNames(text: string): Set<string> {
  return new Set(['require', ...[...text.matchAll(/(\w+) = createRequire\(/g)].map((match) => match[1] ?? '')]);
}

/** The module that a piece of syntax names: import, export … from, import type, import() and require(). */
function specifierOf(node: ts.Node, requires: Set<string>): string | null {
  let named: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) named = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node)) named = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  else if (ts.isCallExpression(node)) {
    const { expression } = node;
    const isRequire = ts.isIdentifier(expression) && requires.has(expression.text);
    if (isRequire || expression.kind === ts.SyntaxKind.ImportKeyword) named = node.arguments[0];
  }
  return named !== undefined && ts.isStringLiteralLike(named) ? named.text : null;
}

/** All imports of one file. */
export function importsOf(path: string): Import[] {
  const text = scriptOf(path, readFileSync(join(ROOT, path), 'utf8'));
  const requires = requireNames(text);
  const imports: Import[] = [];
  const visit = (node: ts.Node) => {
    const specifier = specifierOf(node, requires);
    if (specifier !== null) imports.push({ from: path, to: resolveTarget(path, specifier) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return imports;
}

import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Finds what sources say in words: every text with a blank or a capitalised word, `{}` where something is put in. */
export interface Said {
  path: string;
  template: string;
}

export function saidIn(folder: string): Said[] {
  const paths = folder.endsWith('.ts') ? [folder] : typescriptFiles(folder);
  return paths.flatMap((path) => templatesOf(path).map((template) => ({ path, template })));
}

const typescriptFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);

function templatesOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (isText(node)) {
      const template = templateOf(node);
      if (isWording(template) && !isPlainError(node.parent)) found.push(template);
      inner(node).forEach(visit);
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(source);
  return [...new Set(found)];
}

/** A literal, or literals joined by +. */
function isText(node: ts.Node): node is ts.Expression {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node))
    return true;
  return isSum(node) && (isText(node.left) || isText(node.right));
}

const isSum = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

function templateOf(node: ts.Expression): string {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  return isSum(node) && isText(node) ? templateOf(node.left) + templateOf(node.right) : '{}';
}

/** What is put into a text: it may say something of its own. */
function inner(node: ts.Expression): ts.Expression[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (isSum(node)) return [node.left, node.right].flatMap((side) => (isText(side) ? inner(side) : [side]));
  return [];
}

const isWording = (template: string): boolean => /\p{L}{3}.* |^ .*\p{L}{3}|^\p{Lu}\p{Ll}+$/su.test(template);

/** Faults of our own; what a person can mend is an AppError. */
const isPlainError = (parent: ts.Node): boolean =>
  ts.isNewExpression(parent) && /^(Range|Type)?Error$/.test(parent.expression.getText());

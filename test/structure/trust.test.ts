import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync('docs/trust.md', 'utf8');
const named = [...page.matchAll(/`([a-z/-]+)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));

it('each of the fourteen findings is held by a test', () => {
  const rows = page.split('\n').filter((line) => /^\| \d+ /.test(line));
  expect(new Set(rows.map((line) => Number(line.split('|')[1])))).toEqual(
    new Set(Array.from({ length: 14 }, (_, at) => at + 1)),
  );
  expect(rows.filter((line) => !line.includes('“'))).toEqual([]);
});

it.each(named)('docs/trust.md: $file holds "$title"', ({ file, title }) => {
  expect(readFileSync(`test/${file}.test.ts`, 'utf8')).toContain(title);
});

it('every browser test counts the breaches of the rules that the page sets', () => {
  const specs = readdirSync('test/e2e').filter((name) => name.endsWith('.spec.ts'));
  // Electron starts its own browser, and is watched by the same function.
  const watched = /import \{[^}]*\b(test|watchRules)\b[^}]*\} from '\.\/app'/;
  expect(specs.filter((name) => !watched.test(readFileSync(`test/e2e/${name}`, 'utf8')))).toEqual([]);
});

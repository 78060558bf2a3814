import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { verbs } from '../../src-main/cli/verbs';

/** Every command line that the docs show, lines that go on joined. */
const commands = [
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
  'README.md',
]
  .filter((path) => path.endsWith('.md'))
  .flatMap((path) => {
    const text = readFileSync(path, 'utf8').replaceAll(/\\\n/g, ' ');
    const blocks = [...text.matchAll(/```[a-z]*\n([^]*?)```|`([^`\n]+)`/g)].map(
      ([, block, line]) => block ?? line ?? '',
    );
    const found = blocks.flatMap((block) => [...block.matchAll(/npx onepair ([a-z][a-z-]*) ?([^\n]*)/g)]);
    return found.map(([, verb = '', rest = '']) => ({ path, verb, rest }));
  });

/** What the command line says of itself, in its help. */
const HELPERS = ['completion'];

/** Some verbs take the flags of another, and say so. */
function usageOf(verb: string): string {
  const own = `${verbs.get(verb)?.usage ?? ''} --json --help`;
  const other = /the other flags of ([a-z]+)/.exec(own)?.[1];
  return other === undefined ? own : `${own} ${usageOf(other)}`;
}

it.each(commands)('$path: every flag of "onepair $verb $rest" is there', ({ verb, rest }) => {
  const usage = usageOf(verb);
  expect(HELPERS.includes(verb) || verbs.has(verb)).toBe(true);
  const flags = [...rest.matchAll(/(?<=^|\s)--[a-z][a-z-]*/g)].map(([flag]) => flag);
  expect(flags.filter((flag) => !new RegExp(`${flag}(?![a-z-])`).test(usage))).toEqual([]);
});

it('shows restoring in parts for a cluster: GNU parallel, Slurm, Kubernetes', () => {
  const parts = commands.filter(({ path, rest }) => path === 'docs/batch.md' && rest.includes('--shard'));
  expect(parts).toHaveLength(3);
});

it.each(['slurm-array.sh', 'parallel.sh', 'job.yaml'])(
  'examples/cluster/%s gives flags that restore has, and one part each',
  (name) => {
    const text = readFileSync(`examples/cluster/${name}`, 'utf8').replaceAll(/\\\n/g, ' ');
    const rest = /(?:npx onepair|cli\.js) restore ([^\n]*)/.exec(text)?.[1] ?? '';
    const flags = [...rest.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([flag]) => flag);
    expect(flags).toEqual(['--recursive', '--out', '--shard', '--threads']);
    expect(flags.filter((flag) => !usageOf('restore').includes(flag))).toEqual([]);
  },
);

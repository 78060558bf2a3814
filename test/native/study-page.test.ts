import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBuilt, temporaryHome, type Home } from './host-built';

let home: Home;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(() => home.remove());

describe('npm run study', () => {
  it('does every kind of part on drawn pictures, and none of them twice', async () => {
    const parts = ['deblur: linear fast on sample', 'ablation: rnn without self-ensemble', 'experiment: sparsity'];
    const work = home.path('study');
    const flags = ['--quick', '--epochs', '1', '--threads', '1', '--only', `^(${parts.join('|')})$`];
    const study = () => runBuilt('study.js', ['--work', work, ...flags]);

    const first = await study();
    expect(first.stderr).not.toContain('failed');
    expect(first.code).toBe(0);
    const page = await readFile(`${work}/page.md`, 'utf8');
    expect(page).toContain('--quick --epochs 1 --only');
    // Our protocol and the paper's.
    expect(rowsOf(page, '| **linear fast** |')).toHaveLength(2);
    expect(rowsOf(page, '| rnn | 1 | mirror images and transposes when restoring')).toHaveLength(1);
    expect(page).toContain('### How sparse the latent code is');
    expect(page).not.toContain('What failed');

    const again = await study();
    expect(again.stderr).not.toContain('Training');
    expect(findings(await readFile(`${work}/page.md`, 'utf8'))).toEqual(findings(page));
  });
});

const rowsOf = (page: string, beginning: string) => page.split('\n').filter((line) => line.startsWith(beginning));

/** All but the hours, and the seconds of experiments, which looking for kept results adds to. */
const findings = (page: string) => page.replace(/ after [\d.]+ hours/, '').replace(/\d+ s on /g, '');

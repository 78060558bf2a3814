import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { StudyResult } from '@contract/study';
import { reproductionPage } from './reproduction/page';
import { PAGES, withBlocks } from './results/blocks';
import { keptOf } from './results/experiment';
import {
  readResults,
  withCases,
  withExperiment,
  withPeers,
  withRuns,
  writeResults,
  type Results,
} from './results/results';

/**
 * `npm run study -- add FILE…`: reports of `onepair evaluate` and results of `onepair study` (.json) become part of
 * docs/results.json. `npm run study -- pages`: the pages are made again from it. --root: another checkout.
 */
const { values, positionals } = parseArgs({
  options: { root: { type: 'string', default: resolve(import.meta.dirname, '..', '..') } },
  allowPositionals: true,
});
const [command, ...files] = positionals;
const path = join(values.root, 'docs', 'results.json');
let results = await readResults(path);
if (command === 'add') {
  for (const file of files) results = withFile(results, file, JSON.parse(await readFile(file, 'utf8')));
  await writeResults(path, results);
}
for (const page of PAGES) {
  const text = await readFile(join(values.root, page), 'utf8');
  await writeFile(join(values.root, page), withBlocks(text, results));
}
await writeFile(join(values.root, 'docs', 'reproduction.md'), reproductionPage(results));

/** What a file holds: results of this kind, a report, or an experiment. */
function withFile(known: Results, file: string, found: unknown): Results {
  const {
    runs = [],
    experiments = [],
    earlier = [],
    peers = [],
    cases = [],
    charts,
  } = found as Partial<Results & StudyResult>;
  if (charts !== undefined) return withExperiment(known, keptOf(found as StudyResult));
  if (runs.length + experiments.length + earlier.length + peers.length + cases.length === 0)
    throw new Error(`${file} holds no results.`);
  const added = withRuns(peers.length === 0 ? known : withPeers(known, peers), runs);
  const all = withCases(experiments.reduce(withExperiment, added), cases);
  return earlier.length === 0 ? all : { ...all, earlier };
}

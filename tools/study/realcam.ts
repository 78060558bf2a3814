import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { protocolFor } from '@contract/evaluate';
import { inEnglish } from '@contract/in-language';
import {
  INGREDIENTS,
  METHODS,
  PRESETS,
  resolveSettings,
  type Ingredient,
  type TrainChoices,
} from '@contract/model-spec';
import { choiceOf } from '../../src-main/cli/arguments';
import { loadBackend } from '../../src-main/compute/backend';
import { useBandThreads } from '../../src-main/compute/band-threads';
import { engineId } from '../../src-main/compute/engine-id';
import { restoreImage } from '../../src-main/core/evaluate/lab';
import { withModel } from '../../src-main/core/methods/registry';
import type { CaseRow } from './cases/case-row';
import { learnOwn, stopwatch } from './cases/own-pair';
import { keepPicture, QUIET_LAB, readPicture } from './pictures';
import { PEERS, whyNot, withPeer, type PeerName } from './realcam-peers';
import { groupsIn, learningPairs, middleOf, readPair, realFile, testPairs, type Group } from './realcam-pictures';
import { meanScores, scoreReal, type RealScore } from './realcam-score';

/**
 * `npm run study -- realcam --data DIR`: learns from one real pair of each group, prepared as every pair is, and restores the
 * photos of its other scenes. A group is a folder of SCENE-N_real.jpg and SCENE-N_mean.jpg. Peers are given the one strength
 * that is best on the learning pair. `realcam.json` in --out is what `npm run study -- add` takes.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    groups: { type: 'string' },
    /** How many pairs of each group are learned from, one after the other. */
    pairs: { type: 'string', default: '1' },
    method: { type: 'string' },
    preset: { type: 'string' },
    with: { type: 'string' },
    without: { type: 'string' },
    /** The pair is learned from as it came. */
    'as-is': { type: 'boolean', default: false },
    seed: { type: 'string', default: '0' },
    pictures: { type: 'string' },
    side: { type: 'string' },
    /** Of nlm,bm3d: what else is measured, where Python has it. */
    peers: { type: 'string', default: '' },
    python: { type: 'string', default: 'python3' },
    out: { type: 'string' },
    threads: { type: 'string' },
  },
});

const listed = (names: string | undefined) => (names === undefined || names === '' ? [] : names.split(','));

function settingsAsked() {
  const choices: TrainChoices = { task: 'custom', seed: Number(values.seed) };
  const method = choiceOf('method', values.method, METHODS);
  const preset = choiceOf('preset', values.preset, PRESETS);
  const settings = resolveSettings({ ...choices, ...(method ? { method } : {}), ...(preset ? { preset } : {}) });
  const named = (names: string[]) => names.map((name) => choiceOf('ingredient', name, INGREDIENTS)!);
  const [more, less] = [named(listed(values.with)), named(listed(values.without))];
  const ingredients = [...new Set<Ingredient>([...settings.ingredients, ...more])].filter(
    (name) => !less.includes(name),
  );
  return { ...settings, ingredients };
}

const settings = settingsAsked();
/** The ingredients of the preset but for some, and some more. */
const changes = [
  ...listed(values.with).map((name) => ` + ${name}`),
  ...listed(values.without).map((name) => ` − ${name}`),
  ...(values['as-is'] ? [' − prepared'] : []),
];
const system = `${settings.method} ${settings.preset}${changes.join('')}`;
const side = values.side === undefined ? null : Number(values.side);
if (values.threads !== undefined) process.env['TF_NUM_INTRAOP_THREADS'] = values.threads;
await loadBackend('cpu');
useBandThreads();

interface Row extends Pick<CaseRow, 'trainSeconds' | 'trainCpuSeconds'> {
  group: string;
  learnFrom: string;
  system: string;
  /** Peers have none. */
  engine: string | null;
  scores: { name: string; input: RealScore; restored: RealScore }[];
  notes: string[];
}

const testsOf = (group: Group, learnFrom: string) =>
  testPairs(group, learnFrom).slice(0, Number(values.pictures ?? Infinity));

async function measureOurs(group: Group, learnFrom: string): Promise<Row> {
  const seconds = stopwatch();
  const trained = await learnOwn(await readPair(group, learnFrom), settings, values['as-is'] ? [] : undefined);
  const time = seconds();
  const scores: Row['scores'] = [];
  await withModel(trained, async (model) => {
    for (const name of testsOf(group, learnFrom)) {
      const { degraded, clean } = middleOf(await readPair(group, name), side);
      const restored = await restoreImage(QUIET_LAB, model, degraded, protocolFor('custom'));
      scores.push({ name, input: scoreReal(degraded, clean), restored: scoreReal(restored, clean) });
      if (values.out !== undefined) await keepPicture(values.out, `${group.name}-${name}.png`, restored);
    }
  });
  const notes = trained.facts.notes.map((note) => inEnglish(note));
  return { group: group.name, learnFrom, system, engine: engineId(), scores, notes, ...time };
}

async function measurePeer(group: Group, learnFrom: string, peer: PeerName): Promise<Row> {
  const { name, strengths } = PEERS[peer];
  const pair = await readPair(group, learnFrom);
  const trials = strengths.map((strength) => ({ strength, from: realFile(group, learnFrom) }));
  const reached = await withPeer(values.python, peer, trials, async (files) => {
    const found: number[] = [];
    for (const file of files) found.push(scoreReal(await readPicture(file), pair.clean).matched);
    return found;
  });
  const strength = strengths[reached.indexOf(Math.max(...reached))]!;
  const tests = testsOf(group, learnFrom);
  const jobs = tests.map((test) => ({ strength, from: realFile(group, test) }));
  const scores = await withPeer(values.python, peer, jobs, async (files) => {
    const found: Row['scores'] = [];
    for (const [index, test] of tests.entries()) {
      const { degraded, clean } = middleOf(await readPair(group, test), side);
      const { degraded: restored } = middleOf({ degraded: await readPicture(files[index]!), clean }, side);
      found.push({ name: test, input: scoreReal(degraded, clean), restored: scoreReal(restored, clean) });
    }
    return found;
  });
  return {
    group: group.name,
    learnFrom,
    system: name,
    engine: null,
    scores,
    trainSeconds: null,
    trainCpuSeconds: null,
    notes: [`strength ${strength}`],
  };
}

const inWords = ({ psnr, matched, ssim }: RealScore) =>
  `${psnr.toFixed(2)} / ${matched.toFixed(2)} / ${ssim.toFixed(4)}`;

function tell({ group, learnFrom, system: what, scores, trainSeconds, trainCpuSeconds, notes }: Row): void {
  for (const { name, input, restored } of scores) say(`  ${name}: ${inWords(input)} -> ${inWords(restored)}`);
  const [input, restored] = [meanScores(scores.map((one) => one.input)), meanScores(scores.map((one) => one.restored))];
  const worse = scores.filter((one) => one.restored.matched < one.input.matched).length;
  const time = trainSeconds === null ? '' : `; learned in ${trainSeconds} s (${trainCpuSeconds} s of processor time)`;
  say(
    `${group} (${learnFrom}), ${scores.length} pictures, raw / matched dB / SSIM: input ${inWords(input)}, ` +
      `${what} ${inWords(restored)}; ${worse} worse than their input${time}`,
  );
  for (const note of notes) say(`  ${note}`);
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function peersHere(): Promise<PeerName[]> {
  const here: PeerName[] = [];
  for (const name of listed(values.peers)) {
    const peer = choiceOf('peers', name, Object.keys(PEERS) as PeerName[])!;
    const reason = await whyNot(values.python, peer);
    if (reason === null) here.push(peer);
    else say(`${PEERS[peer].name} is skipped: ${reason}.`);
  }
  return here;
}

const rows: Row[] = [];
const peers = await peersHere();
const wanted = values.groups?.split(',');
for (const group of await groupsIn(values.data ?? '')) {
  if (wanted && !wanted.includes(group.name)) continue;
  for (const learnFrom of learningPairs(group, Number(values.pairs))) {
    const row = await measureOurs(group, learnFrom);
    tell(row);
    rows.push(row);
    for (const peer of peers) {
      const other = await measurePeer(group, learnFrom, peer);
      tell(other);
      rows.push(other);
    }
  }
}
if (values.out !== undefined) {
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'realcam.json'), JSON.stringify({ cases: rows.map(caseOf) }, null, 1));
}

/** As docs/results.json holds it. */
function caseOf({ group, learnFrom, system: what, engine, scores, trainSeconds, trainCpuSeconds }: Row): CaseRow {
  const parts = [
    ...(side === null ? [] : [`the middle ${side} px`]),
    ...(values.pictures === undefined ? [] : [`${values.pictures} pictures`]),
  ];
  return {
    ...{ case: 'realcam', set: group, learnedFrom: learnFrom, system: what, seed: settings.seed, engine },
    ...{ trainSeconds, trainCpuSeconds },
    ...(parts.length === 0 ? {} : { part: parts.join(', ') }),
    scores: scores.map(({ name, input, restored }) => ({ picture: name, input, restored })),
  };
}

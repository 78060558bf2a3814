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
import { learn, restoreImage, withTrained, type Lab } from '../../src-main/core/evaluate/lab';
import { PEERS, whyNot, withPeer, type PeerName } from './realcam-peers';
import {
  groupsIn,
  keepPicture,
  learningPairs,
  middleOf,
  readPair,
  readPicture,
  realFile,
  testPairs,
  type Group,
} from './realcam-pictures';
import { meanScores, scoreReal, type RealScore } from './realcam-score';

/**
 * `npm run study -- realcam --data DIR`: learns from one real pair of each group and restores the photos of its other
 * scenes. A group is a folder of SCENE-N_real.jpg and SCENE-N_mean.jpg. Peers are given the one strength that is best on
 * the learning pair.
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

const lab: Lab = {
  token: { next: () => Promise.resolve('go') },
  nowMs: () => performance.now(),
  onProgress: () => undefined,
};
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
const system =
  `${settings.method} ${settings.preset}` +
  listed(values.with)
    .map((name) => ` + ${name}`)
    .join('') +
  listed(values.without)
    .map((name) => ` − ${name}`)
    .join('');
const side = values.side === undefined ? null : Number(values.side);
if (values.threads !== undefined) process.env['TF_NUM_INTRAOP_THREADS'] = values.threads;
await loadBackend('cpu');

interface Row {
  group: string;
  learnFrom: string;
  system: string;
  /** What the peer was set to. */
  strength?: number;
  input: RealScore;
  restored: RealScore;
  worse: number;
  scores: { name: string; input: RealScore; restored: RealScore }[];
  trainS?: number;
  trainCpuS?: number;
  notes: string[];
}

const testsOf = (group: Group, learnFrom: string) =>
  testPairs(group, learnFrom).slice(0, Number(values.pictures ?? Infinity));

async function measureOurs(group: Group, learnFrom: string): Promise<Row> {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const trained = await learn(lab, await readPair(group, learnFrom), settings);
  const [trainS, trainCpuS] = [(performance.now() - startedMs) / 1000, cpuSince(startedCpu)];
  const scores: Row['scores'] = [];
  await withTrained(trained, async (model) => {
    for (const name of testsOf(group, learnFrom)) {
      const { degraded, clean } = middleOf(await readPair(group, name), side);
      const restored = await restoreImage(lab, model, degraded, protocolFor('custom'));
      scores.push({ name, input: scoreReal(degraded, clean), restored: scoreReal(restored, clean) });
      if (values.out !== undefined) await keepPicture(values.out, `${group.name}-${name}.png`, restored);
    }
  });
  const notes = trained.facts.notes.map((note) => inEnglish(note));
  return { ...rowOf(group, learnFrom, system, scores), trainS, trainCpuS, notes };
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
  return { ...rowOf(group, learnFrom, name, scores), strength };
}

function rowOf({ name: group }: Group, learnFrom: string, of: string, scores: Row['scores']): Row {
  const [input, restored] = [meanScores(scores.map((one) => one.input)), meanScores(scores.map((one) => one.restored))];
  const worse = scores.filter((one) => one.restored.matched < one.input.matched).length;
  return { group, learnFrom, system: of, input, restored, worse, scores, notes: [] };
}

const inWords = ({ raw, matched, ssim }: RealScore) => `${raw.toFixed(2)} / ${matched.toFixed(2)} / ${ssim.toFixed(4)}`;
const cpuSince = (start: NodeJS.CpuUsage) => {
  const { user, system: kernel } = process.cpuUsage(start);
  return (user + kernel) / 1e6;
};

function tell(row: Row): void {
  for (const { name, input, restored } of row.scores) say(`  ${name}: ${inWords(input)} -> ${inWords(restored)}`);
  const strength = row.strength === undefined ? '' : ` (strength ${row.strength})`;
  const time =
    row.trainS === undefined ? '' : `; trained in ${row.trainS.toFixed(0)} s (${row.trainCpuS?.toFixed(0)} s of CPU)`;
  say(
    `${row.group} (${row.learnFrom}), ${row.scores.length} pictures, raw / matched dB / SSIM: input ${inWords(row.input)}, ` +
      `${row.system}${strength} ${inWords(row.restored)}; ${row.worse} worse than their input${time}`,
  );
  for (const note of row.notes) say(`  ${note}`);
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
  await writeFile(join(values.out, 'realcam.json'), JSON.stringify(rows, null, 1));
}

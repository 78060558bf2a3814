#!/usr/bin/env node
/**
 * Proofs that take too long for the tests, over the built command line: `npm run soak -- many|kills|touch|orphans [--broken DIR]
 * [--count 2000] [--kills 50] [--keep DIR]`. Prints one JSON line a measurement; ends with 1 where a promise is broken.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { root } from './setup/places.mjs';
import { outlived } from './soak/orphans.mjs';

/**
 * @typedef {{ memory: number, files: number, processor: number }} Use what a process holds: MB, open files, 1/100 s
 * @typedef {{ error?: { message: string }, result?: string, skipped?: string, tensors?: number }} PhotoLine
 * @typedef {Record<string, [number, number]>} Pairs by process: after 200 photos, at the end
 * @typedef {{ restored: number, skipped: number, failed: number }} Counts
 */

const CLI = join(root, 'out', 'main', 'cli.js');
const ENDINGS = /** @type {const} */ ([
  ['jpeg', 'jpg'],
  ['png', 'png'],
  ['tiff', 'tif'],
  ['webp', 'webp'],
]);
const SIZE = { width: 96, height: 64 };
const BROKEN_SHARE = 0.05;

const { values, positionals } = parseArgs({
  options: {
    broken: { type: 'string' },
    count: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '50' },
    keep: { type: 'string' },
  },
  allowPositionals: true,
});
const count = Number(values.count);
const random = seeded(1);
const work = values.keep ?? (await mkdtemp(join(tmpdir(), 'onepair-soak-')));
await mkdir(work, { recursive: true });
process.env.ONEPAIR_HOME = join(work, 'home');
/** @type {boolean[]} */
const promises = [];

/** 5 % of the photos are broken: nothing else suffers, and memory, open files and tensors stay as they are. */
async function many() {
  const broken = values.broken === undefined ? [] : brokenFiles(values.broken);
  const [good, mixed] = [join(work, 'good'), join(work, 'mixed')];
  await drawPhotos(good, count - (broken.length > 0 ? Math.round(count * BROKEN_SHARE) : 0));
  await mix(good, broken, mixed);
  /** @param {string} from @param {string} out */
  const restoring = (from, out) =>
    run(['restore', join(work, 'm.onepair'), from, '--out', join(work, out)], { expected: readdirSync(from).length });
  const alone = await restoring(good, 'good-out');
  const all = await restoring(mixed, 'mixed-out');
  /** @param {0 | 1} of */
  const resident = (of) => Object.values(all.memory).reduce((sum, pair) => sum + pair[of], 0);
  const failures = all.photos.flatMap(({ error }) => (error ? [error.message] : []));
  const tensors = [all.photos.slice(0, 200), all.photos].map(
    (photos) => photos.findLast((photo) => photo.tensors !== undefined)?.tensors,
  );
  say('many', {
    good: alone.done,
    mixed: all.done,
    seconds: { good: alone.seconds, mixed: all.seconds, ratio: all.seconds / alone.seconds },
    // On a busy machine the time of the clock says little.
    processorSeconds: { good: alone.processor, mixed: all.processor, ratio: all.processor / alone.processor },
    sentences: new Set(failures.map((text) => text.replace(/^\S+ /, ''))).size,
    memory: all.memory,
    files: all.files,
    tensors,
  });
  promise('every good photo is restored', all.done.restored >= alone.done.restored && alone.done.failed === 0);
  promise(
    'every broken photo has a sentence',
    failures.length === all.done.failed && failures.every((text) => text.length > 20),
  );
  promise(
    'broken photos cost at most 5 % more time',
    Math.min(all.seconds / alone.seconds, all.processor / alone.processor) <= 1.05,
  );
  promise('memory stays', resident(1) <= 1.1 * resident(0));
  promise(
    'open files stay',
    Object.values(all.files).every(([at200, atEnd]) => atEnd <= at200 + 2),
  );
  promise('tensors stay', tensors[0] !== undefined && tensors[0] === tensors[1]);
}

/** Killed again and again and rerun, the folder is the same to the last bit. */
async function kills() {
  const good = join(work, 'good');
  if (!existsSync(good)) await drawPhotos(good, count);
  const [whole, killed] = [join(work, 'whole'), join(work, 'killed')];
  /** @param {string} out */
  const args = (out) => ['restore', join(work, 'm.onepair'), good, '--out', out, '--threads', '1'];
  const uninterrupted = await run(args(whole));
  let lostMost = 0;
  let ended = 0;
  for (let kill = 0; kill < Number(values.kills); kill += 1) {
    // Some kills hit the start, most hit a moment of the work itself.
    const moment = random() < 0.2 ? { killAfterMs: random() * 2000 } : { killInWorkMs: random() * 1500 };
    const { code, saved } = await run(args(killed), moment);
    if (code === 0) ended += 1;
    const there = resultsOf(killed).size;
    lostMost = Math.max(lostMost, saved - there);
  }
  const last = await run(args(killed));
  const [expected, got] = [resultsOf(whole), resultsOf(killed)];
  const different = [...expected].filter(([name, hash]) => got.get(name) !== hash).map(([name]) => name);
  const surplus = [...got.keys()].filter((name) => !expected.has(name));
  say('kills', {
    kills: Number(values.kills),
    endedBefore: ended,
    photos: expected.size,
    seconds: uninterrupted.seconds,
    last: last.done,
    ...{ different: different.length, surplus: surplus.length, lostMost },
  });
  promise('the folder is bit-identical', different.length === 0 && surplus.length === 0 && expected.size > 0);
  promise('nothing that was said to be saved is lost', lostMost <= 0);
}

/** No original is opened for writing, renamed or changed (needs strace). */
async function touch() {
  const originals = join(work, 'originals');
  // Of a folder that was kept, the results lie in there.
  await rm(originals, { recursive: true, force: true });
  await drawPhotos(originals, 40);
  const facts = () => readdirSync(originals).map((name) => factsOf(join(originals, name)));
  const before = JSON.stringify(facts());
  const trace = join(work, 'trace.txt');
  const calls =
    'open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,chmod,fchmodat,chown,fchownat,truncate,utimensat,link,linkat,setxattr';
  const args = [
    'restore',
    join(work, 'm.onepair'),
    originals,
    '--out',
    originals,
    '--on-conflict',
    'overwrite',
    '--name',
    '{name}',
  ];
  execFileSync('strace', ['-f', '-qq', '-e', `trace=${calls}`, '-o', trace, process.execPath, CLI, ...args], {
    stdio: 'ignore',
  });
  /** @type {string[]} */
  const paths = JSON.parse(before).map((/** @type {{ path: string }} */ { path }) => path);
  const names = new Set(paths);
  const suspicious = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => [...line.matchAll(/"([^"]+)"/g)].some(([, path]) => path !== undefined && names.has(path)))
    .filter((line) => !/ open(at)?\(/.test(line) || /O_(WRONLY|RDWR|TRUNC|CREAT|APPEND)/.test(line));
  const after = JSON.stringify(paths.map(factsOf));
  say('touch', { originals: names.size, opened: readFileSync(trace, 'utf8').split(originals).length - 1, suspicious });
  promise('no original is opened for writing or changed', suspicious.length === 0 && before === after);
}

/** What the app has started ends with it, though it was killed in the middle of a long step. */
async function orphans() {
  const milliseconds = (await outlived(CLI, Number(values.kills), random)).map(Math.round).sort((a, b) => a - b);
  say('orphans', {
    kills: milliseconds.length,
    median: milliseconds[milliseconds.length >> 1],
    most: milliseconds.at(-1),
  });
  promise(
    'no process outlives the app by 2 s',
    milliseconds.every((ms) => ms < 2000),
  );
}

/** @param {string} path */
function factsOf(path) {
  // The time of the last change of anything but the content tells of links and attributes too.
  const { mtimeMs, ctimeMs, ino, nlink, mode, size } = statSync(path);
  return { path, mtimeMs, ctimeMs, ino, nlink, mode, size, hash: hashOf(path) };
}

async function trainModel() {
  const model = join(work, 'm.onepair');
  if (existsSync(model)) return;
  await run(['train', '--sample', '--task', 'deblur', '--preset', 'fast', '--epochs', '2', '--out', model]);
}

/**
 * Small photos of noise over a slope, of all formats in turn, the same every time.
 * @param {string} folder
 * @param {number} photos
 */
async function drawPhotos(folder, photos) {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < photos; index += 1) {
    const [format, ending] = ENDINGS[index % ENDINGS.length] ?? ENDINGS[0];
    const samples = Uint8Array.from(
      { length: SIZE.width * SIZE.height * 3 },
      (_, at) => (at / 97 + random() * 90) % 256,
    );
    const name = `img${String(index + 1).padStart(5, '0')}.${ending}`;
    await sharp(samples, { raw: { ...SIZE, channels: 3 } })
      .toFormat(format)
      .toFile(join(folder, name));
  }
}

/**
 * The good ones with broken ones between them, in a seeded order.
 * @param {string} good
 * @param {string[]} broken
 * @param {string} folder
 */
async function mix(good, broken, folder) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(good)) await copyFile(join(good, name), join(folder, name));
  const photos = (await readdir(good)).length;
  const wanted = broken.length === 0 ? 0 : Math.round((photos * BROKEN_SHARE) / (1 - BROKEN_SHARE));
  for (let index = 0; index < wanted; index += 1) {
    const source = broken[index % broken.length] ?? '';
    const place = String(Math.floor(random() * photos) + 1).padStart(5, '0');
    await copyFile(source, join(folder, `img${place}-broken${index}${extname(source)}`));
  }
}

/**
 * The files of a corpus (MANIFEST.tsv: path, bytes, what is expected) that must end in a sentence, small ones.
 * @param {string} corpus
 */
function brokenFiles(corpus) {
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').split('\n').slice(1);
  return rows
    .map((row) => row.split('\t'))
    .filter(
      ([path = '', bytes, expected = '']) =>
        /^(broken|bomb)$/.test(expected) && Number(bytes) < 2e6 && /\.(jpe?g|png|tiff?|webp|avif)$/i.test(path),
    )
    .map(([path = '']) => join(corpus, path));
}

/** @param {string} folder @returns {Map<string, string>} hashes by name */
function resultsOf(folder) {
  const found = new Map();
  /** @param {string} at */
  const walk = (at) => {
    for (const entry of existsSync(at) ? readdirSync(at, { withFileTypes: true }) : []) {
      const path = join(at, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'onepair-reports') continue;
      if (entry.isDirectory()) walk(path);
      else found.set(relative(folder, path), hashOf(path));
    }
  };
  walk(folder);
  return found;
}

/** @param {string} path */
const hashOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/**
 * Runs a command with --json and looks at its processes meanwhile: [after 200 photos, at the end], each the median of
 * what was seen over a hundred photos, because what a process holds at one moment depends on the photo it is at.
 * @param {string[]} args
 * @param {{ killAfterMs?: number, killInWorkMs?: number, expected?: number }} [options]
 * @returns {Promise<{ code: number | null, photos: PhotoLine[], done: Counts, seconds: number, saved: number,
 *   memory: Pairs, files: Pairs, processor: number }>}
 */
function run(args, { killAfterMs, killInWorkMs, expected = Infinity } = {}) {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  /** @type {PhotoLine[]} */
  const photos = [];
  let done = { restored: 0, skipped: 0, failed: 0 };
  let rest = '';
  /** @type {{ after: number, uses: Record<string, Use> }[]} */
  const samples = [];
  let timer = killAfterMs === undefined ? undefined : setTimeout(() => killGroup(pid), killAfterMs);
  child.stdout.on('data', (chunk) => {
    rest += chunk;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const told = JSON.parse(line);
      if (told.event === 'photo') photos.push(told);
      if (told.event === 'photo' && told.skipped === undefined && killInWorkMs !== undefined)
        timer ??= setTimeout(() => killGroup(pid), killInWorkMs);
      if (told.event === 'done') done = told;
      const after = photos.length;
      const wanted = told.event === 'photo' && (isEarly(after) || after > expected - SAMPLED_OVER);
      const uses = wanted && after % 5 === 0 ? processesOf(pid) : null;
      if (uses) samples.push({ after, uses });
    }
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      const seconds = (performance.now() - started) / 1000;
      const saved = photos.filter(({ result }) => result).length;
      const early = samples.filter(({ after }) => isEarly(after)).map(({ uses }) => uses);
      const late = samples.filter(({ after }) => !isEarly(after)).map(({ uses }) => uses);
      /** @param {keyof Use} of @returns {Pairs} */
      const measured = (of) =>
        Object.fromEntries(
          Object.keys(early[0] ?? {}).map((name) => [name, [medianOf(early, name, of), medianOf(late, name, of)]]),
        );
      resolve({
        code,
        photos,
        done,
        seconds,
        saved,
        memory: measured('memory'),
        files: measured('files'),
        processor: processorOf(late.at(-1) ?? {}),
      });
    });
  });
}

/** Photos over which memory and open files are looked at, from photo 200 on and at the end. */
const SAMPLED_OVER = 100;
/** @param {number} after */
const isEarly = (after) => after >= 200 && after < 200 + SAMPLED_OVER;

/** @param {Record<string, Use>[]} samples @param {string} name @param {keyof Use} of */
function medianOf(samples, name, of) {
  const seen = samples.flatMap((uses) => uses[name]?.[of] ?? []).sort((a, b) => a - b);
  return seen[Math.floor(seen.length / 2)] ?? NaN;
}

/** All at once, as a power cut would. @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
}

/**
 * Resident memory in MB and open files of the command and its children (Linux).
 * @param {number} pid
 * @returns {Record<string, Use> | null}
 */
function processesOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const names = ['host', ...children.map((id) => basename(commandOf(id), '.js'))];
    const uses = [String(pid), ...children].map((id) => ({
      memory: residentOf(id),
      files: filesOf(id),
      processor: ticksOf(id),
    }));
    // One that is ending has no memory any more.
    const whole = children.length === 2 && uses.every(({ memory }) => !Number.isNaN(memory));
    return whole ? Object.fromEntries(uses.map((use, index) => [names[index], use])) : null;
  } catch {
    return null; // one of them has ended meanwhile
  }
}

/** @param {Record<string, Use>} sample */
const processorOf = (sample) => Object.values(sample).reduce((sum, { processor }) => sum + processor, 0) / 100;

/** Processor time of a process in hundredths of a second. @param {string} pid */
function ticksOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** @param {string} pid */
const commandOf = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1] ?? '';
/** @param {string} pid */
const residentOf = (pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000);
/** @param {string} pid */
function filesOf(pid) {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return !readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('anon_inode');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

/** @param {string} what @param {boolean} holds */
function promise(what, holds) {
  promises.push(holds);
  say('promise', { what, holds });
}

/** @param {string} about @param {object} facts */
function say(about, facts) {
  process.stdout.write(`${JSON.stringify({ about, ...facts })}\n`);
}

/** A small seeded generator in [0,1). @param {number} seed */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

try {
  await trainModel();
  const proofs = new Map(Object.entries({ many, kills, touch, orphans }));
  for (const name of positionals.length > 0 ? positionals : proofs.keys()) {
    const proof = proofs.get(name);
    if (!proof) throw new Error(`There is no proof ${name}: choose many, kills, touch or orphans.`);
    await proof();
  }
} finally {
  if (values.keep === undefined) await rm(work, { recursive: true });
}
process.exitCode = promises.every(Boolean) ? 0 : 1;

#!/usr/bin/env node
/**
 * How the Compare view feels with large photos, measured in Chromium from its own trace: needs `npm run build` first.
 *   node tools/bench/compare.mjs [--json]
 * 24 megapixels while a model trains, then with training paused, then 100 megapixels for memory. Takes some minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import sharp from 'sharp';

const root = resolve(import.meta.dirname, '../..');
const home = await mkdtemp(join(tmpdir(), 'onepair-bench-'));
const server = spawn(process.execPath, [join(root, process.env['ONEPAIR_OUT'] ?? 'out', 'main/server.js')], {
  env: { ...process.env, ONEPAIR_HOME: home, ONEPAIR_EXIT_WITH_PARENT: '1' },
  stdio: ['pipe', 'pipe', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(await linkOf(server));
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  await trainLinear(page);
  await compareWith(page, await drawPhoto('photo-24.jpg', 6000, 4000));
  const results = {};
  await page.getByRole('navigation').getByRole('button', { name: 'Train' }).click();
  await startTraining(page);
  results['24 megapixels, a model trains'] = await interact(page);
  await page.getByRole('button', { name: 'Pause' }).first().click();
  results['24 megapixels, training paused'] = await interact(page);
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await compareWith(page, await drawPhoto('photo-100.jpg', 12_000, 8400));
  results['100 megapixels, nothing else runs'] = await interact(page);
  results['renderer with 100 megapixels'] = await rendererMemory(page);
  console.log(JSON.stringify(results, null, 2));
} finally {
  await browser.close();
  server.stdin.end();
  await once(server, 'exit');
  await rm(home, { recursive: true, force: true });
}

/** The link that the server prints for the user. */
async function linkOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const link = /Onepair: (http:\S+)/.exec(line)?.[1];
    if (link) return link;
  }
  throw new Error('the server ended before it printed its link');
}

/** A photo with detail everywhere. */
async function drawPhoto(name, width, height) {
  const [small, path] = [{ width: width / 8, height: height / 8, channels: 3 }, join(home, name)];
  const noise = Buffer.from(
    Uint8Array.from({ length: small.width * small.height * 3 }, (_, i) => (i * 2654435761) >>> 24),
  );
  await sharp(noise, { raw: small }).blur(2).normalise().resize(width, height).jpeg({ quality: 90 }).toFile(path);
  return path;
}

async function trainLinear(page) {
  await page.getByRole('button', { name: 'Draw a pair' }).click();
  await page.getByRole('button', { name: 'Continue to training' }).click({ timeout: 60_000 });
  await page.getByRole('radio', { name: /Linear filter/ }).check({ force: true });
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 60_000 });
}

/** Restores a photo and looks at it in Compare. */
async function compareWith(page, path) {
  await page.getByRole('navigation').getByRole('button', { name: 'Restore' }).click();
  const clear = page.getByRole('button', { name: 'Clear the list' });
  if (await clear.isVisible()) await clear.click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose photos' }).first().click();
  await (await chooser).setFiles(path);
  await page.getByRole('button', { name: /^Restore 1 photo/ }).click({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Compare', exact: true }).last().click({ timeout: 600_000 });
  await page.getByRole('application').waitFor({ timeout: 60_000 });
  await page.waitForTimeout(8000);
}

async function startTraining(page) {
  const another = page.getByRole('button', { name: 'Train another' });
  if (await another.isVisible()) await another.click();
  await page.getByRole('radio', { name: /^RNN A/ }).check({ force: true });
  await page.getByRole('radio', { name: 'Best', exact: true }).check({ force: true });
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('img', { name: /^Training loss: \d{2,} points/ }).waitFor({ timeout: 60_000 });
}

/** Pans, zooms, slides and changes the way of comparing, under a trace. */
async function interact(page) {
  await page.getByRole('navigation').getByRole('button', { name: 'Compare' }).click();
  const stage = page.getByRole('application');
  await stage.waitFor();
  await page.evaluate(watchInput);
  const cdp = await page.context().newCDPSession(page);
  const events = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const complete = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
  await cdp.send('Tracing.start', {
    categories:
      'devtools.timeline,disabled-by-default-devtools.timeline,disabled-by-default-devtools.timeline.frame,__metadata',
  });
  const startMs = Date.now();
  await gestures(page, stage);
  const seconds = (Date.now() - startMs) / 1000;
  await cdp.send('Tracing.end');
  await complete;
  const latencies = await page.evaluate(() => globalThis.inputLatencies);
  return { ...framesOf(events), seconds, inputs: latencies.length, inputToPaintP95Ms: quantile(latencies, 0.95) };
}

/** Runs in the page: how long after an input event its frame was painted. */
function watchInput() {
  globalThis.inputLatencies = [];
  if (globalThis.watchesInput) return;
  globalThis.watchesInput = true;
  for (const type of ['pointermove', 'wheel', 'keydown', 'pointerdown', 'input']) {
    globalThis.addEventListener(
      type,
      ({ timeStamp }) => {
        globalThis.requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => globalThis.inputLatencies.push(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      },
      { capture: true, passive: true },
    );
  }
}

async function gestures(page, stage) {
  const box = await stage.boundingBox();
  const [x, y] = [box.x + box.width * 0.7, box.y + box.height / 2];
  const pan = async () => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 60; step++) await page.mouse.move(x - step * 6, y + Math.sin(step / 8) * 80);
    await page.mouse.up();
  };
  await page.mouse.move(x, y);
  for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, -120);
  await pan();
  await stage.focus();
  for (const key of ['v', 'a', 'b', 'l', 'd', 's']) {
    await page.keyboard.press(key);
    await pan();
    await page.mouse.wheel(0, 240);
  }
  await stage.focus();
  await page.keyboard.press('z');
  await pan();
  const divider = page.getByRole('slider', { name: /Divider/ });
  await divider.focus();
  for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowRight');
  await stage.focus();
  await page.keyboard.press('f');
}

/**
 * What the page's main thread did for each frame: all tasks since the frame before, in milliseconds. `Cpu` is the time
 * that the thread really ran; the rest it waited for a core.
 */
function framesOf(events) {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const perMain = mains.map(({ pid, tid }) => events.filter((one) => one.pid === pid && one.tid === tid));
  const own = perMain.reduce((busiest, one) => (one.length > busiest.length ? one : busiest), []);
  const tasks = own.filter(({ ph, name }) => ph === 'X' && name === 'RunTask').sort((a, b) => a.ts - b.ts);
  const starts = own
    .filter(({ name }) => name === 'BeginMainThreadFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const work = starts.map(() => ({ wall: 0, cpu: 0 }));
  let frame = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    while (frame < starts.length - 1 && ts >= starts[frame + 1]) frame++;
    work[frame].wall += dur / 1000;
    work[frame].cpu += tdur / 1000;
  }
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
  const between = starts.slice(1).map((ts, index) => (ts - starts[index]) / 1000);
  return {
    frames: work.length,
    framesPerSecondMedian: Math.round(1000 / quantile(between, 0.5)),
    frameWorkP95Ms: quantile(
      work.map((one) => one.wall),
      0.95,
    ),
    frameWorkP95CpuMs: quantile(
      work.map((one) => one.cpu),
      0.95,
    ),
    tasksOver50Ms: wall.filter((ms) => ms > 50).length,
    tasksOver50CpuMs: cpu.filter((ms) => ms > 50).length,
    longestTaskMs: quantile(wall, 1),
    longestTaskCpuMs: quantile(cpu, 1),
    longestTasks: longestTasks(own, tasks),
  };
}

/** What the longest tasks were made of. */
function longestTasks(own, tasks) {
  const longest = [...tasks].sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0)).slice(0, 4);
  return longest.map(({ ts, dur, tdur }) => {
    const inside = own.filter((one) => one.ph === 'X' && one.name !== 'RunTask' && one.ts >= ts && one.ts < ts + dur);
    const parts = inside.sort((a, b) => (b.dur ?? 0) - (a.dur ?? 0)).slice(0, 4);
    return `${Math.round(tdur / 1000)} of ${Math.round(dur / 1000)} ms: ${parts.map((one) => `${one.name} ${one.args?.data?.functionName ?? ''} ${Math.round(one.dur / 1000)}`).join(', ')}`;
  });
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return Math.round(value * 10) / 10;
}

/** Memory of the page's process, in megabytes (Linux). */
async function rendererMemory(page) {
  const cdp = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024),
  );
  return { residentMB: Math.round(Math.max(...sizes)) };
}

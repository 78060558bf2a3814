#!/usr/bin/env node
/**
 * When the window is painted first, then clicks, dialogs and seconds of what the app is for, in Chromium: needs
 * `npm run build` first.
 *   node tools/bench/clicks.mjs [DEGRADED CLEAN]
 * Without an own pair one of 720 × 576 is drawn. Each task begins with an empty library. Seconds are from the first click
 * to what was wanted on the screen.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import sharp from 'sharp';

const root = resolve(import.meta.dirname, '../..');
const LONGEST_MS = 900_000;
const FOLDER_COUNT = 12;
const PAINTS = 5;
const VIEWPORT = { width: 1280, height: 800 };
const chooseIn = (page, side) =>
  page.getByRole('region', { name: side, exact: true }).getByRole('button', { name: 'Choose a photo' });
const figure = (page, name) => page.getByRole('group', { name: 'Results' }).getByRole('button', { name });
const scratch = await mkdtemp(join(tmpdir(), 'onepair-bench-'));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

try {
  await tellFirstPaint();
  const [degraded, clean] = process.argv.length > 3 ? process.argv.slice(2) : await drawPair();
  await inNewApp(async (user) => {
    tell('own pair to RNN and RNN-GAN side by side', await toBoth(user, degraded, clean));
  });
  await inNewApp(async (user) => {
    tell('own pair to a first look', await toFirstLook(user, degraded, clean));
  });
  await inNewApp(async (user) => {
    tell('patch size and epochs changed, trained', await toOwnSettings(user, degraded, clean));
    const { page } = user;
    await page.getByRole('complementary').getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('application').waitFor({ timeout: LONGEST_MS });
    tell('another photo in Compare', await another(user));
    tell(`a folder of ${FOLDER_COUNT} photos restored`, await folder(user));
  });
} finally {
  await browser.close();
  await rm(scratch, { recursive: true, force: true });
}

function tell(task, done) {
  console.log(
    `${task}: ${Object.entries(done)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
}

/** The first contentful paint of the app and, beside it, of a page of one word: what this machine's browser takes anyway. */
async function tellFirstPaint() {
  const word = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>word'));
  await once(word.listen(0, '127.0.0.1'), 'listening');
  const [app, bare] = [[], []];
  for (let at = 0; at < PAINTS; at++) {
    await inNewApp(async ({ page }) => app.push(await firstPaintMs(page)));
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(`http://127.0.0.1:${word.address().port}`);
    bare.push(await firstPaintMs(page));
    await page.close();
  }
  word.close();
  const said = (all) => `${all.toSorted((a, b) => a - b)[(PAINTS - 1) / 2]} ms (${all.join(', ')})`;
  console.log(`first contentful paint: ${said(app)}; of a page of one word: ${said(bare)}`);
}

function firstPaintMs(page) {
  return page.evaluate(
    () =>
      new Promise((tell) => {
        const look = (list) => {
          for (const { startTime } of list.getEntriesByName('first-contentful-paint')) tell(Math.round(startTime));
        };
        new PerformanceObserver(look).observe({ type: 'paint', buffered: true });
      }),
  );
}

/** Someone at a fresh app, whose clicks and dialogs are counted. */
async function inNewApp(work) {
  const home = await mkdtemp(join(scratch, 'home-'));
  const server = spawn(process.execPath, [join(root, process.env['ONEPAIR_OUT'] ?? 'out', 'main/server.js')], {
    env: { ...process.env, HOME: home, ONEPAIR_HOME: home, ONEPAIR_EXIT_WITH_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const page = await browser.newPage({ viewport: VIEWPORT });
  try {
    await page.goto(await linkOf(server));
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    return await work(userAt(page, home));
  } finally {
    await page.close();
    server.stdin.end();
    await once(server, 'exit');
  }
}

function userAt(page, home) {
  const done = { clicks: 0, dialogs: 0 };
  let startMs = Date.now();
  return {
    page,
    home,
    async click(locator) {
      await locator.click({ timeout: LONGEST_MS });
      done.clicks++;
    },
    async choose(locator, files) {
      const dialog = page.waitForEvent('filechooser');
      await this.click(locator);
      await (await dialog).setFiles(files);
      done.dialogs++;
    },
    countDialog: () => void done.dialogs++,
    begin() {
      Object.assign(done, { clicks: 0, dialogs: 0 });
      startMs = Date.now();
    },
    done: () => ({ ...done, seconds: Math.round((Date.now() - startMs) / 100) / 10 }),
  };
}

/** Both in one dialog, the clean one first. */
async function choosePair(user, degraded, clean) {
  user.begin();
  await user.choose(chooseIn(user.page, 'Degraded'), [clean, degraded]);
}

async function toBoth(user, degraded, clean) {
  const { page } = user;
  await choosePair(user, degraded, clean);
  await user.click(page.getByRole('button', { name: 'Train RNN and RNN-GAN' }));
  await figure(page, /rnn-gan.*dB/).waitFor({ timeout: LONGEST_MS });
  return user.done();
}

async function toFirstLook(user, degraded, clean) {
  await choosePair(user, degraded, clean);
  await user.click(user.page.getByRole('button', { name: 'First look in a minute' }));
  await user.page.getByRole('application').waitFor({ timeout: LONGEST_MS });
  const open = user.done();
  await figure(user.page, /dB/).nth(1).waitFor({ timeout: LONGEST_MS });
  return { ...open, 'seconds to the whole photo, measured': user.done().seconds };
}

async function toOwnSettings(user, degraded, clean) {
  const { page } = user;
  await choosePair(user, degraded, clean);
  await page.getByRole('button', { name: 'Continue to training' }).click({ timeout: LONGEST_MS });
  await page.getByRole('radio', { name: /^RNN A small network/ }).check({ force: true });
  await page.getByRole('radio', { name: 'Fast', exact: true }).check({ force: true });
  user.begin();
  for (const [label, value] of [
    ['Patch size', '11'],
    ['Epochs', '4'],
  ]) {
    await user.click(page.getByLabel(label, { exact: true }));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(value);
  }
  await user.click(page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }));
  await page.getByRole('heading', { name: 'Result' }).waitFor({ timeout: LONGEST_MS });
  return user.done();
}

async function another(user) {
  const photo = join(scratch, 'another.jpg');
  await drawPhoto(600, 400).jpeg().toFile(photo);
  user.begin();
  await user.choose(user.page.getByRole('button', { name: 'Add a photo' }), photo);
  const { page } = user;
  await page.getByRole('button', { name: 'another.jpg' }).waitFor({ timeout: LONGEST_MS });
  await page.getByText('Restoring…').first().waitFor({ state: 'detached', timeout: LONGEST_MS });
  return user.done();
}

/** A folder beside what the home folder holds: its way through the dialog counts as one. */
async function folder(user) {
  const { page } = user;
  const place = join(user.home, 'photos');
  await mkdir(place);
  for (let at = 0; at < FOLDER_COUNT; at++)
    await drawPhoto(1200, 800)
      .jpeg()
      .toFile(join(place, `photo ${at + 1}.jpg`));
  user.begin();
  await user.click(page.getByRole('navigation').getByRole('button', { name: 'Restore' }));
  await user.click(page.getByRole('button', { name: 'Add a folder' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /photos/ }).click();
  await dialog.getByRole('button', { name: 'Use this folder' }).click();
  user.countDialog();
  await user.click(page.getByRole('button', { name: `Restore ${FOLDER_COUNT} photos` }));
  await page.getByText(`${FOLDER_COUNT} restored`, { exact: false }).first().waitFor({ timeout: LONGEST_MS });
  return user.done();
}

/** The link that the server prints for the user. */
async function linkOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const link = /Onepair: (http:\S+)/.exec(line)?.[1];
    if (link) return link;
  }
  throw new Error('the server ended before it printed its link');
}

/** Soft shapes with detail everywhere. */
function drawPhoto(width, height) {
  const [small, channels] = [{ width: width / 4, height: height / 4 }, 3];
  const data = Uint8Array.from(
    { length: small.width * small.height * channels },
    (_, at) => Math.imul(at, 2654435761) >>> 24,
  );
  return sharp(data, { raw: { ...small, channels } })
    .blur(1.5)
    .normalise()
    .resize(width, height);
}

async function drawPair() {
  const paths = [join(scratch, 'soft.png'), join(scratch, 'sharp.png')];
  const clean = await drawPhoto(720, 576).png().toBuffer();
  await sharp(clean).blur(1.6).png().toFile(paths[0]);
  await sharp(clean).png().toFile(paths[1]);
  return paths;
}

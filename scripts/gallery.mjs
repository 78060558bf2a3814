#!/usr/bin/env node
// npm run gallery [FOLDER]: takes the pictures of docs/gallery from the built app, in light and dark, of drawn photos only.
// With a folder: at four sizes, to be looked at, and docs/ stays as it is.
import './setup/require-node.mjs';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { findChromium } from './chromium.mjs';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';

/** @typedef {import('playwright').Page} Page */

const LARGEST_BYTES = 120_000;
const THEMES = /** @type {const} */ (['light', 'dark']);
const WIDTH = 1280;
const SIZES = [
  { width: WIDTH, height: 800 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
];

/** The app in a state worth a picture; each starts where the one before ended. */
const SCENES = [
  { name: 'start', title: 'First start', reach: async () => undefined },
  { name: 'pair', title: 'Pair: a drawn picture and its degraded version', reach: drawPair },
  {
    name: 'train',
    title: 'Train: what is learned, and how',
    reach: (/** @type {Page} */ page) => press(page, 'Continue to training'),
  },
  { name: 'learning', title: 'Train: learning curves and live crops', reach: learn },
  { name: 'trained', title: 'Train: the result', reach: waitForModel },
  { name: 'compare', title: 'Compare: before and after under one zoom', reach: compare },
  { name: 'both', title: 'Compare: RNN and RNN-GAN beside the original', reach: both },
  { name: 'restore', title: 'Restore: a photo large, before and after', reach: restore },
  { name: 'library', title: 'Library: models as cards', reach: library },
  {
    name: 'lab',
    title: 'Lab: the paper’s experiments on your own pair',
    reach: (/** @type {Page} */ page) => show(page, 'Lab'),
  },
  { name: 'settings', title: 'Settings', reach: (/** @type {Page} */ page) => show(page, 'Settings') },
  { name: 'shortcuts', title: 'Keyboard shortcuts', reach: (/** @type {Page} */ page) => page.keyboard.press('?') },
];

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();

/** @param {Page} page @param {string} view */
const show = (page, view) => page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();

/** @param {Page} page */
async function drawPair(page) {
  // The drawn scene of the first run, which stays in the wells.
  await press(page, 'Show me');
  await page.getByRole('slider', { name: /Divider/ }).waitFor({ timeout: 180_000 });
  await show(page, 'Pair');
  await page.getByRole('button', { name: 'Continue to training' }).and(page.locator(':enabled')).waitFor();
}

/** @param {Page} page */
async function learn(page) {
  await page.getByRole('radio', { name: /^RNN / }).first().check({ force: true });
  await page.getByRole('radio', { name: 'Fast', exact: true }).check({ force: true });
  // Another model than that of the first run, not the same once more.
  await page.getByLabel('Epochs', { exact: true }).fill('8');
  await page.getByLabel('Name of the model').fill('Soft focus');
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('img', { name: /^PSNR on held-out squares: \d/ }).waitFor({ timeout: 240_000 });
}

/** @param {Page} page */
async function waitForModel(page) {
  await page.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 180_000 });
}

/** @param {Page} page */
async function compare(page) {
  await page.getByRole('complementary').getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('slider', { name: /Divider/ }).waitFor({ timeout: 240_000 });
  await page.getByRole('button', { name: /Soft focus.* dB/ }).waitFor({ timeout: 240_000 });
  await page.getByRole('group', { name: 'What next' }).getByRole('button', { name: 'Dismiss' }).click();
}

/** @param {Page} page */
async function both(page) {
  await show(page, 'Train');
  await press(page, 'Train another');
  await page.getByLabel('Epochs', { exact: true }).fill('24');
  await page.getByLabel('Name of the model').fill('Scene');
  await press(page, 'Train RNN and RNN-GAN');
  const results = page.getByRole('group', { name: 'Results' });
  await results.getByRole('button', { name: /RNN-GAN.* dB/ }).waitFor({ timeout: 600_000 });
  for (const older of [/sample-deblur/, /Soft focus/]) await results.getByRole('button', { name: older }).click();
}

/** @param {Page} page */
async function restore(page) {
  await show(page, 'Restore');
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'Choose photos');
  const photos = [
    { name: 'drawn at noon.png', hue: 210, light: 70 },
    { name: 'drawn at dusk.png', hue: 20, light: 55 },
    { name: 'drawn by night.png', hue: 250, light: 25 },
  ];
  const files = photos.map(async ({ name, ...sky }) => ({
    name,
    mimeType: 'image/png',
    buffer: await drawnPhoto(sky),
  }));
  await (await chooser).setFiles(await Promise.all(files));
  await page.getByText(/^Exactly as in the result/).waitFor({ timeout: 240_000 });
}

/**
 * A drawn landscape, soft as the pair is: the model undoes what it learned.
 * @param {{ hue: number, light: number }} sky
 */
function drawnPhoto({ hue, light }) {
  const [width, height] = [900, 600];
  const far = (/** @type {number} */ share) => `hsl(${hue} 18% ${Math.round(light * share)}%)`;
  const ridge = (/** @type {number} */ at, /** @type {number} */ rise) =>
    [...Array(19).keys()]
      .map((step) => `${step * 50},${at - Math.abs(Math.sin(step * 1.3 + at) * rise) - ((step * 17) % 11)}`)
      .join(' ');
  const hill = (/** @type {number} */ at, /** @type {number} */ rise, /** @type {number} */ share) =>
    `<polygon fill="${far(share)}" points="0,${height} ${ridge(at, rise)} ${width},${height}"/>`;
  const firs = [...Array(46).keys()].map((index) => {
    const [x, size] = [(index * 83) % width, 26 + ((index * 29) % 44)];
    const foot = 500 + ((index * 37) % 90);
    const green = `hsl(${110 + ((index * 7) % 40)} 22% ${Math.round(light * (0.22 + (index % 5) * 0.04))}%)`;
    return `<path fill="${green}" d="M${x} ${foot - size}l${size / 3} ${size}h-${(2 * size) / 3}z"/>`;
  });
  const windows = [0, 1, 2, 3].map(
    (at) => `<rect x="${552 + at * 38}" y="452" width="22" height="30" fill="hsl(45 80% ${60 + at * 5}%)"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${far(0.75)}"/><stop offset="1" stop-color="hsl(${hue + 20} 45% ${Math.min(92, light + 22)}%)"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#sky)"/><circle cx="690" cy="130" r="38" fill="hsl(48 90% ${Math.min(92, light + 25)}%)"/>
${hill(360, 130, 0.72)}${hill(420, 70, 0.55)}${hill(480, 30, 0.4)}${firs.join('')}
<rect x="536" y="430" width="180" height="90" fill="hsl(28 25% ${light}%)"/><path d="M520 432l106-62 106 62z" fill="hsl(12 35% ${Math.round(light * 0.55)}%)"/>${windows.join('')}
<text x="566" y="512" font-family="DejaVu Sans, sans-serif" font-size="20" fill="hsl(28 30% ${Math.round(light * 0.25)}%)">Alpine inn</text></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().blur(1.6).png().toBuffer();
}

/** @param {Page} page */
async function library(page) {
  await show(page, 'Library');
  await page.getByRole('button', { name: 'Details of Soft focus' }).click();
}

/**
 * The built server on a folder of its own.
 * @param {string} home
 */
function startServer(home) {
  const entry = join(root, process.env['ONEPAIR_OUT'] ?? 'out', 'main', 'server.js');
  // A home of its own, so that the places shown are nobody's.
  const own = { HOME: home, USERPROFILE: home, XDG_DATA_HOME: join(home, 'data'), ONEPAIR_HOME: '' };
  const env = { ...process.env, ...own, ONEPAIR_EXIT_WITH_PARENT: '1' };
  const child = spawn(process.execPath, [entry], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  /** @type {Promise<string>} */
  const link = new Promise((resolveLink, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      const found = /Onepair: (http:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolveLink(found);
    });
    child.once('exit', () =>
      reject(new Error('The server ended before it printed its link. Run "npm run build" first.')),
    );
  });
  return { link, stop: () => child.kill('SIGTERM') };
}

/**
 * One scene in both themes at one size, as small WebP.
 * @param {Page} page
 * @param {string} folder
 * @param {string} name
 * @param {{ width: number, height: number }} size
 */
async function picture(page, folder, name, size) {
  await page.setViewportSize(size);
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForTimeout(1000); // fonts, transitions, thumbnails and canvases settle
    const png = await page.screenshot();
    const file = join(folder, `${name}-${theme}-${size.width}.webp`);
    for (const quality of [82, 60, 40]) {
      await writeFile(file, await sharp(png).webp({ quality, effort: 6 }).toBuffer());
      if ((await stat(file)).size < LARGEST_BYTES) break;
    }
  }
}

/** @param {string[]} names the scenes that were taken */
function pageOf(names) {
  const taken = SCENES.filter(({ name }) => names.includes(name));
  const sections = taken.map(({ name, title }) => {
    const cell = (/** @type {string} */ theme) => `![${title}, ${theme}](gallery/${name}-${theme}-${WIDTH}.webp)`;
    return `## ${title}\n\n| light | dark |\n| --- | --- |\n| ${cell('light')} | ${cell('dark')} |\n`;
  });
  const about = 'Every view in light and dark, at 1280 × 800, as `npm run gallery` takes them. All pictures are drawn.';
  return `# Gallery\n\n${about}\n\n${sections.join('\n')}`;
}

await runMain(async () => {
  const isGallery = process.argv[2] === undefined;
  const folder = resolve(process.argv[2] ?? join(root, 'docs', 'gallery'));
  const home = await mkdtemp(join(tmpdir(), 'onepair-gallery-'));
  const server = startServer(home);
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    // As people see them.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const taken = [];
  try {
    await mkdir(folder, { recursive: true });
    const page = await browser.newPage({ viewport: SIZES[0] ?? null, locale: 'en-GB' });
    await page.goto(await server.link);
    await page.getByText('Starting…').waitFor({ state: 'hidden' });
    for (const { name, reach } of SCENES) {
      await reach(page);
      for (const size of isGallery ? SIZES.slice(0, 1) : SIZES) await picture(page, folder, name, size);
      taken.push(name);
      console.log(`${name}: taken`);
    }
    if (isGallery) await writeFile(join(root, 'docs', 'gallery.md'), pageOf(taken));
  } finally {
    await browser.close();
    server.stop();
    await rm(home, { recursive: true, force: true });
  }
});

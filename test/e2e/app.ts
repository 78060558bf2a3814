import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import { BUILT, removeHome, startServer, temporaryHome, type AppServer } from './server';

interface Fixtures {
  home: string;
  server: AppServer;
  /** What any page of the test complained of, and each breach of the rules that its headers set. */
  complaints: string[];
}

/** A test with the app's page open on a fresh home folder. Anything a page complains of fails the test. */
export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern.
  home: async ({}, use) => {
    const home = await temporaryHome();
    await use(home);
    await removeHome(home);
  },
  server: async ({ home }, use) => {
    const server = await startServer(home);
    await use(server);
    await server.stop();
  },
  complaints: async ({ context }, use) => {
    const complaints: string[] = [];
    context.on('weberror', (error) => complaints.push(error.error().message));
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await watchRules(context, (breach) => complaints.push(breach));
    await use(complaints);
  },
  page: async ({ page, server, complaints }, use) => {
    await open(page, server);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** Tells of each breach of the content security policy, Trusted Types among it, in any page of `context`. */
export async function watchRules(context: BrowserContext, tell: (breach: string) => void): Promise<void> {
  await context.exposeFunction('tellOfBreach', tell);
  await context.addInitScript(() => {
    const page = globalThis as unknown as { tellOfBreach: (breach: string) => void };
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      page.tellOfBreach(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
}

/** Opens a link and waits until the page has its token: its first frame, views and all, is there before its script has run. */
export async function open(page: Page, server: AppServer): Promise<void> {
  await page.goto(server.link);
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.waitForFunction(() => sessionStorage.getItem('onepair.token'));
}

export const show = (page: Page, view: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: view }).click();

/** Draws the sample pair at its smallest size and waits for the verdict. */
export async function drawPair(page: Page): Promise<void> {
  await page.getByLabel('Size of the drawn picture').selectOption('256');
  await page.getByRole('button', { name: 'Draw a pair' }).click();
  await expect(page.getByRole('button', { name: 'Continue to training' })).toBeEnabled({ timeout: 20_000 });
}

export async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Tab');
}

/** A model in a home folder, before the app is started on it: by default the linear filter of the drawn pair. */
export async function trainBefore(home: string, how = ['--method', 'linear', '--preset', 'fast']): Promise<void> {
  const args = ['train', '--sample', '--task', 'deblur', ...how];
  const env = { ...process.env, ONEPAIR_HOME: home };
  await promisify(execFile)(process.execPath, [join(BUILT, 'cli.js'), ...args], { env });
}

/** Trains the linear filter on the pair that is there, from the settings of a training. */
export async function trainLinear(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /Linear filter/ }).check({ force: true });
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
}

/** A small RNN, from the settings of a training: its fast preset, so many hidden units and epochs. */
export async function chooseRnn(page: Page, { units, epochs }: { units: number; epochs: number }): Promise<void> {
  await page.getByRole('radio', { name: /^RNN A small network/ }).check({ force: true });
  await page.getByRole('radio', { name: 'Fast', exact: true }).check({ force: true });
  await page.getByText('More settings').click();
  await setNumber(page, 'Hidden units', units);
  await setNumber(page, 'Epochs', epochs);
}

/** The photos to restore as a list, with what is known of each. */
export const listPhotos = (page: Page): Promise<void> =>
  page.getByRole('radio', { name: 'List', exact: true }).check({ force: true });

/** By how many decibels a model's score says it comes nearer to the clean photo. */
export function nearerBy(said: string | null): number {
  const [, value, side] = /(\d+\.\d\d) dB (nearer to|farther from) the clean photo/.exec(said ?? '') ?? [];
  return side === 'farther from' ? -Number(value) : Number(value);
}

/** A small photo of stripes, unlike the drawn pair, as a PNG file. */
export async function drawnPhoto(seed = 0, { width, height } = { width: 96, height: 64 }): Promise<Buffer> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (seed + 3)) % 251);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A scene with fine detail, and the same a little soft. */
export async function ownPair(width = 192, height = 144) {
  const samples = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return (pixel % 7) * 20 + (Math.floor(pixel / width) % 11) * 8 + (at % 3) * 16;
  });
  const clean = sharp(samples, { raw: { width, height, channels: 3 } });
  const file = async (name: string, picture: Sharp) => ({
    name,
    mimeType: 'image/png',
    buffer: await picture.png().toBuffer(),
  });
  return { degraded: await file('soft.png', clean.clone().blur(1)), clean: await file('sharp.png', clean) };
}

/** Chooses files in the dialog that a button opens. */
export async function choose(
  page: Page,
  button: Locator,
  files: Parameters<Locator['setInputFiles']>[0],
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(files);
}

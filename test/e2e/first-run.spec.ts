import { gzipSync } from 'node:zlib';
import { expect, test } from './app';

/** What the browser has to read before the first picture of the app, compressed. */
const MOST_SCRIPT_BYTES = 200_000;
/** Two busy cores may take longer than tools/bench/clicks.mjs measures. */
const LATEST_PAINT_MS = 1500;

test('the empty frame of the window, shown before the script has run, is that of the app, in its theme and text size', async ({
  page,
  server,
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: page.viewportSize() });
  const bare = await context.newPage();
  const origin = new URL(server.link).origin;
  await bare.goto(origin);
  const places = (one: typeof page) =>
    Promise.all(
      ['.rail > *', '.rail svg', '.work > header', '.work > footer'].map(async (part) =>
        Promise.all((await one.locator(part).all()).map((element) => element.boundingBox())),
      ),
    );
  const frame = await places(bare);
  expect(frame.map(({ length }) => length)).toEqual([7, 7, 1, 1]);
  await expect.poll(() => places(page)).toEqual(frame);
  await expect(bare.locator('#app')).toHaveText('');

  // What was chosen holds from the first frame on, whatever the system prefers.
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('Dark');
  await page.getByRole('combobox', { name: 'Text size' }).selectOption('150 %');
  const ground = (one: typeof page) => one.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  await expect.poll(() => ground(page)).toBe('rgb(32, 32, 32)');
  // As soon as that has been written down.
  const chosen = await places(page);
  expect(chosen).not.toEqual(frame);
  const framed = async () => {
    await bare.goto(origin);
    return places(bare);
  };
  await expect.poll(framed).toEqual(chosen);
  expect(await ground(bare)).toBe('rgb(32, 32, 32)');
  await context.close();
});

test('the first run: from opening to before and after on the screen in one click', async ({ page }) => {
  // Everything was read for the first time: a second look at the page tells what it was and when it was painted.
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.url());
  });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show me' })).toBeVisible();
  const bodies = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).body()));
  const kilobytes = bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0) / 1000;
  const paintMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  console.log(`First paint: ${kilobytes.toFixed(0)} kB of script (gzip), ${paintMs.toFixed(0)} ms.`);
  expect(kilobytes * 1000).toBeLessThan(MOST_SCRIPT_BYTES);
  expect(kilobytes).toBeGreaterThan(0);
  expect(paintMs).toBeLessThan(LATEST_PAINT_MS);

  const startMs = Date.now();
  await page.getByRole('button', { name: 'Show me' }).click();
  const results = page.getByRole('group', { name: 'Results' });
  await expect(results.getByRole('button', { name: /dB/ }).first()).toBeVisible({ timeout: 220_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Judge with your eyes' })).toBeVisible();
  const seconds = (Date.now() - startMs) / 1000;
  test.info().annotations.push({ type: 'seconds', description: seconds.toFixed(1) });
  console.log(`First run: before and after after ${seconds.toFixed(1)} s.`);
  // The tour ends with what comes next.
  const next = page.getByRole('group', { name: 'What next' });
  await expect(next.getByRole('button', { name: 'Now RNN against RNN-GAN' })).toBeVisible();
  await next.getByRole('button', { name: 'Now your own photo' }).click();
  await expect(page.getByText('Drop the degraded photo here')).toBeVisible();
  // A model is there now, so nobody is new any more.
  await page.getByRole('navigation').getByRole('button', { name: 'Pair' }).click();
  await expect(page.getByRole('button', { name: 'Show me' })).toHaveCount(0);
});

import { choose, drawnPhoto, expect, open, show, test as base, trainBefore } from './app';
import { startServer } from './server';

const COUNT = 24;

const test = base.extend({
  server: async ({ home }, use) => {
    await trainBefore(home);
    const server = await startServer(home);
    await use(server);
    await server.stop();
  },
});

test('a batch goes on under a page that is loaded anew, and an app that was killed in one says how far it came', async ({
  page,
  server,
  home,
}) => {
  const names = Array.from({ length: COUNT }, (_, index) => `photo ${index + 1}.png`);
  const buffers = names.map((_, index) => drawnPhoto(index, { width: 1500, height: 1000 }));
  const photos = (await Promise.all(buffers)).map((buffer, index) => ({
    name: names[index]!,
    mimeType: 'image/png',
    buffer,
  }));
  const inspector = page.getByRole('complementary');
  const summary = inspector.getByRole('status');
  const underWay = page.getByText(new RegExp(`Photo ([3-9]|1\\d) of ${COUNT}`)).first();

  const fetched = new Map<string, number>();
  page.on('request', (request) => {
    if (request.url().includes('max=160')) fetched.set(request.url(), (fetched.get(request.url()) ?? 0) + 1);
  });

  await show(page, 'Restore');
  await choose(page, page.getByRole('button', { name: 'Choose photos' }), photos);
  await inspector.getByRole('button', { name: `Restore ${COUNT} photos` }).click();
  await expect(underWay).toBeVisible({ timeout: 90_000 });
  await page.reload();
  // The list and the batch are before the user again, and it goes on.
  await expect(page.getByRole('button', { name: names[0]!, exact: true })).toBeVisible();
  await expect(underWay).toBeVisible();
  await expect(summary).toHaveText(`${COUNT} restored · 0 skipped · 0 failed`, { timeout: 180_000 });
  await expect(page.getByRole('button', { name: 'Save the report' })).toBeEnabled();
  // Whatever else becomes known of a photo, its picture in the row is fetched once, and once more after the reload.
  expect(fetched.size).toBeGreaterThanOrEqual(COUNT);
  expect(Math.max(...fetched.values())).toBeLessThanOrEqual(2);
  await page.getByRole('button', { name: 'Compare these' }).click();
  await expect(page.getByText(`of ${COUNT}`, { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('slider', { name: /Divider/ })).toBeVisible();

  // Another batch, in the middle of which the app is killed.
  await show(page, 'Restore');
  await inspector.getByRole('slider', { name: 'Strength' }).fill('60');
  await inspector.getByRole('button', { name: `Restore ${COUNT} photos` }).click();
  await expect(underWay).toBeVisible({ timeout: 90_000 });
  // Long enough for a summary to be kept.
  await expect(page.getByText(new RegExp(`Photo ([6-9]|1\\d) of ${COUNT}`)).first()).toBeVisible({ timeout: 90_000 });
  await page.goto('about:blank');
  process.kill(server.pid, 'SIGKILL');
  const restarted = await startServer(home);
  try {
    await open(page, restarted);
    await expect(summary).toHaveText(/^[1-9]\d* restored · 0 skipped · 0 failed/);
    const restored = Number(/^\d+/.exec((await summary.textContent()) ?? '')?.[0]);
    await expect(page.getByRole('button', { name: 'Save the report' })).toBeEnabled();
    await expect(page.getByRole('button', { name: 'Compare these' })).toBeEnabled();
    await inspector.getByRole('button', { name: `Restore the ${COUNT - restored} left` }).click();
    // What was restored is skipped, also what the summary did not know yet.
    const counts = async () => ((await summary.textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
    await expect
      .poll(async () => (await counts()).reduce((sum, count) => sum + count, 0), { timeout: 180_000 })
      .toBe(COUNT);
    const [again, skipped, failed] = await counts();
    expect([again! + skipped!, failed]).toEqual([COUNT, 0]);
    expect(skipped).toBeGreaterThanOrEqual(restored);
  } finally {
    await page.goto('about:blank');
    await restarted.stop();
  }
});

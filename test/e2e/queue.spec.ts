import type { Page } from '@playwright/test';
import { choose, chooseRnn, drawnPhoto, drawPair, expect, show, test, trainLinear } from './app';

/** So many photos take their turn; fewer do not wait. */
const MANY = 11;

async function addPhotos(page: Page, count: number, from = 0): Promise<void> {
  const files = await Promise.all(
    Array.from({ length: count }, async (_, at) => ({
      name: `photo-${from + at}.png`,
      mimeType: 'image/png',
      buffer: await drawnPhoto(from + at),
    })),
  );
  const broken = { name: 'broken.png', mimeType: 'image/png', buffer: files[0]!.buffer.subarray(0, 60) };
  await choose(page, page.getByRole('button', { name: 'Choose photos' }).first(), [...files, broken]);
}

test('small jobs pass long ones, waiting ones are put in order by keys and by dragging, paused ones block nobody', async ({
  page,
}) => {
  const inspector = page.getByRole('complementary');
  const strip = page.getByRole('region', { name: 'Running jobs' });
  const row = strip.locator('.first');
  const others = strip.locator('.other');
  const order = () => others.evaluateAll((rows) => rows.map((one) => one.getAttribute('aria-label')));
  const [training, restoring] = [/rnn-gan/, /^Restoring/];
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await trainLinear(page);
  await page.getByRole('button', { name: 'Train another' }).click();
  await chooseRnn(page, { units: 16, epochs: 1000 });
  await page.getByRole('button', { name: 'Train RNN and RNN-GAN' }).click();
  await expect(page.getByRole('region', { name: 'Learning curves' })).toBeVisible({ timeout: 90_000 });

  await test.step('one row for all jobs', async () => {
    await expect(strip.getByRole('progressbar')).toHaveCount(1);
    await expect(row).toContainText('rnn');
    await expect(strip.getByRole('button', { name: '1 more' })).toBeVisible();
  });

  await test.step('one photo is restored while the training goes on', async () => {
    await show(page, 'Restore');
    await addPhotos(page, 1);
    await inspector.getByRole('button', { name: 'Restore 1 photo' }).click();
    await expect(inspector.getByRole('status')).toHaveText('1 restored · 0 skipped · 0 failed', { timeout: 60_000 });
    await expect(row).toContainText(/rnn.*epoch/i);
  });

  await test.step('many photos take their turn, which keys and dragging change', async () => {
    await addPhotos(page, MANY, 1);
    await inspector.getByRole('button', { name: /^Restore .*1[12]/ }).click();
    await strip.getByRole('button', { name: '2 more' }).click();
    await expect.poll(order).toEqual([expect.stringMatching(training), expect.stringMatching(restoring)]);
    await strip.getByRole('button', { name: /^Sooner: Restoring/ }).press('ArrowUp');
    await expect.poll(order).toEqual([expect.stringMatching(restoring), expect.stringMatching(training)]);
    await others.last().dragTo(others.first());
    await expect.poll(order).toEqual([expect.stringMatching(training), expect.stringMatching(restoring)]);
    await strip.getByRole('button', { name: /^Sooner: Restoring/ }).click();
    await expect.poll(order).toEqual([expect.stringMatching(restoring), expect.stringMatching(training)]);
  });

  await test.step('all of them are there, in that order, when the page is loaded anew', async () => {
    await page.reload();
    await expect(row).toContainText(/rnn.*epoch/i);
    await strip.getByRole('button', { name: '2 more' }).click();
    await expect.poll(order).toEqual([expect.stringMatching(restoring), expect.stringMatching(training)]);
    await show(page, 'Restore');
  });

  await test.step('the next one runs where the first is paused', async () => {
    await row.getByRole('button', { name: 'Pause' }).click();
    await expect(inspector.getByRole('status')).toHaveText(/^1[12] restored|^11 restored · 1 skipped/, {
      timeout: 90_000,
    });
    await expect(strip.getByText(/Paused/)).toBeVisible();
  });
});

import type { Page } from '@playwright/test';
import { chooseRnn, drawnPhoto, drawPair, expect, listPhotos, setNumber, show, test, trainLinear } from './app';
import { misfits } from './misfits';

const LONG = 'A name that is rather long for a model, as people give them';

/** Each language, what the language before it calls the choice, and what the views are called then. */
const LANGUAGES = [
  ['Deutsch', 'Language', 'Ansichten'],
  ['Français', 'Sprache', 'Vues'],
] as const;

async function fits(page: Page, step: string): Promise<void> {
  expect(await misfits(page), step).toEqual([]);
}

test('every view fits the smallest window, and twice the text size', async ({ page }) => {
  const inspector = page.getByRole('complementary');
  await expect(page.getByRole('button', { name: 'Show me' })).toBeVisible();
  for (const view of ['Train', 'Restore', 'Compare', 'Library', 'Lab', 'Settings', 'Pair']) {
    await show(page, view);
    await fits(page, `${view}, empty`);
  }
  await page.keyboard.press('?');
  await fits(page, 'shortcuts');
  await page.keyboard.press('Escape');

  await drawPair(page);
  await fits(page, 'a pair');
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await page.getByText('More settings').click();
  await fits(page, 'settings of a training');
  await page.getByLabel('Name of the model').fill(LONG);
  await trainLinear(page);
  await fits(page, 'a result');

  await inspector.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Results' }).getByRole('button', { name: /dB/ })).toHaveCount(2);
  for (const way of await page.getByRole('group', { name: 'Way of comparing' }).getByRole('button').all()) {
    await way.click();
    await fits(page, `comparing: ${(await way.textContent()) ?? ''}`);
  }

  await show(page, 'Restore');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose photos' }).click();
  const buffer = await drawnPhoto();
  await (await chooser).setFiles([LONG, 'two'].map((name) => ({ name: `${name}.png`, mimeType: 'image/png', buffer })));
  await expect(page.getByRole('img', { name: 'After' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Exactly as in the result' })).toBeVisible();
  await fits(page, 'a photo before and after');
  await page.getByRole('radio', { name: 'Grid', exact: true }).check({ force: true });
  await fits(page, 'photos in a grid');
  // Few photos are large: two have the width of the window.
  await page.setViewportSize({ width: 1920, height: 1080 });
  const card = page.getByRole('button', { name: 'two.png', exact: true });
  await expect.poll(async () => (await card.boundingBox())!.width).toBeGreaterThan(700);
  await listPhotos(page);
  await expect(page.getByRole('row', { name: /Differs/ })).toHaveCount(2);
  await fits(page, 'photos in the list');
  await page
    .getByRole('button', { name: /^Preview / })
    .first()
    .click();
  await expect(page.getByRole('img', { name: 'Before' })).toBeVisible();
  await listPhotos(page);
  await inspector.getByRole('button', { name: 'Restore 2 photos' }).click();
  await expect(page.getByRole('button', { name: 'Save the report' })).toBeVisible();
  await fits(page, 'restored photos');

  await show(page, 'Library');
  await page.getByRole('button', { name: /^Details of/ }).click();
  await fits(page, 'a model');
});

test('the losses of stage 2 have a chart of their own, over which nothing lies', async ({ page }) => {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await page.getByRole('radio', { name: /^RNN-GAN / }).check({ force: true });
  await page.getByRole('radio', { name: 'Fast', exact: true }).check({ force: true });
  await page.getByText('More settings').click();
  await setNumber(page, 'Hidden units', 8);
  await setNumber(page, 'Epochs, stage 1', 1);
  // Together they may not be more than a thousand.
  await setNumber(page, 'Epochs, stage 2', 1000);
  await expect(page.getByText('1000 is too large: 999 is the most.')).toBeVisible();
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
  const game = page.getByRole('img', { name: /^Losses of stage 2: \d+ points$/ });
  await expect(game).toBeVisible({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await fits(page, 'stage 2');
  for (const size of [
    { width: 1024, height: 640 },
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
    { width: 2560, height: 1440 },
  ]) {
    await page.setViewportSize(size);
    const charts = await page.getByRole('region', { name: 'Learning curves' }).getByRole('img').all();
    expect(charts).toHaveLength(3);
    const boxes = await Promise.all(charts.map((chart) => chart.boundingBox()));
    for (const box of boxes) expect(box!.height, `${size.width} px`).toBeGreaterThan(50);
    const after = await page.getByRole('complementary').getByRole('progressbar').boundingBox();
    expect(Math.max(...boxes.map((box) => box!.y + box!.height)), `${size.width} px`).toBeLessThanOrEqual(after!.y);
  }
});

test('a running training, uncertainty, the loupe over four pictures, a duel and every view in German fit', async ({
  page,
}) => {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await trainLinear(page);
  await page.getByRole('button', { name: 'Train another' }).click();
  await chooseRnn(page, { units: 16, epochs: 1000 });
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('button', { name: 'Train', exact: true }).click();
  const epochs = page.getByRole('radio', { name: /^Epoch \d+, \d\d\.\d\d dB/ });
  await expect.poll(() => epochs.count(), { timeout: 90_000 }).toBeGreaterThan(1);
  await fits(page, 'a running training');
  await epochs.first().check({ force: true });
  await fits(page, 'a kept epoch');
  await page.getByRole('button', { name: 'Stop and keep' }).click();
  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
  await fits(page, 'a training that was stopped');

  await inspector.getByRole('button', { name: 'Compare', exact: true }).click();
  const results = page.getByRole('group', { name: 'Results' });
  await page.getByLabel('Restore with another model').selectOption({ label: 'sample-deblur-linear' });
  await expect(results.getByRole('button', { name: /dB/ })).toHaveCount(3, { timeout: 90_000 });
  const stage = page.getByRole('application');
  await stage.focus();
  await page.keyboard.press('l');
  await stage.hover();
  await expect(page.getByRole('group', { name: 'The same spot in every picture' }).locator('canvas')).toHaveCount(4);
  await fits(page, 'loupe over four pictures');
  await page.getByLabel('Guesswork').selectOption('Shown');
  await expect(page.getByText(/Answers spread by/)).toBeVisible({ timeout: 90_000 });
  await fits(page, 'uncertainty');

  await page.getByRole('button', { name: 'Blind duel' }).click();
  const duel = page.getByRole('region', { name: 'Blind duel' });
  await expect(duel.getByRole('img')).toHaveCount(2);
  await fits(page, 'a duel');
  for (let question = 1; question <= 20; question++) {
    await expect(duel).toContainText(`Question ${question} of 20`);
    await page.keyboard.press('1');
  }
  await expect(duel.getByRole('table')).toBeVisible();
  await fits(page, 'the result of a duel');
  await duel.getByRole('button', { name: 'Back to the pictures' }).click();

  await show(page, 'Settings');
  for (const [language, settings, views] of LANGUAGES) {
    await page.getByRole('combobox', { name: settings }).selectOption(language);
    for (const view of await page.getByRole('navigation', { name: views }).getByRole('button').all()) {
      await view.click();
      await fits(page, `${language}: ${(await view.textContent()) ?? ''}`);
    }
  }
});

import type { Page } from '@playwright/test';
import { drawnPhoto, drawPair, expect, show, test, trainLinear } from './app';
import { misfits } from './misfits';

const LONG = 'A name that is rather long for a model, as people give them';

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
  await page.getByText('Settings of the paper').click();
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
  await expect(page.getByRole('row', { name: /Differs/ })).toHaveCount(2);
  await fits(page, 'photos in the list');
  await page
    .getByRole('button', { name: /^Preview / })
    .first()
    .click();
  await expect(page.getByRole('dialog').getByRole('img')).toHaveCount(3);
  await fits(page, 'a preview');
  await page.keyboard.press('Escape');
  await inspector.getByRole('button', { name: 'Restore 2 photos' }).click();
  await expect(page.getByRole('button', { name: 'Save the report' })).toBeVisible();
  await fits(page, 'restored photos');

  await show(page, 'Library');
  await page.getByRole('button', { name: /^Details of/ }).click();
  await fits(page, 'a model');
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { choose, drawnPhoto, expect, open, ownPair, show, test, trainLinear } from './app';
import { startServer } from './server';

test('nothing is lost: at every step the page may be loaded anew, the app started again, a second tab opened', async ({
  page,
  server,
  home,
}) => {
  const divider = (on: Page) => on.getByRole('slider', { name: /Divider/ });
  const sideBySide = (on: Page) => on.getByRole('button', { name: 'Side by side' });
  /** Loads the page anew as soon as this is kept. */
  const reload = async (...kept: string[]) => {
    const file = () => readFile(join(home, 'session', 'session.json'), 'utf8').catch(() => '');
    for (const part of kept) await expect.poll(file).toContain(part);
    await page.reload();
  };
  const pair = await ownPair();
  await choose(
    page,
    page.getByRole('region', { name: 'Degraded', exact: true }).getByRole('button', { name: 'Choose a photo' }),
    pair.degraded,
  );
  await expect(page.getByRole('img', { name: /^Degraded photo: soft/ })).toBeVisible();
  await reload('"soft.png"');
  await expect(page.getByRole('img', { name: /^Degraded photo: soft/ })).toBeVisible();
  await choose(
    page,
    page.getByRole('region', { name: 'Clean', exact: true }).getByRole('button', { name: 'Choose a photo' }),
    pair.clean,
  );
  await expect(page.getByRole('img', { name: /^Clean photo: sharp/ })).toBeVisible();
  await reload('"sharp.png"');

  await page.getByRole('button', { name: 'Continue to training' }).click();
  const patch = page.getByLabel('Patch size', { exact: true });
  await page.getByRole('radio', { name: /^RNN A small network/ }).check({ force: true });
  await patch.fill('11');
  await patch.press('Tab');
  await reload('"patch":11', '"view":"train"');
  await expect(patch).toHaveValue('11');
  await trainLinear(page);

  await show(page, 'Restore');
  const buffer = await drawnPhoto();
  const photos = ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer }));
  await choose(page, page.getByRole('button', { name: 'Choose photos' }), photos);
  await reload('"two.png"', '"view":"restore"');
  await page.getByRole('button', { name: 'Restore 2 photos' }).click();
  const summary = page.getByText('2 restored', { exact: false }).first();
  await expect(summary).toBeVisible({ timeout: 90_000 });
  await reload('"restored":2');
  await expect(summary).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the report' })).toBeEnabled();

  await page.getByRole('button', { name: 'Compare these' }).click();
  await expect(divider(page)).toBeVisible();
  await sideBySide(page).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await reload('"mode":"split"', '"scale":2', '"view":"compare"');
  await expect(sideBySide(page)).toHaveAttribute('aria-pressed', 'true');

  // A second tab of the same address works, with the same before it.
  const second = await page.context().newPage();
  await second.goto(page.url());
  await expect(sideBySide(second)).toHaveAttribute('aria-pressed', 'true');
  await second.close();

  // The page is closed first: it would rightly complain of the lost connection.
  await page.goto('about:blank');
  await server.stop();
  const restarted = await startServer(home);
  try {
    await open(page, restarted);
    await expect(sideBySide(page)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('group', { name: 'Results' })).toBeVisible();
    await show(page, 'Restore');
    await expect(summary).toBeVisible();
    for (const { name } of photos) await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
    await show(page, 'Pair');
    await expect(page.getByRole('img', { name: /^Degraded photo: soft/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Clean photo: sharp/ })).toBeVisible();
    await page.getByRole('button', { name: 'Continue to training' }).click();
    await expect(page.getByRole('radio', { name: /^Linear filter/ })).toBeChecked();
  } finally {
    await page.goto('about:blank');
    await restarted.stop();
  }
});

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { choose, drawnPhoto, expect, listPhotos, show, test as base, trainBefore } from './app';
import { startServer } from './server';

const NAMES = ['one.png', 'two.png', 'day 2/three.png'];

/** Its home folder holds photos and a model; the browser is shown what lies in there. */
const test = base.extend({
  server: async ({ home }, use) => {
    const photos = join(home, 'photos');
    await mkdir(join(photos, 'day 2'), { recursive: true });
    for (const [index, name] of NAMES.entries()) await writeFile(join(photos, name), await drawnPhoto(index));
    await trainBefore(home);
    const server = await startServer(home, { HOME: home });
    await use(server);
    await server.stop();
  },
});

async function addFolder(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a folder' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /photos/ }).click();
  await dialog.getByRole('button', { name: 'Use this folder' }).click();
}

test('a batch leaves the stage alone: photo, zoom and place stay while its results come in', async ({ page }) => {
  await show(page, 'Compare');
  const buffer = await drawnPhoto(1, { width: 900, height: 700 });
  await choose(page, page.getByRole('button', { name: 'Add a photo' }), [
    { name: 'mine.png', mimeType: 'image/png', buffer },
  ]);
  const stage = page.getByRole('application');
  await expect(page.getByRole('slider', { name: /Divider/ })).toBeVisible({ timeout: 90_000 });
  await stage.focus();
  for (const key of ['z', '+', 'ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await page.keyboard.press('b');
  const seen = page.getByRole('button', { name: /^The whole photo/ }).locator('.seen');
  const middle = async () => {
    const { x, width } = (await seen.boundingBox())!;
    return x + width / 2;
  };
  await expect(stage).toHaveAttribute('data-scale', '2');
  const before = await middle();

  await show(page, 'Restore');
  await addFolder(page);
  await page.getByRole('button', { name: 'Restore 3 photos' }).click();
  await show(page, 'Compare');
  const film = page.getByRole('group', { name: 'Photos' }).getByRole('button');
  for (const count of [2, 4]) {
    await expect.poll(() => film.count(), { timeout: 90_000 }).toBeGreaterThanOrEqual(count);
    await expect(film.filter({ has: page.locator(':scope[aria-current=true]') })).toHaveAccessibleName('mine.png');
    await expect(stage).toHaveAttribute('data-scale', '2');
  }
  expect(await middle()).toBeCloseTo(before, 0);
  await expect(page.getByRole('button', { name: 'Blink', exact: true })).toHaveAttribute('aria-pressed', 'true');
});

test('a folder is restored with its folders, reported on, and not restored twice', async ({ page, home }) => {
  await show(page, 'Restore');
  await page.getByRole('button', { name: 'Add a folder' }).click();
  const dialog = page.getByRole('dialog');
  // Every disk can be reached; outside the home the page asks first.
  const path = dialog.getByLabel('Path of the folder');
  await path.fill('/');
  await path.press('Enter');
  await expect(dialog.getByText('/ lies outside your home folder.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Use this folder' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Look into it' }).click();
  await expect(dialog.getByRole('button', { name: '/usr' })).toBeVisible();
  await path.fill('~');
  await path.press('Enter');
  await dialog.getByRole('button', { name: /photos/ }).click();
  await expect(dialog.getByRole('button', { name: 'day 2' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Use this folder' }).click();

  await listPhotos(page);
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  for (const name of NAMES) await expect(row(name)).toBeVisible();
  // Where the photos were looked at: none of them is like the drawn pair.
  await expect(row('one.png')).toContainText('Differs', { timeout: 10_000 });

  const inspector = page.getByRole('complementary');
  // One photo is restored in its own way.
  await page.getByRole('radio', { name: 'Photo', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'two.png', exact: true }).click();
  await inspector.getByRole('checkbox', { name: 'Only for two.png' }).check();
  await inspector.getByRole('slider', { name: 'Strength' }).fill('40');
  await page.getByRole('button', { name: 'one.png', exact: true }).click();
  await expect(inspector.getByRole('checkbox', { name: 'Only for one.png' })).not.toBeChecked();
  await expect(inspector.getByText('100 %')).toBeVisible();
  await listPhotos(page);

  const start = inspector.getByRole('button', { name: 'Restore 3 photos' });
  await start.click();
  await expect(inspector.getByRole('status')).toHaveText('3 restored · 0 skipped · 0 failed', { timeout: 90_000 });
  for (const name of NAMES) await expect(row(name)).toContainText('Restored');
  const results = join(home, 'restored');
  const written = (await readdir(results, { recursive: true })).filter((name) => name.endsWith('.png')).sort();
  expect(written).toEqual([
    expect.stringMatching(/^day 2\/three_.+\.png$/),
    expect.stringMatching(/^one_.+\.png$/),
    expect.stringMatching(/^two_.+\.png$/),
  ]);

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  const report = await saving;
  expect(report.suggestedFilename()).toMatch(/\.html$/);
  const said = await readFile(await report.path(), 'utf8');
  expect(said).toContain('3 restored · 0 skipped · 0 failed');
  expect(said).toContain('<td>day 2/three.png</td>');
  expect(said).toContain('<td>differs</td>');
  expect(said.match(/Restored in its own way: .*, strength 40 %\./g)).toHaveLength(1);
  expect(said.match(/<img src="data:image\/\w+;base64,[^"]{40,}" alt="(Before|After): /g)).toHaveLength(6);
  // Whose home it is stays on this computer.
  expect(said).not.toContain(home);

  // Kept and rejected by keys; a filter shows what is which, and no file has gone anywhere.
  const files = async () => (await readdir(results, { recursive: true })).sort();
  const before = await files();
  await page.getByRole('radio', { name: 'Photo', exact: true }).check({ force: true });
  await page.keyboard.press('k');
  await page.keyboard.press('4');
  await page.keyboard.press(']');
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Reject' })).toHaveAttribute('aria-pressed', 'true');
  const film = page.getByRole('group', { name: 'Photos', exact: true }).getByRole('button');
  const filter = page.getByLabel('Which photos are shown');
  for (const [choice, count] of [
    ['Kept', 1],
    ['Rejected', 1],
    ['Not judged yet', 1],
    ['★★★ and more', 1],
    ['All photos', 3],
  ] as const) {
    await filter.selectOption(choice);
    await expect(film).toHaveCount(count);
  }
  expect(await files()).toEqual(before);
  expect(JSON.parse(await readFile(join(home, 'judgements.json'), 'utf8'))).toMatchObject({ version: 1 });
  await listPhotos(page);

  // What was done is done once more only where that is asked for.
  const pictures = async () => (await files()).filter((name) => name.endsWith('.png')).length;
  await expect(start).toHaveCount(0);
  await inspector.getByRole('button', { name: 'Restore again' }).click();
  await expect.poll(pictures, { timeout: 90_000 }).toBe(6);
  await expect(inspector.getByRole('status')).toHaveText('3 restored · 0 skipped · 0 failed', { timeout: 90_000 });
  await inspector.getByRole('button', { name: 'Clear the list' }).click();
  await addFolder(page);
  await start.click();
  await expect(inspector.getByRole('status')).toHaveText('0 restored · 3 skipped · 0 failed', { timeout: 90_000 });
  for (const name of NAMES) await expect(row(name)).toContainText('Restored already by an earlier run, as ');
  expect(await pictures()).toBe(6);
});

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, open, show, test } from './app';
import { startServer } from './server';

test('settings apply at once, survive a restart, and are reset one by one', async ({ page, server, home }) => {
  await show(page, 'Settings');
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('Dark');
  await page.getByRole('combobox', { name: 'File format' }).selectOption('PNG');
  await page.getByRole('spinbutton', { name: 'Threads' }).fill('1');
  await page.getByRole('spinbutton', { name: 'Threads' }).press('Tab');
  await page.getByRole('combobox', { name: 'Text size' }).selectOption('150 %');
  const body = () =>
    page.evaluate(() => ({
      background: getComputedStyle(document.body).backgroundColor,
      size: getComputedStyle(document.documentElement).fontSize,
    }));
  await expect.poll(body).toEqual({ background: 'rgb(32, 32, 32)', size: '24px' });
  await expect
    .poll(async () => JSON.parse(await readFile(join(home, 'settings.json'), 'utf8').catch(() => '{}')) as unknown)
    .toMatchObject({ version: 1, theme: 'dark', format: 'png', threads: 1, textSize: 150 });

  await page.goto('about:blank');
  await server.stop();
  const restarted = await startServer(home);
  try {
    await open(page, restarted);
    await show(page, 'Settings');
    await expect(page.getByRole('combobox', { name: 'File format' })).toHaveValue('png');
    await expect(page.getByRole('spinbutton', { name: 'Threads' })).toHaveValue('1');
    await expect.poll(body).toEqual({ background: 'rgb(32, 32, 32)', size: '24px' });
    await page.getByRole('button', { name: 'Reset: Text size' }).click();
    await expect.poll(async () => (await body()).size).toBe('16px');
    await page.getByRole('button', { name: 'Reset everything' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset everything' }).click();
    await expect(page.getByRole('combobox', { name: 'File format' })).toHaveValue('same');
  } finally {
    await page.goto('about:blank');
    await restarted.stop();
  }
});

test('every word changes with the language, and the page says which it is', async ({ page }) => {
  await show(page, 'Settings');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Optionen');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await show(page, 'Paar');
  await expect(page.getByRole('button', { name: 'Paar zeichnen' })).toBeVisible();
  await show(page, 'Optionen');
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('Français');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réglages');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await show(page, 'Paire');
  await expect(page.getByRole('button', { name: 'Dessiner une paire' })).toBeVisible();
});

test('diagnostics can be copied and hold no place of this computer', async ({ page, home }) => {
  await show(page, 'Settings');
  await page.getByRole('button', { name: 'Copy the diagnostics' }).click();
  const area = page.getByRole('textbox', { name: 'Diagnostics' });
  await expect(area).toHaveValue(/Onepair \d/);
  const text = await area.inputValue();
  expect(text).toContain('Runtime:');
  expect(text).not.toContain(home);
  expect(text).not.toMatch(/\/(home|root|tmp|Users)\//);
  await page.getByRole('button', { name: 'Open the log folder' }).click();
  await expect(page.getByText(/^The log is in /)).toBeVisible();
  expect(await readdir(home)).toContain('logs');
  await page.getByText('Licences of the parts it is made of').click();
  await expect(page.getByRole('textbox', { name: /Licences/ })).toHaveValue(/svelte/);
});

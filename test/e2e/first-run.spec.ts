import { expect, test } from './app';

test('the first run: from opening to before and after on the screen in one click', async ({ page }) => {
  const startMs = Date.now();
  await page.getByRole('button', { name: 'Show me' }).click();
  const results = page.getByRole('group', { name: 'Results' });
  await expect(results.getByRole('button', { name: /dB/ }).first()).toBeVisible({ timeout: 100_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Judge with your eyes' })).toBeVisible();
  const seconds = (Date.now() - startMs) / 1000;
  test.info().annotations.push({ type: 'seconds', description: seconds.toFixed(1) });
  console.log(`First run: before and after after ${seconds.toFixed(1)} s.`);
  // A model is there now, so nobody is new any more.
  await page.getByRole('navigation').getByRole('button', { name: 'Pair' }).click();
  await expect(page.getByRole('button', { name: 'Show me' })).toHaveCount(0);
});

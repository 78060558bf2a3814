import type { Page } from '@playwright/test';
import { expect, test } from './app';

/** Presses Tab until the control has the focus; every stop on the way has to be visible and named. */
async function tabTo(page: Page, name: RegExp, within = 'body', most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    const here = await focused(page, within);
    if (here !== null) {
      expect(here.isVisible, `${here.name} has the focus and is not to be seen`).toBe(true);
      if (here.isWithin && name.test(here.name)) return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`No control ${String(name)} within ${most} presses of Tab.`);
}

/** The control that has the focus, by its name. */
function focused(page: Page, within: string): Promise<{ name: string; isVisible: boolean; isWithin: boolean } | null> {
  return page.evaluate((within) => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const name = element.getAttribute('aria-label') ?? ((labels[0] ?? element).textContent || element.title);
    // A radio is drawn by its label.
    const box = (labels[0] ?? element).getBoundingClientRect();
    const isVisible =
      box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { name: name.replace(/\s+/g, ' ').trim(), isVisible, isWithin: element.closest(within) !== null };
  }, within);
}

test('the whole main job without a mouse', async ({ page }) => {
  await tabTo(page, /^Draw a pair$/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home'); // the smallest picture
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Continue to training' })).toBeEnabled({ timeout: 20_000 });
  await tabTo(page, /^Continue to training$/);
  await page.keyboard.press('Enter');

  // One stop for a group of radios; arrows choose.
  await expect(page.getByRole('heading', { level: 1, name: 'Train a model' })).toBeVisible();
  await page.keyboard.press('F6');
  const linear = page.getByRole('radio', { name: /Linear filter/ });
  await tabTo(page, /^(Linear filter|RNN|UNET)/i);
  for (let presses = 0; presses < 6 && !(await linear.isChecked()); presses++) await page.keyboard.press('ArrowUp');
  await expect(linear).toBeChecked();
  await tabTo(page, /^Name of the model$|^Named after the pair$/);
  await page.keyboard.type('By keys alone');
  await tabTo(page, /^Train$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
  await tabTo(page, /^Compare$/, 'aside');
  await page.keyboard.press('Enter');

  const divider = page.getByRole('slider', { name: /Divider/ });
  await expect(divider).toBeVisible({ timeout: 90_000 });
  await tabTo(page, /^Divider/);
  await page.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '51');

  // To another view by number, and a look at the sheet.
  await page.keyboard.press('g');
  await page.keyboard.press('5');
  await expect(page.getByRole('heading', { level: 1, name: 'Your models' })).toBeVisible();
  await tabTo(page, /^Details of By keys alone$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: /Details of/ })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('single keys can be switched off', async ({ page }) => {
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Reset: Single-key shortcuts' }).click();
  await expect(page.getByRole('checkbox', { name: 'Single-key shortcuts' })).toBeFocused();
  await expect(page.getByRole('checkbox', { name: 'Single-key shortcuts' })).toBeChecked();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

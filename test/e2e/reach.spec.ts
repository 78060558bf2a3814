import type { Page } from '@playwright/test';
import { drawPair, expect, setNumber, show, test } from './app';

test('every view is reached by keyboard and names what it shows', async ({ page }) => {
  await page.keyboard.press('Tab');
  for (const view of ['Pair', 'Train', 'Restore', 'Compare', 'Library']) {
    const button = page.getByRole('navigation').getByRole('button', { name: view });
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(button).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
    expect(await unnamed(page)).toEqual([]);
    await page.keyboard.press('Tab');
  }
  await expect(page).toHaveTitle(/Library/);
});

test('the theme is chosen, kept, and neutral', async ({ page }) => {
  await page.getByRole('radio', { name: 'Light' }).check({ force: true });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect.poll(background).toBe('rgb(242, 242, 242)');
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await expect.poll(background).toBe('rgb(32, 32, 32)');
});

test('a file that is no photo is refused with its name and what to do', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a photo: Degraded' }).click();
  await (await chooser).setFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') });
  const alert = page.getByRole('region', { name: 'Degraded' }).getByRole('alert');
  await expect(alert).toContainText('notes.jpg');
  await expect(page.getByRole('button', { name: 'Continue to training' })).toBeDisabled();
});

test('a part of the picture is chosen by typing, and the divider is moved by keys', async ({ page }) => {
  await drawPair(page);
  await page.getByRole('button', { name: 'Choose a part' }).click();
  await setNumber(page, 'Left', 400);
  // 128 px wide in a picture of 256: the edge stops it.
  await expect(page.getByLabel('Left', { exact: true })).toHaveValue('128');
  await expect(page.getByText('400 is too large: 128 is the most.')).toBeVisible();
  await setNumber(page, 'Height', 100);
  await expect(page.getByRole('region', { name: 'Clean' })).toContainText('Smaller than 128 px');
  await page.getByRole('button', { name: 'Use the whole picture' }).click();

  await page.getByRole('button', { name: 'Continue to training' }).click();
  await page.getByRole('radio', { name: /Linear filter/ }).check({ force: true });
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('button', { name: 'Train', exact: true }).click();
  await inspector.getByRole('button', { name: 'Compare' }).click({ timeout: 90_000 });

  const divider = page.getByRole('slider', { name: 'Divider between the two pictures' });
  await divider.focus({ timeout: 90_000 });
  await page.keyboard.press('End');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowLeft');
  await expect(divider).toHaveAttribute('aria-valuenow', '89');
  await expect(divider).toHaveAttribute('aria-valuetext', /89 % Degraded/);

  const stage = page.getByRole('application');
  await stage.focus();
  await page.keyboard.press('z');
  await expect(stage).toHaveAttribute('data-scale', '1');
  const exact = await photoPixels(page, 1);
  expect(new Set(exact).size).toBeGreaterThan(1000);
  await page.keyboard.press('+');
  await expect(stage).toHaveAttribute('data-scale', '2');
  // Above 100 % every pixel is a square of its own colour, and nothing is smoothed.
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    await expect.poll(() => photoPixels(page, 2, x, y)).toEqual(exact);
  }
  // Another view and back: scale and place are kept.
  await show(page, 'Library');
  await show(page, 'Compare');
  await expect(page.getByRole('application')).toHaveAttribute('data-scale', '2');
});

/** The colours of the 256 × 256 photo on the stage, one device pixel read for each, once two readings are the same. */
async function photoPixels(page: Page, scale: number, x = 0, y = 0): Promise<number[]> {
  let seen = await readPixels(page, scale, x, y);
  for (;;) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const now = await readPixels(page, scale, x, y);
    if (now.every((color, index) => color === seen[index])) return now;
    seen = now;
  }
}

function readPixels(page: Page, scale: number, x: number, y: number): Promise<number[]> {
  return page.evaluate(
    ([scale, x, y]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role=application] canvas')!;
      const left = Math.round(canvas.width / 2 - 128 * scale);
      const top = Math.round(canvas.height / 2 - 128 * scale);
      const side = 256 * scale;
      const shown = new Uint32Array(canvas.getContext('2d')!.getImageData(left, top, side, side).data.buffer);
      return Array.from({ length: 256 * 256 }, (_, index) => {
        const column = (index % 256) * scale + x;
        const row = Math.floor(index / 256) * scale + y;
        return shown[row * side + column]!;
      });
    },
    [scale, x, y] as const,
  );
}

/** Controls without a name for those who do not see them. */
function unnamed(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, [role=slider], [role=img]')]
      .filter((element) => {
        const labels =
          element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
        const name = element.getAttribute('aria-label') ?? (labels?.[0] ?? element).textContent;
        return name.trim() === '';
      })
      .map((element) => element.outerHTML),
  );
}

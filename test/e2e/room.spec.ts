import type { Locator, Page } from '@playwright/test';
import { drawnPhoto, drawPair, expect, show, test, trainLinear } from './app';

/** Windows, and the least share of each that the photo, the pair or the grid of photos has. */
const WINDOWS = [
  { width: 1024, height: 640, least: 0.52 },
  { width: 1280, height: 800, least: 0.6 },
  { width: 1920, height: 1080, least: 0.69 },
  { width: 2560, height: 1440, least: 0.71 },
];

/** The share of the window that the rooms of photos cover: without heads and bars, with what a photo's shape leaves free. */
async function share(page: Page, rooms: Locator): Promise<number> {
  const boxes = await Promise.all((await rooms.all()).map((room) => room.boundingBox()));
  const { width, height } = page.viewportSize()!;
  return boxes.reduce((sum, box) => sum + box!.width * box!.height, 0) / (width * height);
}

async function hasRoom(page: Page, view: string, room: Locator): Promise<void> {
  for (const { width, height, least } of WINDOWS) {
    await page.setViewportSize({ width, height });
    await expect.poll(() => share(page, room), { message: `${view}, ${width} × ${height}` }).toBeGreaterThan(least);
  }
}

/** After a press on the photo, Tab hides what stands beside it; F leaves the photo alone; both come back. */
async function canBeAlone(page: Page, view: string, room: Locator): Promise<void> {
  await room.first().click({ position: { x: 5, y: 300 } });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const before = await share(page, room);
  await page.keyboard.press('Tab');
  await expect.poll(() => share(page, room), view).toBeGreaterThan(Math.max(0.78, before + 0.05));
  await expect(page.getByRole('complementary').filter({ visible: true })).toHaveCount(0);
  await page.keyboard.press('p');
  await expect.poll(() => share(page, room), view).toBeCloseTo(before, 2);
  await page.keyboard.press('f');
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect.poll(() => share(page, room), view).toBeGreaterThan(0.85);
  await page.keyboard.press('f');
  await expect(page.getByRole('navigation')).toBeVisible();
}

test('the photo has most of the window, and all of it when the panels are hidden', async ({ page }) => {
  const photo = page.locator('[data-photo-room]');
  await drawPair(page);
  await hasRoom(page, 'Pair', photo);
  // Side by side or above each other, neither well is the smaller one.
  const [first, second] = await Promise.all(
    ['Degraded', 'Clean'].map((name) => page.getByRole('region', { name, exact: true }).boundingBox()),
  );
  expect(Math.abs(first!.width - second!.width)).toBeLessThan(2);

  await page.setViewportSize({ width: 1280, height: 800 });
  await canBeAlone(page, 'Pair', photo);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await hasRoom(page, 'Train', photo);
  await page.setViewportSize({ width: 1280, height: 800 });

  // Method, patch size and epochs are in sight at once, in the smallest window too.
  for (const [method, labels] of [
    [/^UNET-GAN /, ['Patch size', 'Epochs, stage 1', 'Epochs, stage 2']],
    [/^RNN-GAN /, ['Patch size', 'Epochs, stage 1', 'Epochs, stage 2']],
    [/^RNN A small network/, ['Patch size', 'Epochs']],
  ] as const) {
    await page.getByRole('radio', { name: method }).check({ force: true });
    for (const { width, height } of WINDOWS) {
      await page.setViewportSize({ width, height });
      await expect(page.getByText(/^Then (about|under) .* for a photo of 24 MP$/)).toBeVisible();
      for (const label of labels)
        await expect(page.getByLabel(label, { exact: true }), `${label}, ${width} × ${height}`).toBeInViewport({
          ratio: 1,
        });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  const patch = page.getByLabel('Patch size', { exact: true });
  const preset = await patch.inputValue();
  await patch.fill('999');
  await patch.press('Tab');
  await expect(patch).toHaveValue('96');
  await expect(page.getByText('999 is too large: 96 is the most.')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Patch, 96 px' })).toBeVisible();
  await page.getByRole('button', { name: `Patch size: back to the preset, ${preset}` }).click();
  await expect(patch).toHaveValue(preset);
  await expect(page.getByText(/^Then (about|under) .* for a photo of 24 MP$/)).toBeVisible();

  await canBeAlone(page, 'Train', photo);

  await trainLinear(page);
  // What comes next is in sight, whatever is said of the result.
  for (const { width, height } of WINDOWS) {
    await page.setViewportSize({ width, height });
    for (const next of ['Compare', 'Restore photos', 'Train another'])
      await expect(
        page.getByRole('complementary').getByRole('button', { name: next, exact: true }),
        `${next}, ${width} × ${height}`,
      ).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await show(page, 'Restore');
  const buffer = await drawnPhoto();
  const photos = ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer }));
  const choose = async (button: Locator, files: typeof photos) => {
    const chooser = page.waitForEvent('filechooser');
    await button.click();
    await (await chooser).setFiles(files);
  };
  await choose(page.getByRole('button', { name: 'Choose photos' }), photos);
  await expect(page.getByRole('img', { name: 'After' })).toBeVisible();
  await hasRoom(page, 'Restore', photo);
  await page.setViewportSize({ width: 1280, height: 800 });
  await canBeAlone(page, 'Restore', photo);
  await page.keyboard.press('h');
  await expect(page.getByRole('figure', { name: 'Histogram of one.png' })).toContainText(/\d\.\d %.*\d\.\d %/);
  await page.keyboard.press('h');
  await page.getByRole('button', { name: 'two.png', exact: true }).click();
  await expect(page.getByRole('button', { name: 'two.png', exact: true })).toHaveAttribute('aria-current', 'true');
  // All of it is in sight: there is nowhere else to look.
  await expect(page.getByRole('button', { name: /^Preview two\.png/ })).toBeHidden();
  await page.getByRole('radio', { name: 'Grid', exact: true }).check({ force: true });
  await hasRoom(page, 'Restore, as a grid', photo);

  // Any photo at once: one press and the photo.
  await page.setViewportSize({ width: 1280, height: 800 });
  await show(page, 'Compare');
  await choose(page.getByRole('button', { name: 'Add a photo' }), photos.slice(0, 1));
  await expect(page.getByRole('slider', { name: /Divider/ })).toBeVisible({ timeout: 90_000 });
  await hasRoom(page, 'Compare', photo);
  await page.setViewportSize({ width: 1280, height: 800 });
  await canBeAlone(page, 'Compare', photo);

  // Two photos stand in a row below; one that is larger than its stage has a navigator.
  await choose(page.getByRole('button', { name: 'Add a photo' }), photos.slice(1));
  const film = page.getByRole('group', { name: 'Photos' });
  await expect(film.getByRole('button')).toHaveCount(2);
  await film.getByRole('button', { name: 'one.png' }).click();
  await expect(page.getByText('1 of 2')).toBeVisible();
  await hasRoom(page, 'Compare with a filmstrip', photo);
  await page.setViewportSize({ width: 1280, height: 800 });
  const navigator = page.getByRole('button', { name: /^The whole photo/ });
  await expect(navigator).toBeHidden();
  for (let at = 0; at < 8; at++) await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(navigator).toBeVisible();
  const seen = () => navigator.locator('.seen').boundingBox();
  const before = (await seen())!.x;
  await navigator.press('ArrowRight');
  await expect.poll(async () => (await seen())!.x).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Histogram' }).click();
  await expect(page.getByRole('figure', { name: /^Histogram of/ })).toBeVisible();

  // It has the shape of the photo: what it marks lies on the photo, of an upright one too.
  const upright = {
    name: 'upright.png',
    mimeType: 'image/png',
    buffer: await drawnPhoto(3, { width: 100, height: 300 }),
  };
  await choose(page.getByRole('button', { name: 'Add a photo' }), [upright]);
  await expect(page.getByText('3 of 3')).toBeVisible();
  await expect(navigator).toBeVisible();
  const { width, height } = (await navigator.boundingBox())!;
  expect(width / height).toBeCloseTo(1 / 3, 1);
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { chooseRnn, drawPair, expect, nearerBy, show, test } from './app';
import { violations } from './axe';

/** Two models of one pair, and the pair's degraded photo restored by both, in Compare. */
async function twoResults(page: Page): Promise<void> {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await train(page, /Linear filter/, 'plain');
  await page.getByRole('button', { name: 'Train another' }).click();
  await chooseRnn(page, { units: 32, epochs: 2 });
  await train(page, /^RNN A/, 'network');
  await page.getByRole('complementary').getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('application')).toBeVisible({ timeout: 90_000 });
  await page.getByLabel('Restore with another model').selectOption('plain');
  await expect(page.getByRole('group', { name: 'Results' }).getByRole('button', { name: /plain/ })).toContainText(
    'dB',
    {
      timeout: 90_000,
    },
  );
}

async function train(page: Page, method: RegExp, name: string): Promise<void> {
  await page.getByRole('radio', { name: method }).check({ force: true });
  await page.getByLabel('Name of the model').fill(name);
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
}

/** R, G and B of a square of the photo (256 × 256, at 100 %), read where it stands on the stage. */
async function stagePixels(page: Page, side = 128): Promise<number[]> {
  return page.evaluate((side) => {
    const canvas = document.querySelector<HTMLCanvasElement>('[role=application] canvas')!;
    const left = Math.round(canvas.width / 2 - 128) + 64;
    const top = Math.round(canvas.height / 2 - 128) + 64;
    return [...canvas.getContext('2d')!.getImageData(left, top, side, side).data].filter((_, at) => at % 4 !== 3);
  }, side);
}

/** Waits until the stage rests, then reads it. */
async function settled(page: Page): Promise<number[]> {
  let pixels = await stagePixels(page);
  await expect
    .poll(async () => {
      const before = pixels;
      pixels = await stagePixels(page);
      return pixels.every((value, index) => value === before[index]) && pixels.some((value) => value !== pixels[0]);
    })
    .toBe(true);
  return pixels;
}

test('two results of one photo: every way of comparing, strength, difference, uncertainty and a blind duel', async ({
  page,
  home,
}) => {
  await twoResults(page);
  const stage = page.getByRole('application');
  const results = page.getByRole('group', { name: 'Results' });
  const ways = page.getByRole('group', { name: 'Way of comparing' });
  const press = async (key: string) => {
    await stage.focus();
    await page.keyboard.press(key);
  };

  await test.step('figures that rank models are those of the library; the photo’s own is named as what it is', async () => {
    const places = [];
    for (const name of ['network', 'plain']) {
      const chip = results.getByRole('button', { name: new RegExp(name) });
      await expect(chip).toContainText(/(Best|Place 2) of 2\s*\d\d\.\d\d dB here/);
      places.push(/(Best|Place 2) of 2/.exec((await chip.textContent()) ?? '')?.[0]);
    }
    await show(page, 'Library');
    for (const [at, name] of ['network', 'plain'].entries())
      await expect(page.getByRole('button', { name: `Details of ${name}` })).toContainText(places[at]!);
    await show(page, 'Compare');
  });

  await test.step('one picture at a time, at 100 %: each its own pixels, the left one while a key is held', async () => {
    await press('b');
    await expect(ways.getByRole('button', { name: 'Blink' })).toHaveAttribute('aria-pressed', 'true');
    await press('z');
    await press('1');
    await expect(results.getByRole('button', { name: /network/ })).toHaveAttribute('aria-pressed', 'true');
    const network = await settled(page);
    await page.keyboard.down('\\');
    await expect.poll(() => stagePixels(page)).not.toEqual(network);
    const degraded = await settled(page);
    await page.keyboard.up('\\');
    await expect.poll(() => stagePixels(page)).toEqual(network);

    // Strength mixes the two on the stage: every value is the mean, rounded once.
    await page.getByLabel('Strength').fill('30');
    const worst = async () => {
      const mixed = await stagePixels(page);
      return Math.max(...mixed.map((value, at) => Math.abs(value - 0.7 * degraded[at]! - 0.3 * network[at]!)));
    };
    await expect.poll(worst).toBeLessThanOrEqual(0.501);
    // Saved as it is seen: with that strength. Until then nothing was written.
    const restored = join(home, 'restored');
    expect(await readdir(restored).catch(() => [])).toEqual([]);
    await page.getByRole('button', { name: 'Save this picture' }).click();
    await expect(page.getByText(/^Saved as sample-deblur_network.*\.png in /)).toBeVisible({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    const [name] = (await readdir(restored)).filter((file) => file.endsWith('.png'));
    const data = sharp(join(restored, name!)).removeAlpha().extract({ left: 64, top: 64, width: 128, height: 128 });
    const file = [...(await data.raw().toBuffer())];
    // A pointer that comes to the stage may have it painted quickly first.
    const apart = async () => {
      const mixed = await stagePixels(page);
      return Math.max(...file.map((value, at) => Math.abs(value - mixed[at]!)));
    };
    await expect.poll(apart).toBeLessThanOrEqual(1);
    await page.getByLabel('Strength').fill('100');

    // The difference is that of the pixels seen, in numbers too.
    await press('d');
    await page.getByLabel('Gain').selectOption('× 1');
    const box = (await stage.boundingBox())!;
    await page.mouse.move(
      box.x + Math.round(box.width / 2 - 64 + 8) + 0.5,
      box.y + Math.round(box.height / 2 - 64 + 5) + 0.5,
    );
    const value = page.locator('[data-difference]');
    await expect(value).toContainText(/largest difference \d+/);
    const at = (5 * 128 + 8) * 3;
    const expected = Math.max(
      ...[0, 1, 2].map((channel) => Math.abs(network[at + channel]! - degraded[at + channel]!)),
    );
    await expect(value).toHaveAttribute('data-difference', String(expected));
    expect(new Set(await settled(page)).size).toBeGreaterThan(10);
    expect(await violations(page), 'difference').toEqual([]);
  });

  await test.step('grid and side by side under one zoom, the loupe over all', async () => {
    await press('a');
    await expect(stage.locator('.names')).toHaveCount(4);
    await results.getByRole('button', { name: 'Clean' }).click();
    await expect(stage.locator('.names')).toHaveCount(3);
    await expect(stage).toHaveAttribute('data-scale', '1');
    expect(await violations(page), 'grid').toEqual([]);
    await press('v');
    await expect(stage.locator('.names')).toHaveCount(2);
    await press('l');
    await page.mouse.move(600, 400);
    await expect(page.getByRole('group', { name: 'The same spot in every picture' }).locator('canvas')).toHaveCount(4);
    expect(await violations(page), 'loupe').toEqual([]);
    await press('s');
    await expect(page.getByRole('slider', { name: /Divider/ })).toBeVisible();
    await press('Shift+Digit2');
    await expect(page.getByLabel('Left', { exact: true }).locator('option:checked')).toHaveText(
      'Linear filter · Best: plain',
    );
  });

  await test.step('uncertainty is asked for and shown', async () => {
    await press('1');
    await page.getByLabel('Guesswork').selectOption('Shown');
    await expect(page.getByText(/Answers spread by [\d.]+ at most/)).toBeVisible({ timeout: 90_000 });
    expect(await violations(page), 'uncertainty').toEqual([]);
    await page.getByLabel('Guesswork').selectOption('Faded');
    await page.getByLabel('Guesswork').selectOption('Hidden');
    await expect(page.getByText(/Answers spread/)).toHaveCount(0);
  });

  await test.step('the duel hides names, takes keys, and tells how sure it is', async () => {
    await page.getByRole('button', { name: 'Blind duel' }).click();
    const duel = page.getByRole('region', { name: 'Blind duel' });
    await expect(duel.getByRole('img')).toHaveCount(2);
    await expect(duel).not.toContainText(/plain|network/);
    expect(await violations(page), 'duel').toEqual([]);
    await page.keyboard.press('1');
    await page.keyboard.press('Backspace');
    for (let question = 1; question <= 20; question++) {
      await expect(duel).toContainText(`Question ${question} of 20`);
      await page.keyboard.press(['1', '2', 't'][question % 3]!);
    }
    await expect(duel.getByRole('row', { name: /plain/ })).toContainText(/\d+ %\s+\d+–\d+ %.*\d\d\.\d\d dB/);
    expect(await violations(page), 'result of a duel').toEqual([]);
    const saving = page.waitForEvent('download');
    await duel.getByRole('button', { name: 'Save the answers (CSV)' }).click();
    const lines = (await readFile(await (await saving).path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(21);
    expect(lines[1]).toMatch(/^1,sample-deblur\.png,\d+,\d+,\d+,\d+,(plain|network),(plain|network),(left|right|tie),/);
    await duel.getByRole('button', { name: 'Back to the pictures' }).click();
    await expect(stage).toBeVisible();
  });

  await test.step('what was set is still set after another view', async () => {
    await press('a');
    await show(page, 'Library');
    await show(page, 'Compare');
    await expect(ways.getByRole('button', { name: 'Grid' })).toHaveAttribute('aria-pressed', 'true');
    await expect(stage).toHaveAttribute('data-scale', '1');
  });

  await test.step('a model has stars and notes, is seen large, and goes on learning from its weights', async () => {
    await show(page, 'Library');
    await page.getByRole('button', { name: 'Details of network' }).click();
    const details = page.getByRole('complementary', { name: /Details of/ });
    await details.getByRole('button', { name: '4 stars' }).click();
    await details.getByLabel('My notes').fill('keeps the grain');
    await details.getByLabel('My notes').press('Tab');
    await page.reload();
    // The view is kept a moment after it was changed.
    await show(page, 'Library');
    await page.getByRole('button', { name: 'Details of network' }).click();
    await expect(details.getByRole('button', { name: '4 stars' })).toHaveAttribute('aria-pressed', 'true');
    await expect(details.getByLabel('My notes')).toHaveValue('keeps the grain');
    for (const side of ['Before', 'After', 'Clean']) {
      const box = await page.getByRole('figure', { name: side, exact: true }).boundingBox();
      expect(box!.height, side).toBeGreaterThan(180);
    }
    expect(await violations(page), 'details').toEqual([]);
    const nearer = async () => nearerBy(await page.getByRole('complementary').textContent());
    const before = await nearer();
    await details.getByRole('button', { name: 'Continue training' }).click();
    await expect(page.getByText('“network” goes on learning from where it is')).toBeVisible();
    await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
    await expect(page.getByText('Goes on from “network”, which had learned for 2 epochs.')).toBeVisible();
    // From its weights on: never behind them on the same squares.
    expect(await nearer()).toBeGreaterThanOrEqual(before);
  });
});

import type { Page } from '@playwright/test';
import { choose, drawnPhoto, drawPair, expect, nearerBy, setNumber, show, test, trainLinear } from './app';

/** A linear filter of so many pixels a side, trained on the pair that is there. */
async function trainFilter(page: Page, name: string, side: number): Promise<void> {
  await page.getByRole('radio', { name: /Linear filter/ }).check({ force: true });
  await setNumber(page, 'Filter size', side);
  await page.getByLabel('Name of the model').fill(name);
  await trainLinear(page);
}

const numberIn = (said: string | null, words: RegExp): number => Number(words.exec(said ?? '')?.[1]);

test('models of one pair are ranked by one question, two are compared, and what is noted of one stays with it', async ({
  page,
}) => {
  const details = page.getByRole('complementary', { name: /Details of/ });
  const results = page.getByRole('group', { name: 'Results' });
  const stage = page.getByRole('application');
  const chip = (name: RegExp) => results.getByRole('button', { name });
  const open = async (name: string) => {
    await page.getByRole('button', { name: `Details of ${name}` }).click();
    await expect(details.getByRole('heading', { name })).toBeVisible();
    return details.textContent();
  };
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await trainFilter(page, 'wide', 15);
  await page.getByRole('button', { name: 'Train another' }).click();
  await trainFilter(page, 'narrow', 3);

  await test.step('one figure each, of the same squares: better or worse than its rival, decibels second', async () => {
    await expect(page.getByRole('complementary')).toContainText(/Place 2 of 2\s*\d+\.\d\d dB worse than “wide”/);
    await show(page, 'Library');
    const [narrow, wide] = [await open('narrow'), await open('wide')];
    const ahead = numberIn(wide, /Best of 2\s*(\d+\.\d\d) dB better than “narrow” on the same squares of the pair/);
    const behind = numberIn(narrow, /Place 2 of 2\s*(\d+\.\d\d) dB worse than “wide” on the same squares of the pair/);
    expect(ahead).toBeGreaterThan(0.05);
    expect(behind).toBe(ahead);
    // Both against the same degraded squares: what one has more of is what it is ahead by.
    const [most, least] = [wide, narrow].map(nearerBy);
    expect(Math.abs(most! - least! - ahead)).toBeLessThan(0.011);
  });

  await test.step('notes and stars stay with a model that gets a new name, and nothing is said of the old one', async () => {
    await open('narrow');
    await details.getByRole('button', { name: '3 stars' }).click();
    await details.getByLabel('My notes').fill('for the sky');
    await details.getByLabel('My notes').press('Tab');
    await details.getByRole('button', { name: 'Rename' }).click();
    await details.getByRole('textbox', { name: 'Name' }).fill('slim');
    await details.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(details.getByRole('heading', { name: 'slim' })).toBeVisible();
    await expect(details.getByRole('button', { name: '3 stars' })).toHaveAttribute('aria-pressed', 'true');
    await expect(details.getByLabel('My notes')).toHaveValue('for the sky');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  await test.step('two are compared side by side, at 100 %, in the order of the library', async () => {
    await details.getByRole('combobox', { name: 'Compare with' }).selectOption('wide');
    await expect(chip(/wide/)).toContainText(/Best of 2/, { timeout: 60_000 });
    await expect(chip(/slim/)).toContainText(/Place 2 of 2/);
    for (const name of [/wide/, /slim/]) await expect(chip(name)).toContainText('Linear filter · Best');
    await expect(stage).toHaveAttribute('data-scale', '1');
    await expect(stage.locator('.names')).toHaveCount(4);
    await chip(/Degraded/).click();
    await chip(/Clean/).click();
    const [left, right] = await Promise.all([0, 1].map((at) => stage.locator('.names').nth(at).boundingBox()));
    expect(left!.y).toBe(right!.y);
  });

  await test.step('results that look the same are said to', async () => {
    const alike = page.getByText(/^2 and 3 look the same here \(\d\.\d of 255 apart\)$/);
    await expect(alike).toHaveCount(0);
    await show(page, 'Train');
    await page.getByRole('button', { name: 'Train another' }).click();
    await trainFilter(page, 'nearly as wide', 13);
    await show(page, 'Compare');
    await page.getByLabel('Restore with another model').selectOption('nearly as wide');
    await expect(chip(/nearly/)).toContainText(/Best of 3|Place 2 of 3/, { timeout: 60_000 });
    await chip(/slim/).click();
    await expect(alike).toBeVisible();
  });

  await test.step('the result of another program takes part, also in a duel of two that one picks', async () => {
    const outside = await drawnPhoto(5, { width: 256, height: 256 });
    const file = { name: 'their result.png', mimeType: 'image/png', buffer: outside };
    await choose(page, page.getByRole('button', { name: 'A picture from another program…' }), file);
    await expect(chip(/their result/)).toContainText(/\d\.\d\d dB here/);
    await page.getByRole('button', { name: 'Blind duel' }).click();
    const duel = page.getByRole('region', { name: 'Blind duel' });
    await duel.getByRole('button', { name: /^Contestants: \d/ }).click();
    for (const name of ['Degraded', 'slim', 'nearly as wide']) await duel.getByRole('checkbox', { name }).uncheck();
    await expect(duel.getByRole('button', { name: 'Contestants: 2' })).toBeVisible();
    await expect(duel.getByText('Question 1 of 20')).toBeVisible();
    await expect(duel.getByRole('img')).toHaveCount(2);
  });
});

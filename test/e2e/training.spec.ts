import type { Page } from '@playwright/test';
import { choose, chooseRnn, drawPair, expect, ownPair, show, test } from './app';

/** A training of seconds: the method, its fast preset, and a narrow network for a few epochs. */
async function chooseTiny(page: Page, epochs: number): Promise<void> {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await chooseRnn(page, { units: 16, epochs });
}

test('any part of the photo is looked at while it learns, and any epoch can be kept as a model', async ({ page }) => {
  await chooseTiny(page, 400);
  const photo = page.getByRole('button', { name: /^Part shown: 32, 64 px/ });
  await photo.click({ position: { x: 5, y: 5 } });
  const picker = page.getByRole('button', { name: /^Part shown: 0, 0 px/ });
  await expect(picker).toBeVisible();
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(inspector.getByText('Gain over the linear filter')).toBeVisible({ timeout: 90_000 });
  await expect(inspector.getByText(/You may close this page: the training goes on/)).toBeVisible();

  const epochs = page.getByRole('radio', { name: /^Epoch \d+, \d\d\.\d\d dB/ });
  await expect.poll(() => epochs.count(), { timeout: 90_000 }).toBeGreaterThan(1);
  // By keyboard, half a crop to the right.
  await picker.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^Part shown: 64, 0 px/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop and keep' }).click();
  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });

  // Nothing learns any more: the part shown stays.
  await expect(page.getByRole('button', { name: /^Part shown: 64, 0 px\.$/ })).toBeDisabled();
  // The best one is the model itself: the worst is another.
  const labels = await epochs.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  const scored = labels.map((label) => /^Epoch (\d+), ([\d.]+) dB/.exec(label)!);
  const worst = scored.toSorted((a, b) => Number(a[2]) - Number(b[2]))[0]!;
  const epoch = worst[1]!;
  await page.getByRole('radio', { name: worst[0] }).check({ force: true });
  await expect(page.getByRole('figure').filter({ hasText: `Epoch ${epoch}` })).toBeVisible();
  await page.getByRole('button', { name: `Keep epoch ${epoch} as a model` }).click();
  await expect(page.getByText(new RegExp(`In the library as “.* epoch ${epoch}”`))).toBeVisible();
  await show(page, 'Library');
  await expect(page.getByRole('button', { name: new RegExp(`^Details of .* epoch ${epoch}$`) })).toBeVisible();
});

test('one dialog and two clicks: an own pair teaches RNN and RNN-GAN, and both open in Compare beside the original', async ({
  page,
}) => {
  // Both photos at once, the clean one first: which is which is found out.
  const { degraded, clean } = await ownPair(80, 80);
  const well = page.getByRole('region', { name: 'Degraded', exact: true });
  await choose(page, well.getByRole('button', { name: 'Choose a photo' }), [clean, degraded]);
  await expect(page.getByRole('img', { name: /^Degraded photo: soft/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Clean photo: sharp/ })).toBeVisible();
  // On a second pair models are only measured.
  const second = await ownPair(80, 64);
  const files = [
    { ...second.degraded, name: 'soft 2.png' },
    { ...second.clean, name: 'sharp 2.png' },
  ];
  await choose(page, page.getByRole('button', { name: 'Choose both photos' }), files);
  await expect(page.getByText('Measured on soft 2.png, against sharp 2.png.')).toBeVisible();
  const results = page.getByRole('group', { name: 'Results' });

  await test.step('a first look within a minute opens Compare by itself, and offers the better model there', async () => {
    await page.getByRole('button', { name: 'First look in a minute' }).click();
    const next = page.getByRole('group', { name: 'What next' });
    await expect(next.getByRole('button', { name: /^Train the better model/ })).toBeVisible({ timeout: 120_000 });
    await expect(results.getByRole('button', { name: /\d\d\.\d\d dB/ })).not.toHaveCount(0);
    await show(page, 'Pair');
  });

  await page.getByRole('button', { name: 'Train RNN and RNN-GAN' }).click();
  // Enough of each, where it is not done already.
  for (const method of ['rnn', 'rnn-gan']) {
    await expect(page.getByRole('heading', { name: `custom-${method}”` })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('radio', { name: /^Epoch 1,/ })).toBeVisible({ timeout: 90_000 });
    const stop = page.getByRole('button', { name: 'Stop and keep' });
    await stop.click({ timeout: 5000 }).catch(() => undefined);
  }
  await expect(results.getByRole('button', { name: /rnn-gan/ })).toContainText(/\d\d\.\d\d dB/, { timeout: 200_000 });
  await expect(results.getByRole('button', { name: /-rnn\b(?!-)/ })).toContainText(/\d\d\.\d\d dB/);
  for (const name of ['Degraded', 'Clean']) {
    await expect(results.getByRole('button', { name: new RegExp(name) })).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(page.getByText('1 of 2', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Next photo' }).click();
  await expect(page.getByText('2 of 2', { exact: true })).toBeVisible();
  await expect(results.getByRole('button', { name: /rnn-gan/ })).toContainText(/\d\d\.\d\d dB/);
  await show(page, 'Library');
  await expect(page.getByRole('button', { name: /^Details of .*-rnn(-gan)?$/ })).toHaveCount(2);
});

test('the time that there is chooses preset and epochs; a setting of one’s own ends that', async ({ page }) => {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await page.getByRole('radio', { name: /^RNN A small network/ }).check({ force: true });
  const epochs = page.getByLabel('Epochs', { exact: true });
  const checked = (preset: string) => expect(page.getByRole('radio', { name: preset, exact: true })).toBeChecked();
  const time = page.getByRole('slider', { name: 'Time to train' });
  await expect(time).toHaveAttribute('aria-valuetext', 'As the preset');

  // The first stop is too short for the better preset, the last one is enough for more epochs than it has.
  await time.press('ArrowRight');
  const inTime = page.getByText(/^(Fast|Best) with \d+ epochs fits/);
  await expect(inTime).toBeVisible();
  const few = Number(await epochs.inputValue());
  await time.press('End');
  await checked('Best');
  await expect.poll(async () => Number(await epochs.inputValue())).toBeGreaterThan(few);
  await expect
    .poll(async () => (await inTime.textContent()) === `Best with ${await epochs.inputValue()} epochs fits.`)
    .toBe(true);

  await epochs.fill('3');
  await epochs.press('Tab');
  await expect(time).toHaveAttribute('aria-valuetext', 'As the preset');
  await expect(inTime).toHaveCount(0);
});

import { chooseRnn, drawPair, expect, open, show, test } from './app';
import { startServer } from './server';

test('a drawn pair trains an RNN, restores, compares, and the model survives a restart', async ({
  page,
  server,
  home,
}) => {
  await drawPair(page);
  await expect(page.getByRole('img', { name: /^Degraded photo:/ })).toBeVisible();
  await expect(page.getByText(/^How near the degraded photo is to the clean one: \d\d\.\d\d dB/)).toBeVisible();

  await page.getByRole('button', { name: 'Continue to training' }).click();
  await chooseRnn(page, { units: 16, epochs: 6 });
  await expect(page.getByText(/patches · .* · (about|under)/)).toBeVisible();
  await page.getByLabel('Name of the model').fill('Drawn and quick');
  await page.getByRole('complementary').getByRole('button', { name: 'Train', exact: true }).click();

  // The chart moves: it has points, and later it has more.
  const curves = page.getByRole('region', { name: 'Learning curves' });
  const points = async () => Number(await curves.getAttribute('data-points'));
  await expect(curves).toBeVisible({ timeout: 90_000 });
  const first = await points();
  await expect.poll(points, { timeout: 90_000 }).toBeGreaterThan(first);
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  await expect(page.getByRole('group', { name: 'A crop of your photo' }).locator('canvas')).toHaveCount(4);

  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText(/dB (nearer to|farther from) the clean photo/)).toBeVisible();

  await page.getByRole('complementary').getByRole('button', { name: 'Compare' }).click();
  const divider = page.getByRole('slider', { name: 'Divider between the two pictures' });
  await expect(divider).toBeVisible({ timeout: 90_000 });
  const results = page.getByRole('group', { name: 'Results' });
  const restored = results.getByRole('button', { name: /Drawn and quick/ });
  await expect(restored).toContainText(/\d\d\.\d\d dB/, { timeout: 15_000 });
  const decibels = (said: string | null) => Number(/(\d+\.\d+) dB/.exec(said ?? '')?.[1]);
  const before = decibels(await results.getByText(/dB/).first().textContent());
  expect(decibels(await restored.textContent())).toBeGreaterThan(before + 1);

  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  const box = (await divider.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + box.height / 3, { steps: 5 });
  await page.mouse.up();
  expect(Number(await divider.getAttribute('aria-valuenow'))).toBeGreaterThan(60);

  // The page is closed first: it would rightly complain of the lost connection.
  await page.goto('about:blank');
  await server.stop();
  const restarted = await startServer(home);
  try {
    await open(page, restarted);
    await show(page, 'Library');
    await page.getByRole('button', { name: 'Details of Drawn and quick' }).click();
    await expect(page.getByRole('complementary', { name: /Details of/ })).toContainText(
      /dB (nearer to|farther from) the clean photo/,
    );
  } finally {
    await page.goto('about:blank');
    await restarted.stop();
  }
});

import { chooseRnn, drawPair, expect, test } from './app';
import { computeProcess } from './server';

test.skip(process.platform !== 'linux', 'finds the calculating process through /proc');

test('a training whose process is killed is said to be, and goes on when resumed', async ({ page, server }) => {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await chooseRnn(page, { units: 16, epochs: 6 });
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('button', { name: 'Train', exact: true }).click();

  const epoch = inspector.getByText(/^\d+ of 6$/);
  await expect(epoch).toHaveText(/^[2-5] of 6$/, { timeout: 90_000 });
  process.kill((await computeProcess(server))!, 'SIGKILL');

  const offer = page.getByText(/was interrupted at epoch \d+ of 6/);
  await expect(offer).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('alert')).not.toHaveCount(0);
  const reached = Number(/epoch (\d+)/.exec((await offer.textContent()) ?? '')?.[1]);
  expect(reached).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(inspector.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
  await expect(offer).toHaveCount(0);
});

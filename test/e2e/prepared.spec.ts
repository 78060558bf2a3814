import { choose, expect, ownPair, test } from './app';
import { violations } from './axe';
import { misfits } from './misfits';

test('the pair as it is learned from stands large in place of the photos, with what was read off it', async ({
  page,
}) => {
  const { degraded, clean } = await ownPair(480, 320);
  const well = page.getByRole('region', { name: 'Degraded', exact: true });
  await choose(page, well.getByRole('button', { name: 'Choose a photo' }), [clean, degraded]);
  const button = page.getByRole('button', { name: 'Look at the prepared pair' });
  await button.click();
  const stage = page.getByRole('region', { name: 'The pair as it is learned from' });
  await expect(stage.getByRole('img', { name: 'The degraded photo as it is learned from' })).toBeVisible();
  await expect(stage.getByRole('listitem').first()).toBeVisible();
  const room = await stage.boundingBox();
  expect(room!.width * room!.height).toBeGreaterThan(0.6 * 1280 * 800);
  // The check beside it is in sight as a whole.
  const check = page.getByRole('complementary').locator('.check');
  expect(await check.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBeLessThanOrEqual(1);

  await stage.getByRole('button', { name: 'Clean', exact: true }).click();
  await expect(stage.getByRole('img', { name: 'The clean photo as it is learned from' })).toBeVisible();
  await stage.getByRole('button', { name: 'Blink' }).click();
  await expect(stage.getByRole('button', { name: 'Blink' })).toHaveAttribute('aria-pressed', 'true');
  await stage.getByRole('button', { name: 'Blink' }).click();
  expect(await violations(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
  await stage.getByRole('button', { name: 'Back to the photos' }).click();
  await expect(stage).toBeHidden();
  await expect(page.getByRole('img', { name: /^Clean photo: sharp/ })).toBeVisible();
  // It is there at once the next time, and goes when the pair changes.
  await button.click();
  await expect(stage).toBeVisible();
  await page.getByRole('button', { name: 'Swap the two photos' }).click();
  await expect(stage).toBeHidden();
});

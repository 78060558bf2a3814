import { drawPair, expect, show, test } from './app';
import { violations } from './axe';

// Two themes a view, and axe reads all of the page each time: slow on a busy machine.
test.setTimeout(300_000);

test('axe finds nothing wrong in any view, empty, light and dark', async ({ page }) => {
  const views = await page.getByRole('navigation').getByRole('button').allTextContents();
  for (const view of views.map((name) => name.trim())) {
    await show(page, view);
    expect(await violations(page), view).toEqual([]);
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(await violations(page), 'shortcuts').toEqual([]);
});

test('axe finds nothing wrong in any view that shows something, light and dark', async ({ page }) => {
  await drawPair(page);
  expect(await violations(page), 'a pair').toEqual([]);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await page.getByRole('radio', { name: /Linear filter/ }).check({ force: true });
  await page.getByText('More settings').click();
  expect(await violations(page), 'what to learn').toEqual([]);
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
  expect(await violations(page), 'a result').toEqual([]);
  await inspector.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('slider', { name: /Divider/ })).toBeVisible({ timeout: 90_000 });
  expect(await violations(page), 'a comparison').toEqual([]);
  await show(page, 'Library');
  await page.getByRole('button', { name: /^Details of/ }).click();
  expect(await violations(page), 'a model').toEqual([]);
  await show(page, 'Settings');
  await page.getByText('Licences of the parts it is made of').click();
  expect(await violations(page), 'settings').toEqual([]);
  await show(page, 'Restore');
  expect(await violations(page), 'restore').toEqual([]);
});

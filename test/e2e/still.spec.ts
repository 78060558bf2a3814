import { choose, chooseRnn, drawnPhoto, drawPair, expect, listPhotos, ownPair, show, test, trainLinear } from './app';
import { watchShifts } from './shifts';

test('nothing moves by itself from the first look to restored photos and a study', async ({ page }) => {
  const still = await watchShifts(page);
  const inspector = page.getByRole('complementary');
  const results = page.getByRole('group', { name: 'Results' });

  await test.step('a pair, and what to learn from it', async () => {
    await expect(page.getByRole('button', { name: 'Show me' })).toBeVisible({ timeout: 90_000 });
    await still('opening');
    await drawPair(page);
    await expect(page.getByText(/^Good\./)).toBeVisible();
    await still('a pair and its check');
    await page.getByRole('button', { name: 'Continue to training' }).click();
    await chooseRnn(page, { units: 16, epochs: 6 });
    await still('settings and their estimate');
  });

  await test.step('trainings', async () => {
    await inspector.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Result' })).toBeVisible({ timeout: 180_000 });
    await still('a network and its result');
    await page.getByRole('button', { name: 'Train another' }).click();
    await trainLinear(page);
    await still('a filter and its result');
  });

  await test.step('every way of comparing', async () => {
    await inspector.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(results.getByRole('button', { name: /dB/ })).toHaveCount(2, { timeout: 90_000 });
    await still('a comparison');
    const added = page.getByLabel('Restore with another model');
    await added.selectOption({ index: 1 });
    await expect(results.getByRole('button', { name: /dB/ })).toHaveCount(3, { timeout: 90_000 });
    await still('another model');
    const stage = page.getByRole('application');
    const parts = [page.getByRole('group', { name: 'Way of comparing' }), results, stage];
    const places = () => Promise.all(parts.map((part) => part.boundingBox()));
    const before = await places();
    for (const key of ['v', 'a', 'b', 'l', 'd', '1', '2', 's']) {
      await stage.press(key);
      await still(`key ${key}`);
      expect(await places(), `key ${key}`).toEqual(before);
    }
  });

  await test.step('photos are restored', async () => {
    await show(page, 'Restore');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose photos' }).click();
    const buffer = await drawnPhoto();
    await (await chooser).setFiles(['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer })));
    await expect(page.getByRole('status').filter({ hasText: 'Exactly as in the result' })).toBeVisible();
    await still('a photo before and after');
    await listPhotos(page);
    const row = page.getByRole('row', { name: /two\.png/ });
    await expect(row).toContainText('Differs', { timeout: 90_000 });
    await still('photos in the list');
    await inspector.getByRole('button', { name: 'Restore 2 photos' }).click();
    await expect(row).toContainText('Restored', { timeout: 90_000 });
    await expect(page.getByRole('button', { name: 'Save the report' })).toBeVisible();
    await expect(inspector.getByRole('button', { name: 'Compare these' })).toBeVisible();
    await still('restored photos');
    // A second press does not do all of it once more.
    await expect(inspector.getByRole('button', { name: 'Restore 2 photos' })).toHaveCount(0);
    await expect(inspector.getByRole('button', { name: 'Restore again' })).toBeEnabled();
    await row.getByRole('button', { name: 'Compare' }).click();
    await expect(results.getByRole('button', { name: 'Add the clean photo' })).toBeVisible();
    await page.getByRole('application').press('[');
    await page.getByRole('application').press('[');
    await expect(results.getByRole('button', { name: /dB/ })).toHaveCount(3);
    await still('another photo');
  });

  await test.step('models and studies', async () => {
    await show(page, 'Library');
    await page
      .getByRole('button', { name: /^Details of/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: 'Train again' })).toBeVisible();
    await still('a model');
    await show(page, 'Lab');
    await page.getByRole('radio', { name: /^More noise/ }).check({ force: true });
    await page.getByRole('checkbox', { name: 'Linear filter' }).check();
    for (const method of ['RNN', 'RNN-GAN', 'UNET-GAN'])
      await page.getByRole('checkbox', { name: method, exact: true }).uncheck();
    await page.getByRole('button', { name: 'Run the study' }).click();
    await expect(page.getByRole('article').getByText(/^Complete/)).toBeVisible({ timeout: 180_000 });
    await still('a study');
    await show(page, 'Settings');
    await expect(page.getByRole('combobox', { name: 'Theme' })).toBeVisible();
    await still('settings');
  });
});

test('messages leave by themselves, failures with the view they were met in', async ({ page }) => {
  const { degraded, clean } = await ownPair(80, 80);
  const well = page.getByRole('region', { name: 'Degraded', exact: true });
  await choose(page, well.getByRole('button', { name: 'Choose a photo' }), [degraded, clean]);
  await page.clock.install();
  // Who brought a pair is not asked for a degraded photo any more.
  await expect(page.getByRole('button', { name: /^Blur/ })).toBeHidden();
  await page.getByText('Make another pair').click();
  await page.getByRole('button', { name: /^Blur/ }).click();
  const offer = page.getByRole('button', { name: 'Put it back' });
  await expect(offer).toBeVisible();
  await page.clock.fastForward(31_000);
  await expect(offer).toHaveCount(0);
  await show(page, 'Library');
  const junk = { name: 'junk.onepair', mimeType: '', buffer: Buffer.from('junk') };
  await choose(page, page.getByRole('button', { name: 'Import a model' }).first(), junk);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.clock.fastForward(6000);
  await expect(page.getByRole('alert')).toBeVisible();
  await show(page, 'Settings');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a notice moves nothing of what is on the screen', async ({ page }) => {
  await show(page, 'Library');
  await expect(page.getByText('Models you train are kept here')).toBeVisible();
  const boxes = async () =>
    Promise.all(
      [
        page.getByRole('main'),
        page.getByRole('heading', { level: 1 }),
        page.getByRole('button', { name: 'Import a model' }),
      ].map((part) => part.first().boundingBox()),
    );
  const before = await boxes();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import a model' }).first().click();
  await (await chosen).setFiles({ name: 'junk.onepair', mimeType: '', buffer: Buffer.from('junk') });
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await boxes()).toEqual(before);
  // It stands over the head of the window, and over nothing that is looked at.
  const [said, work] = [await page.getByRole('alert').boundingBox(), before[0]];
  expect(said!.y + said!.height).toBeLessThanOrEqual(work!.y);
  expect(await page.getByRole('banner').boundingBox()).toMatchObject({ y: 0 });
});

test('on the full screen a notice lies over no name of a pane', async ({ page }) => {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await trainLinear(page);
  await page.getByRole('complementary').getByRole('button', { name: 'Compare', exact: true }).click();
  const names = page.locator('.names');
  await expect(names.first()).toBeVisible();
  const notice = page.getByRole('status').filter({ hasText: 'Saved as' });
  await page.getByRole('button', { name: 'Save this picture' }).click();
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await page.getByRole('application').press('f');
  await expect(page.getByRole('navigation')).toBeHidden();
  const said = (await notice.boundingBox())!;
  for (const name of await names.all()) {
    const box = (await name.boundingBox())!;
    expect(Math.min(box.y + box.height, said.y + said.height)).toBeLessThanOrEqual(Math.max(box.y, said.y));
  }
});

import { choose, drawnPhoto, expect, show, test as base, trainBefore } from './app';
import { startServer } from './server';

const test = base.extend({
  server: async ({ home }, use) => {
    await trainBefore(home);
    const tiny = ['--method', 'rnn-gan', '--preset', 'fast', '--units', '8', '--stage-epochs', '1,2'];
    await trainBefore(home, [...tiny, '--size', '256']);
    const server = await startServer(home);
    await use(server);
    await server.stop();
  },
});

/** Windows, and the least share of each that the stage has with everything open. */
const WINDOWS = [
  { width: 1024, height: 640, least: 0.54 },
  { width: 1280, height: 800, least: 0.62 },
  { width: 1920, height: 1080, least: 0.7 },
  { width: 2560, height: 1440, least: 0.73 },
];

test('four results, a filmstrip and every dial leave the photo most of the window, in every language', async ({
  page,
}) => {
  const photo = async (name: string, seed: number) => ({
    name,
    mimeType: 'image/png',
    buffer: await drawnPhoto(seed, { width: 1200, height: 900 }),
  });
  await show(page, 'Compare');
  await choose(page, page.getByRole('button', { name: 'Add a photo' }), [await photo('one.png', 1)]);
  const results = page.getByRole('group', { name: 'Results' });
  await expect(results.getByRole('button', { name: /rnn-gan/ })).toBeVisible({ timeout: 90_000 });
  for (const name of ['another program.png', 'a third program.png'])
    await choose(page, page.getByRole('button', { name: 'A picture from another program' }), [await photo(name, 2)]);
  await page.getByLabel('Restore with another model').selectOption('sample-deblur-linear');
  await expect(results.getByRole('button', { name: /linear/ })).toBeVisible();
  await results.getByRole('button', { name: /rnn-gan/ }).click();
  await choose(page, page.getByRole('button', { name: 'Add a photo' }), [await photo('two.png', 3)]);
  await page.getByRole('button', { name: 'one.png', exact: true }).click();
  await expect(page.getByRole('slider', { name: 'Faithful to crisp' })).toBeVisible();

  const view = (at: number) => page.getByRole('navigation').getByRole('button').nth(at).click();
  for (const [label, language] of [
    ['Language', 'English'],
    ['Language', 'Deutsch'],
    ['Sprache', 'Français'],
  ] as const) {
    await view(6);
    await page.getByRole('combobox', { name: label }).selectOption(language);
    await view(3);
    for (const { width, height, least } of WINDOWS) {
      await page.setViewportSize({ width, height });
      const room = async () => {
        const box = await page.locator('[data-photo-room]').boundingBox();
        return (box!.width * box!.height) / (width * height);
      };
      await expect.poll(room, { message: `${language}, ${width} × ${height}` }).toBeGreaterThan(least);
    }
  }
});

import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { drawnPhoto, drawPair, expect, show, test, trainLinear } from './app';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-drop-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Drops files or folders of this machine as the system does it. */
async function drop(page: Page, target: Locator, files: string[]): Promise<void> {
  const box = (await target.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
}

async function trainSample(page: Page): Promise<void> {
  await drawPair(page);
  await page.getByRole('button', { name: 'Continue to training' }).click();
  await trainLinear(page);
}

test('photos and folders of photos are dropped, and a picture is pasted', async ({ page, home }) => {
  const album = join(folder, 'album');
  await mkdir(join(album, 'day 2'), { recursive: true });
  await writeFile(join(album, 'one.png'), await drawnPhoto(1));
  await writeFile(join(album, 'day 2', 'two.png'), await drawnPhoto(2));
  await writeFile(join(album, 'notes.txt'), 'no photo');
  await writeFile(join(folder, 'alone.png'), await drawnPhoto(3));

  await drop(page, page.getByRole('region', { name: 'Degraded', exact: true }), [join(folder, 'alone.png')]);
  await expect(page.getByRole('img', { name: 'Degraded photo: alone.png' })).toBeVisible();
  const bytes = [...(await drawnPhoto(4))];
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([Uint8Array.from(pasted)], 'image.png', { type: 'image/png' }));
    dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
  }, bytes);
  await expect(page.getByRole('img', { name: 'Clean photo: image.png' })).toBeVisible();

  await page.getByText('Make another pair').click();
  await trainSample(page);
  await show(page, 'Restore');
  await drop(page, page.getByRole('region', { name: 'Photos', exact: true }), [album, join(folder, 'alone.png')]);
  for (const name of ['one.png', 'day 2/two.png', 'alone.png'])
    await expect(page.getByRole('button', { name, exact: true })).toBeVisible();

  // Dropped on Compare a photo is restored in sight, and no file is made.
  await show(page, 'Compare');
  await drop(page, page.getByRole('main'), [join(folder, 'alone.png')]);
  await expect(page.getByRole('slider', { name: /Divider/ })).toBeVisible({ timeout: 90_000 });
  expect(await readdir(join(home, 'restored')).catch(() => [])).toEqual([]);
});

test('a model is exported, removed, brought back, and dropped in as a file', async ({ page, home }) => {
  await trainSample(page);
  await show(page, 'Library');
  await page.getByRole('button', { name: /^Details of/ }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Details of/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /^Details of/ })).toHaveCount(1);

  // A new name, and nothing is said of the old one; removed models lie in sight, too.
  const details = page.getByRole('complementary');
  await details.getByRole('button', { name: 'Rename' }).click();
  await details.getByRole('textbox', { name: 'Name' }).fill('attic');
  await details.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Details of attic' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await details.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('Removed: 1').click();
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByRole('button', { name: 'Details of attic' })).toBeVisible();

  const models = join(home, 'models');
  const file = (await readdir(models)).find((name) => name.endsWith('.onepair'))!;
  await page.getByRole('complementary').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Details of/ })).toHaveCount(0);
  const [removed] = await readdir(join(models, 'removed'));
  await drop(page, page.getByRole('group', { name: 'Your models' }), [join(models, 'removed', removed!)]);
  await expect(page.getByText(/is in the library\.$/)).toBeVisible();
  expect(await readdir(models)).toContain(file);
  await page.getByRole('searchbox').fill('linear');
  await expect(page.getByRole('button', { name: /^Details of/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'Train again' }).click();
  await expect(page.getByRole('radio', { name: /Linear filter/ })).toBeChecked();
});

test('a card that is dragged out is the model file', async ({ page, home }) => {
  await trainSample(page);
  await show(page, 'Library');
  const dragged = page.evaluate(
    () =>
      new Promise<{ data: string; bytes: number }>((resolve) => {
        const addressOf = URL.createObjectURL.bind(URL);
        let bytes = 0;
        URL.createObjectURL = (file: Blob) => {
          bytes = file.size;
          return addressOf(file);
        };
        addEventListener('dragstart', ({ dataTransfer }) => {
          resolve({ data: dataTransfer?.getData('DownloadURL') ?? '', bytes });
        });
      }),
  );
  const card = page.getByRole('button', { name: /^Details of/ });
  const box = (await card.boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 20);
  const fetched = page.waitForResponse(/\/file\//);
  await page.mouse.down();
  await (await fetched).finished();
  await page.mouse.move(box.x + 60, box.y + 60, { steps: 4 });
  const { data, bytes } = await dragged;
  await page.mouse.up();
  expect(data).toMatch(/^application\/octet-stream:[^:]+\.onepair:blob:http/);
  const models = join(home, 'models');
  const file = (await readdir(models)).find((name) => name.endsWith('.onepair'))!;
  expect(bytes).toBe((await stat(join(models, file))).size);
});

import { readFile } from 'node:fs/promises';
import { drawPair, expect, show, test } from './app';

test('a study on the pair is stopped, goes on where it was, and hands its numbers over', async ({ page }) => {
  await drawPair(page);
  await show(page, 'Lab');
  await expect(page.getByText(/^Experiments of the paper, on your own pair/)).toBeVisible();
  await page.getByRole('radio', { name: /^More noise/ }).check({ force: true });
  for (const method of ['RNN-GAN', 'UNET-GAN'])
    await page.getByRole('checkbox', { name: method, exact: true }).uncheck();
  await page.getByRole('checkbox', { name: 'Linear filter' }).check();
  await page.getByRole('button', { name: 'Run the study' }).click();

  const study = page.getByRole('article', { name: 'Stronger noise than in training' });
  await expect(study.getByText(/^1 of 2 steps/)).toBeVisible({ timeout: 180_000 });
  await page.getByRole('region', { name: 'Running jobs' }).getByRole('button', { name: 'Stop and keep' }).click();
  await expect(page.getByRole('region', { name: 'Running jobs' })).toHaveCount(0, { timeout: 90_000 });

  await study.getByRole('button', { name: 'All results' }).click();
  await expect(page.getByRole('row', { name: /Stronger noise.*1 of 2 steps/ })).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(study.getByText(/^Complete/)).toBeVisible({ timeout: 180_000 });
  await expect(study.getByRole('img', { name: /^PSNR against noise\. .*Linear filter: \d\d/ })).toBeVisible();
  // Of the numbers, and of the pictures.
  for (const table of [0, 1]) await expect(study.getByRole('columnheader', { name: 'RNN' }).nth(table)).toBeVisible();

  const download = page.waitForEvent('download');
  await study.getByRole('button', { name: 'Save the numbers (CSV)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^onepair-noise-.*\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).split('\n');
  expect(lines.slice(0, 2)).toEqual(['PSNR against noise', 'series,noise σ of the picture (grey levels),PSNR (dB)']);
  expect(lines.filter((line) => line.startsWith('rnn,'))).toHaveLength(5);

  await study.getByRole('button', { name: 'All results' }).click();
  await page.getByRole('button', { name: /^Remove “Stronger noise/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(/^Experiments of the paper/)).toBeVisible();
});

import { test as base, expect, type Page } from '@playwright/test';
import { removeHome, startServer, temporaryHome, type AppServer } from './server';

interface Fixtures {
  home: string;
  server: AppServer;
}

/** A test with the app's page open on a fresh home folder. Anything the page complains of fails the test. */
export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern.
  home: async ({}, use) => {
    const home = await temporaryHome();
    await use(home);
    await removeHome(home);
  },
  server: async ({ home }, use) => {
    const server = await startServer(home);
    await use(server);
    await server.stop();
  },
  page: async ({ page, server }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await open(page, server);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

export async function open(page: Page, server: AppServer): Promise<void> {
  await page.goto(server.link);
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
}

export const show = (page: Page, view: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: view }).click();

/** Draws the sample pair at its smallest size and waits for the verdict. */
export async function drawPair(page: Page): Promise<void> {
  await page.getByLabel('Size of the drawn picture').selectOption('256');
  await page.getByRole('button', { name: 'Draw a pair' }).click();
  await expect(page.getByRole('button', { name: 'Continue to training' })).toBeEnabled({ timeout: 20_000 });
}

export async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Tab');
}

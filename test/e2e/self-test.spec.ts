import { expect, open, show, test } from './app';
import { startServer } from './server';

test('tests itself: views, the way to every channel, channels, a device', async ({ page, home }) => {
  // One device: the others are tried by the command.
  const server = await startServer(home, { ONEPAIR_RUNTIME: 'cpu' });
  try {
    await open(page, server);
    await show(page, 'Settings');
    const section = page.getByRole('region', { name: 'Self-test' });
    await section.getByRole('button', { name: 'Start the self-test' }).click();
    const save = section.getByRole('button', { name: 'Save it as JSON' });
    await expect(save).toBeVisible({ timeout: 120_000 });
    await expect(section.getByRole('status')).toHaveText(/^\s*\d{3} passed, 0 failed, \d+ skipped\s*$/);
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    const text = await new Response((await download.createReadStream()) as unknown as ReadableStream).text();
    const { checks } = JSON.parse(text) as { checks: { group: string; name: string; outcome: string; said: string }[] };
    expect(new Set(checks.map(({ group }) => group))).toEqual(new Set(['views', 'way to channel', 'channels', 'cpu']));
    expect(checks.find(({ name }) => name === 'folders.list')).toBeDefined();
    expect(checks.filter(({ outcome, said }) => outcome === 'skipped' && said === '')).toEqual([]);
    expect(text).not.toContain(home);
  } finally {
    await page.goto('about:blank');
    await server.stop();
  }
});

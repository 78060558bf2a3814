import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { watchRules } from './app';

const root = resolve(import.meta.dirname, '../..');
const binary = electronBinary();

test.skip(binary === null, "Electron's binary is not installed here (npx install-electron brings it)");
test.skip(
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'],
  'Electron needs a screen, and this machine has none',
);

let app: ElectronApplication;
let page: Page;
let home: string;
/** Of the content security policy, Trusted Types among it. */
const breaches: string[] = [];

test.beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'onepair-electron-'));
  // Chromium refuses its sandbox to root; everywhere else the real sandbox is what is tested.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  app = await _electron.launch({
    executablePath: binary ?? '',
    args: [root, `--user-data-dir=${join(home, 'profile')}`, ...asRoot],
    env: { ...(process.env as Record<string, string>), ONEPAIR_HOME: home },
  });
  page = await app.firstWindow();
  await watchRules(app.context(), (breach) => breaches.push(breach));
  await page.reload();
});

test.afterEach(() => {
  expect(breaches).toEqual([]);
});

test.afterAll(async () => {
  await app.close();
  await rm(home, { recursive: true, force: true });
});

test('opens the page on its own scheme, without Node in it', async () => {
  expect(page.url()).toBe('onepair://app/');
  await expect(page).toHaveTitle(/Onepair/);
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as unknown as { onepair: object }).onepair).sort(),
    isSecure: isSecureContext,
  }));
  expect(seen).toEqual({ globals: [], bridge: ['onEvent', 'registerDropped', 'verbs'], isSecure: true });
});

test('goes nowhere else and loads nothing from elsewhere', async () => {
  const outcome = await page.evaluate(async () => {
    const reach = (url: string) => fetch(url).then(String, () => 'refused');
    const opened = window.open('https://example.invalid/');
    return {
      opened,
      file: await reach('file:///etc/hosts'),
      network: await reach('http://127.0.0.1:9/'),
      outside: (await fetch('/../package.json')).status,
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(String, () => 'refused'),
    };
  });
  expect(outcome).toEqual({ opened: null, file: 'refused', network: 'refused', outside: 404, camera: 'refused' });
  await page.evaluate(() => {
    location.href = 'https://example.invalid/';
  });
  expect(page.url()).toBe('onepair://app/');
  // The two requests, and nothing else.
  await expect.poll(() => breaches.map((breach) => breach.split(' ')[0])).toEqual(['connect-src', 'connect-src']);
  breaches.length = 0;
});

test('runs the two child processes: draws a pair and shows it', async () => {
  const picture = await page.evaluate(async () => {
    type Verb = (args: unknown) => Promise<{ ok: true; value: { clean: { id: string } } }>;
    const { verbs } = (globalThis as unknown as { onepair: { verbs: Record<string, Verb> } }).onepair;
    const drawn = await verbs['pair.sample']?.({ size: 64, task: 'deblur' });
    const response = await fetch(`image/${drawn?.value.clean.id ?? ''}`);
    const bitmap = await createImageBitmap(await response.blob());
    const runtime = (await verbs['runtime.info']?.({})) as unknown;
    return { width: bitmap.width, height: bitmap.height, runtime };
  });
  expect(picture).toMatchObject({ width: 64, height: 64, runtime: { ok: true } });
});

test('tests itself: the list of Help, Self-test', async () => {
  test.setTimeout(600_000);
  // The one thing that needs a person: what a dialog answers is given here.
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
  });
  const checks = await page.evaluate(async () => {
    type Verb = (args: unknown) => Promise<{ ok: boolean; value: unknown }>;
    const { verbs } = (globalThis as unknown as { onepair: { verbs: Record<string, Verb> } }).onepair;
    const picked = await verbs['photos.pick']?.({ multiple: false });
    const run = await verbs['selfTest.run']!({});
    return { picked, ran: (run.value as { checks: { name: string; outcome: string; said: string }[] }).checks };
  });
  expect(checks.picked).toEqual({ ok: true, value: [] });
  for (const { name, outcome, said } of checks.ran) expect.soft(outcome, `${name}: ${said}`).not.toBe('failed');
});

/** Where Electron's installer left the executable, or null; importing the package would start a download. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const record = join(folder, 'path.txt');
  if (!existsSync(record)) return null;
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), readFileSync(record, 'utf8'));
  return existsSync(path) ? path : null;
}

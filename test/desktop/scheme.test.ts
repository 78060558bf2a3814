import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setupAssets } from '../../src-main/desktop/scheme';
import { listAssets } from '../../src-main/host/assets';
import { createFakeHost } from '../web/fake-host';

let folder: string;
let answer: (request: { method: string; url: string }) => Promise<Response>;
const get = (url: string) => answer({ method: 'GET', url });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-scheme-'));
  const root = join(folder, 'page');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(folder, 'page-evil'));
  await writeFile(join(root, 'index.html'), '<!doctype html><html lang="en">page');
  await writeFile(join(root, 'assets', 'a.js'), 'export {};');
  await writeFile(join(folder, 'page-evil', 'secret.txt'), 'SECRET');
  await symlink(folder, join(root, 'out'));
  const host = createFakeHost();
  host.registerPhoto('a.png');
  const files = await listAssets(root);
  setupAssets(
    { handle: (_scheme, handler) => (answer = handler) },
    { files, image: host.image, appearance: host.appearance },
  );
});
afterAll(() => rm(folder, { recursive: true }));

it('serves the page and pictures by id, with the strict headers', async () => {
  const page = await get('onepair://app/');
  expect(page.status).toBe(200);
  // With the look that was chosen, for the frame that is painted before any script has run.
  const root = '<html data-theme="dark" data-language="de" data-text-size="150" lang="en">';
  expect(await page.text()).toBe(`<!doctype html>${root}page`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await get('onepair://app/assets/a.js?v=1')).headers.get('content-type')).toMatch(/^text\/javascript/);
  const picture = await get('onepair://app/image/photo-0?x=0&y=0&width=8&height=8&max=4');
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
  expect((await get('onepair://app/image/gone')).status).toBe(404);
  expect((await get('onepair://app/image/photo-0?max=-1')).status).toBe(404);
  expect((await get('onepair://app/image/photo-0?path=/etc')).status).toBe(404);
  expect((await answer({ method: 'POST', url: 'onepair://app/' })).status).toBe(405);
});

it('serves nothing from outside, however the address is written', async () => {
  const paths = ['../page-evil/secret.txt', '%2e%2e/page-evil/secret.txt', '..%5cpage-evil%5csecret.txt', 'out/page-evil/secret.txt', '/etc/hostname', '%00', 'assets', 'assets/', 'C:/x']; // prettier-ignore
  const urls = [
    ...paths.flatMap((path) => [
      `onepair://app/${path}`,
      `onepair://app/assets/${path}`,
      `onepair://app/image/${path}`,
    ]),
    'onepair://evil/',
    'onepair://app.evil/index.html',
    'onepair:app/index.html',
    'file:///etc/hostname',
    'https://evil.test/',
    '',
  ];
  for (const url of urls) {
    const response = await get(url);
    expect(response.status, url).toBe(404);
    expect(await response.text(), url).not.toContain('SECRET');
  }
});

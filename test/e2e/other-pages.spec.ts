import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from './app';

/** Other web pages in the user's own browser try to read or use the running app: none may get a byte or an effect. */
const test = base.extend<{ evil: Server; port: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern.
  evil: async ({}, use) => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title><body></body>');
    });
    evil.listen(0, '127.0.0.1');
    await once(evil, 'listening');
    await use(evil);
    evil.close();
  },
  port: async ({ server }, use) => {
    await use(new URL(server.link).port);
  },
  // A page of others, with the app running beside it. What the browser refuses it, it complains of; no rule of ours is broken.
  page: async ({ context, evil, complaints }, use) => {
    const page = await context.newPage();
    await page.goto(`http://www.evil.test:${(evil.address() as AddressInfo).port}/`);
    await use(page);
    const refused = [
      ...['Failed to load resource', 'Access to fetch', 'WebSocket connection', 'Refused to', 'Framing'],
      'The Cross-Origin-Opener-Policy header has been ignored',
    ];
    expect(complaints.filter((text) => !refused.some((beginning) => text.startsWith(beginning)))).toEqual([]);
  },
});

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP *.evil.test 127.0.0.1'],
    });
  },
});

test('a foreign page reads nothing and starts nothing', async ({ page, port }) => {
  const outcome = await page.evaluate(async (address) => {
    const element = (tag: 'script' | 'img' | 'iframe' | 'link', url: string) =>
      new Promise<string>((done) => {
        const node = document.createElement(tag);
        node.onload = () => {
          done('loaded');
        };
        node.onerror = () => {
          done('refused');
        };
        if (tag === 'link') Object.assign(node, { rel: 'stylesheet', href: url });
        else Object.assign(node, { src: url });
        document.body.append(node);
      });
    const reach = (init: RequestInit, path = '/') =>
      fetch(address + path, init).then(
        (response) => response.text().then((text) => `${response.type} ${text}`),
        () => 'refused',
      );
    const socket = new Promise<string>((done) => {
      const opened = new WebSocket(address.replace('http', 'ws') + '/port', ['onepair', 'token.x']);
      opened.onopen = () => {
        done('opened');
      };
      opened.onerror = () => {
        done('refused');
      };
    });
    return {
      fetch: await reach({}),
      blind: await reach({ mode: 'no-cors' }),
      post: await reach({ method: 'POST', body: '{}' }, '/session'),
      upload: await reach({ method: 'POST', body: 'x', headers: { 'x-onepair-name': 'a.png' } }, '/upload'),
      script: await element('script', `${address}/assets/index.js`),
      image: await element('img', `${address}/icon.svg`),
      style: await element('link', `${address}/`),
      socket: await socket,
    };
  }, `http://127.0.0.1:${port}`);
  expect(new Set(Object.values(outcome)), JSON.stringify(outcome)).toEqual(new Set(['refused']));
});

test('the page cannot be framed, nor served under a name that was pointed at this machine', async ({ page, port }) => {
  const framed = page.waitForResponse(`http://127.0.0.1:${port}/`);
  await page.evaluate((address) => {
    const frame = document.createElement('iframe');
    frame.src = `${address}/`;
    document.body.append(frame);
  }, `http://127.0.0.1:${port}`);
  expect((await framed).status()).toBe(403);
  const rebound = await page.goto(`http://rebound.evil.test:${port}/`);
  expect(rebound?.status()).toBe(403);
  expect(await page.content()).not.toContain('assets/');
});

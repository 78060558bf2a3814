import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, expect, test, type Browser } from '@playwright/test';

/** Other web pages in the person's own browser try to read or use the running app: none may get a byte or an effect. */
let home: string;
let server: ChildProcess;
let port: string;
let evil: Server;
let browser: Browser;

test.beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'onepair-other-'));
  server = spawn(process.execPath, [resolve(import.meta.dirname, '../../out/main/server.js')], {
    env: { ...process.env, ONEPAIR_HOME: home, ONEPAIR_EXIT_WITH_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  port = await portOf(server);
  evil = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title><body></body>');
  });
  evil.listen(0, '127.0.0.1');
  await once(evil, 'listening');
  const options = test.info().project.use.launchOptions ?? {};
  browser = await chromium.launch({
    ...options,
    args: [...(options.args ?? []), '--host-resolver-rules=MAP *.evil.test 127.0.0.1'],
  });
});

test.afterAll(async () => {
  await browser.close();
  evil.close();
  server.stdin?.end();
  await once(server, 'exit');
  await rm(home, { recursive: true, force: true });
});

test('a foreign page reads nothing and starts nothing', async () => {
  const page = await browser.newPage();
  await page.goto(`http://www.evil.test:${(evil.address() as AddressInfo).port}/`);
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
  await page.close();
});

test('the page cannot be framed, nor served under a name that was pointed at this machine', async () => {
  const page = await browser.newPage();
  await page.goto(`http://www.evil.test:${(evil.address() as AddressInfo).port}/`);
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
  await page.close();
});

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /^Onepair: http:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
        if (found !== undefined) done(found);
      });
    }
    child.once('exit', () => {
      fail(new Error('the server ended before it was ready'));
    });
  });
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeIn, exchange, startForTest, tokenIn, type Running } from './harness';

let web: Running;
let token: string;
let photo: string;

beforeAll(async () => {
  web = await startForTest();
  token = await web.token();
  photo = web.host.registerPhoto(`${web.folder}/secret.txt`, 'a ü.txt').id;
});
afterAll(() => web.stop());

const authorized = () => [web.own, `authorization: Bearer ${token}`];

describe('the page', () => {
  it('is served with strict headers and without any leave for other origins', async () => {
    const answer = await web.send('GET /', [web.own, 'sec-fetch-site: none']);
    expect(answer).toMatchObject({ status: 200, body: '<!doctype html><title>Onepair</title>' });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('may be reached by following a link, as the link file does, but only as a page', async () => {
    const crossSite = [web.own, 'sec-fetch-site: cross-site'];
    const visit = ['sec-fetch-mode: navigate', 'sec-fetch-dest: document'];
    expect((await web.send('GET /', [...crossSite, ...visit])).status).toBe(200);
    for (const headers of [
      ['sec-fetch-mode: no-cors', 'sec-fetch-dest: script'],
      ['sec-fetch-mode: no-cors', 'sec-fetch-dest: image'],
      ['sec-fetch-mode: navigate', 'sec-fetch-dest: iframe'],
      ['sec-fetch-mode: cors', 'sec-fetch-dest: empty'],
    ]) {
      expect((await web.send('GET /', [...crossSite, ...headers])).status, headers.join()).toBe(403);
    }
    expect((await web.send('GET /assets/index.js', [...crossSite, ...visit])).status).toBe(403);
    expect((await web.send('GET /', [web.own, 'sec-fetch-site: same-site', 'sec-fetch-mode: cors'])).status).toBe(403);
  });

  it('answers HEAD without a body, and no other method', async () => {
    expect(await web.send('HEAD /')).toMatchObject({ status: 200, body: '' });
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      expect((await web.send(`${method} /`, [web.own, web.origin])).status, method).toBe(405);
      expect((await web.send(`${method} /`)).status, method).toBe(403);
    }
  });
});

describe('Host', () => {
  it('is 127.0.0.1 or localhost with the very port', async () => {
    const { port } = web.shell;
    expect((await web.send('GET /', [`host: localhost:${port}`])).status).toBe(200);
    for (const host of [
      'evil.test',
      `evil.test:${port}`,
      '127.0.0.1',
      `127.0.0.1.evil.test:${port}`,
      `127.0.0.1:${port}.evil.test`,
      `0.0.0.0:${port}`,
      `[::1]:${port}`,
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:${port}, evil.test`,
      `user@127.0.0.1:${port}`,
      '',
    ]) {
      const answer = await web.send('GET /', [`host: ${host}`]);
      expect(answer.status, host).toBe(403);
      expect(answer.body, host).not.toContain('doctype');
    }
    expect((await web.send('GET /', [])).status).toBe(403);
    expect((await web.send('GET /', [web.own, 'host: evil.test'])).status).toBe(403);
    expect((await web.send('GET /', [web.own, web.own])).status).toBe(403);
  });
});

describe('Origin', () => {
  const foreign = (port: number) => [
    'http://evil.test',
    'null',
    '',
    `http://127.0.0.1:${port + 1}`,
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`, // another origin than the Host that was asked
    `http://127.0.0.1:${port}.evil`,
    `http://127.0.0.1:${port}/`,
  ];

  it('must be the own one wherever it is sent, and is needed for all but reading', async () => {
    for (const origin of foreign(web.shell.port)) {
      for (const line of ['GET /', 'POST /upload', 'POST /session', `GET /image/${photo}`]) {
        const answer = await web.send(line, [...authorized(), `origin: ${origin}`]);
        expect(answer.status, `${line} ${origin}`).toBe(403);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
    expect((await web.send('POST /upload', authorized())).status).toBe(403);
    expect((await web.send('GET /', [web.own, web.origin])).status).toBe(200);
  });
});

describe('the token', () => {
  it('is needed for every byte of data', async () => {
    const wrong = [token.slice(0, -1), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, '', `${token}A`];
    const headers = [[], ...wrong.map((text) => [`authorization: Bearer ${text}`]), [`authorization: Basic ${token}`]];
    for (const line of [
      `GET /image/${photo}`,
      `GET /file/${photo}`,
      'GET /session',
      `GET /image/${photo}?token=${token}`,
    ]) {
      for (const given of headers) {
        const answer = await web.send(line, [web.own, ...given]);
        expect(answer.status, `${line} ${given.join()}`).toBe(401);
        expect(answer.body).not.toContain('SECRET');
      }
    }
    expect(await web.send(`GET /image/${photo}?max=64`, authorized())).toMatchObject({
      status: 200,
      body: '\u0001\u0002\u0003',
      headers: { 'content-type': 'image/png' },
    });
    const file = await web.send(`GET /file/${photo}`, authorized());
    expect(file).toMatchObject({
      status: 200,
      body: 'SECRET',
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(file.headers['content-disposition']).toBe("attachment; filename*=UTF-8''a%20%C3%BC.txt");
    expect((await web.send('GET /session', authorized())).status).toBe(200);
  });

  it('opens nothing that was not handed over', async () => {
    for (const path of ['/file/nothing', '/file/', '/file/../secret.txt', '/image/nothing', '/image/..%2fsecret.txt']) {
      expect((await web.send(`GET ${path}`, authorized())).status, path).toBe(404);
    }
  });
});

describe('addresses', () => {
  it('reach no file outside the page, however they are written', async () => {
    const forms = [
      '/../secret.txt', '/../page-evil/secret.txt', '/%2e%2e/secret.txt', '/%2E%2E%2Fsecret.txt', '/..%2fsecret.txt',
      '/..%5csecret.txt', '/..\\secret.txt', '/%252e%252e/secret.txt', '/%c0%ae%c0%ae/secret.txt', '/.../secret.txt',
      '/./../secret.txt', '/assets/../../secret.txt', '/assets/%2e%2e/%2e%2e/secret.txt', '/assets/..;/secret.txt',
      '//secret.txt', '//../secret.txt', '///', '/\\..\\secret.txt', '/link.txt', '/assets', '/assets/', '/%00',
      '/index.html%00.txt', '/index.html/', '/INDEX.HTML', `${web.folder}/secret.txt`, '/etc/hostname', '//etc/hostname',
      '/file:///etc/hostname', '/proc/self/environ', '/C:/Windows/win.ini', '/~root/', '/%2fetc%2fhostname', '/.',
      '/image/../../secret.txt', '/image/%2e%2e/secret.txt', '/image//etc/hostname', '/@fs/etc/hostname', '/?/../secret.txt/',
      '/%u002e%u002e/secret.txt', '/assets/index.js/../../../secret.txt', '/constructor', '/__proto__', '*',
      `http://127.0.0.1:${web.shell.port}/../secret.txt`, 'http://evil.test/', 'file:///etc/hostname',
    ]; // prettier-ignore
    for (const form of forms) {
      const answer = await web.send(`GET ${form}`, authorized());
      const isPage = form === '/?/../secret.txt/'; // a query is no path
      expect([400, 404, ...(isPage ? [200] : [])], form).toContain(answer.status);
      expect(answer.body, form).not.toContain('SECRET');
    }
    expect(forms.length).toBeGreaterThanOrEqual(40);
  });
});

describe('the one-time code', () => {
  it('lies in a file for this person alone, works once, and is followed by another', async () => {
    expect((await stat(web.linkFile)).mode & 0o777).toBe(0o600);
    const code = await codeIn(web.linkFile);
    const own = [web.own, web.origin];
    expect(tokenIn(await exchange(web.send, own, code))).toBe(token);
    expect((await exchange(web.send, own, code)).status).toBe(401);
    expect((await exchange(web.send, own, `${code}A`)).status).toBe(401);
    expect((await exchange(web.send, [web.own], await codeIn(web.linkFile))).status).toBe(403);
    await vi.waitFor(async () => {
      expect(await codeIn(web.linkFile)).not.toBe(code);
    });
    expect(await readFile(web.linkFile, 'utf8')).not.toContain(token);
  });

  it('takes JSON of a small size only', async () => {
    const own = [web.own, web.origin];
    const body = JSON.stringify({ code: await codeIn(web.linkFile) });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = [...own, `content-type: ${type}`, `content-length: ${body.length}`];
      expect((await web.send('POST /session', headers, body)).status, type).toBe(415);
    }
    const json = [...own, 'content-type: application/json'];
    for (const text of ['', '{', 'null', '[]', '{"code":1}', '{"__proto__":{"code":"x"}}']) {
      const headers = [...json, `content-length: ${text.length}`];
      expect((await web.send('POST /session', headers, text)).status, text).toBe(401);
    }
    expect((await web.send('POST /session', [...json, 'content-length: 2000'])).status).toBe(413);
    expect((await web.send('POST /session', [...json, 'transfer-encoding: chunked'])).status).toBe(413);
  });
});

describe('uploads', () => {
  const upload = (body: string, ...headers: string[]) =>
    web.send('POST /upload', [...authorized(), web.origin, `content-length: ${body.length}`, ...headers], body);
  const bytes = 'content-type: application/octet-stream';

  it('are kept in folders of ours, under the name of theirs', async () => {
    const answer = await upload('pixels', bytes, `x-onepair-name: ${encodeURIComponent('../../é\u0000vil.JPG')}`);
    expect(answer.status).toBe(200);
    const ref = JSON.parse(answer.body) as { id: string; name: string };
    expect(ref.name).toBe('évil.JPG');
    const path = web.host.findPhoto(ref.id)?.path ?? '';
    expect(path.slice(web.uploads.length)).toMatch(/^\/[0-9a-f-]{36}\/évil\.JPG$/);
    expect(await readFile(path, 'utf8')).toBe('pixels');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(web.uploads)).mode & 0o777).toBe(0o700);
  });

  it('are refused without a name, as a form, empty, too large or without the token, and leave nothing', async () => {
    const before = await readdir(web.uploads);
    expect((await upload('x', bytes)).status).toBe(415);
    expect((await upload('x', bytes, 'x-onepair-name: %zz')).status).toBe(415);
    expect((await upload('x', bytes, 'x-onepair-name: ..')).status).toBe(415);
    expect((await upload('x', 'content-type: multipart/form-data', 'x-onepair-name: a.png')).status).toBe(415);
    const empty = await upload('', bytes, 'x-onepair-name: a.png');
    expect(empty.status).toBe(400);
    expect(JSON.parse(empty.body)).toMatchObject({
      kind: 'bad-input',
      message: '“a.png” is empty. Choose another file.',
      sentence: { id: 'upload.empty', args: { file: 'a.png' } },
      file: 'a.png',
    });
    const own = [web.own, web.origin, bytes, 'x-onepair-name: a.png'];
    expect((await web.send('POST /upload', [...own, 'content-length: 1'], 'x')).status).toBe(401);
    const huge = [...own, `authorization: Bearer ${token}`, `content-length: ${3 * 2 ** 30}`];
    expect((await web.send('POST /upload', huge)).status).toBe(413);
    expect(await readdir(web.uploads)).toEqual(before);
  });
});

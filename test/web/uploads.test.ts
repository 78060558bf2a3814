import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiveUpload, uploadName } from '../../src-main/web/uploads';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-uploads-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('counts the bytes that really come', async () => {
  const body = () => Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
  await expect(receiveUpload(body(), 'a.png', folder, 1000)).rejects.toMatchObject({
    kind: 'bad-input',
    file: 'a.png',
  });
  expect(await readdir(folder)).toEqual([]);
  await receiveUpload(body(), 'a.png', folder, 1200);
  expect(await readdir(folder)).toHaveLength(1);
});

it('is called on disk as the user called it, as far as that is safe, whatever else has that name', async () => {
  const store = (name: string) => receiveUpload(Readable.from([Buffer.alloc(1)]), name, folder);
  const [first, second] = [await store('Old print.JPG'), await store('Old print.JPG')];
  expect(first).not.toBe(second);
  expect([first, second].map((path) => basename(path))).toEqual(['Old print.JPG', 'Old print.JPG']);
  for (const path of [first, await store('../../a.png'), await store('/etc/b.png')]) {
    expect(dirname(dirname(path))).toBe(folder);
  }
  expect(basename(await store('con.png'))).toBe('_con.png');
  expect(basename(await store('a<b>.p/ng'))).not.toMatch(/[<>/]/);
  expect(Buffer.byteLength(basename(await store(`${'照'.repeat(200)}.png`)))).toBeLessThan(200);
});

it('keeps nothing of an upload that broke off', async () => {
  const broken = new Readable({ read: () => undefined });
  broken.push(Buffer.alloc(100));
  const upload = receiveUpload(broken, 'a.png', folder);
  broken.destroy();
  await expect(upload).rejects.toMatchObject({
    kind: 'cancelled',
    message: expect.stringContaining('a.png') as string,
  });
  expect(await readdir(folder)).toEqual([]);
});

it('says so when the disk refuses', async () => {
  await writeFile(join(folder, 'file'), '');
  const blocked = receiveUpload(Readable.from([Buffer.alloc(1)]), 'a.png', join(folder, 'file'));
  await expect(blocked).rejects.toMatchObject({ kind: 'disk' });
  const noSpace = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const full = new Readable({
    read() {
      this.destroy(noSpace);
    },
  });
  const upload = receiveUpload(full, 'a.png', folder);
  await expect(upload).rejects.toMatchObject({
    kind: 'disk',
    message: 'The disk has no room for “a.png”. Free some space, then add it again.',
  });
});

it('takes the last part of a name and nothing that is none', () => {
  expect(uploadName('photo%201.jpg')).toBe('photo 1.jpg');
  expect(uploadName(encodeURIComponent('C:\\x\\a.png'))).toBe('a.png');
  expect(uploadName(encodeURIComponent('../../etc/passwd'))).toBe('passwd');
  expect(uploadName(encodeURIComponent('a\r\nb.png'))).toBe('ab.png');
  expect(uploadName('x'.repeat(5000))).toHaveLength(255);
  for (const bad of [undefined, '', '%', '..', '.', 'a/', '%00', ['a', 'b']]) expect(uploadName(bad)).toBeNull();
});

import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { resolveSettings } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import { hasEnded, realHost, temporaryHome, type Home, type RealHost } from './host-built';

/** Before restoring: any part of a photo before and after, and how near a photo is to the training pair. */
let home: Home;
let real: RealHost;
let model: string;
let degraded: string;
let clean: string;
beforeAll(async () => {
  home = await temporaryHome();
  real = realHost();
  const pair = await real.call('pair.sample', { size: 320, task: 'deblur' });
  [degraded, clean] = [pair.degraded.id, pair.clean.id];
  const choices = { method: 'linear', task: 'deblur', patch: 9 } as const;
  const { job } = await real.call('train.start', { degraded, clean, choices });
  model = (await real.until(job, hasEnded)).model!.id;
});
afterAll(async () => {
  await real.host.close();
  await home.remove();
});

const pixels = (png: Uint8Array | string, rect?: { left: number; top: number; width: number; height: number }) =>
  (rect ? sharp(png).extract(rect) : sharp(png)).raw().toBuffer();

describe('a preview', () => {
  it('is the same as that part of the restored photo', async () => {
    const photo = home.path('photo.png');
    // 8 bits, so that the result is rounded as the preview is.
    await real.host.savePhoto(clean, photo);
    const { id } = real.host.registerPhoto(photo);
    const folder = real.host.registerFolder(home.path('out')).id;
    const settings = { ...RESTORE_DEFAULTS, naming: '{name}', strength: 60 };
    const { job } = await real.call('restore.start', { model, photos: [id], folder, settings });
    expect((await real.until(job, hasEnded)).state).toBe('done');
    const whole = join(home.path('out'), 'photo.png');
    for (const rect of [
      { x: 0, y: 0, width: 320, height: 320 },
      { x: 41, y: 97, width: 150, height: 33 },
      { x: 300, y: 310, width: 1024, height: 768 },
    ]) {
      const preview = await real.call('restore.preview', { model, photo: id, rect, strength: 60, quick: true });
      expect(preview.exact).toBe(true);
      const { x: left, y: top, width, height } = preview.rect;
      expect([left, top]).toEqual([rect.x, rect.y]);
      const part = { left, top, width, height };
      expect(await pixels(preview.after)).toEqual(await pixels(whole, part));
      expect(await pixels(preview.before)).toEqual(await pixels(photo, part));
    }
  });

  it('of Compare is the restored photo, whole and in part, and nothing is written beside it', async () => {
    const folder = real.host.registerFolder(home.path('compared')).id;
    const whole = await real.call('compare.preview', { model, photo: degraded });
    const rect = { x: 41, y: 97, width: 150, height: 33 };
    const part = await real.call('compare.preview', { model, photo: degraded, rect });
    expect([whole.rect, part.rect]).toEqual([{ x: 0, y: 0, width: 320, height: 320 }, rect]);
    const settings = { ...RESTORE_DEFAULTS, naming: '{name}' };
    const { job } = await real.call('restore.start', { model, photos: [degraded], folder, settings });
    const { restored } = await real.until(job, hasEnded);
    const pathOf = (photo: string) => real.host.findPhoto(photo)!.path;
    const exact = await sharp(pathOf(restored![0]!.result!.id))
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer();
    const seen = await sharp(pathOf(whole.picture.id)).toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer();
    expect(seen).toEqual(exact);
    const [left, top] = [rect.x, rect.y];
    const there = await pixels(pathOf(restored![0]!.result!.id), { left, top, width: rect.width, height: rect.height });
    const away = (await pixels(pathOf(part.picture.id))).map((value, at) => Math.abs(value - there[at]!));
    expect(Math.max(...away)).toBeLessThanOrEqual(1);
  });

  it('of a slow model is coarser at first and then exact', async () => {
    const { ingredients } = resolveSettings({ method: 'rnn', preset: 'best' });
    // Slow on the fastest machine.
    const choices = {
      method: 'rnn',
      preset: 'fast',
      ingredients,
      units: 768,
      epochs: 1,
      patchesPerEpoch: 256,
    } as const;
    const { job: training } = await real.call('train.start', { degraded, clean, choices });
    const slow = (await real.until(training, hasEnded)).model!.id;
    const { id } = real.host.registerPhoto(home.path('photo.png'));
    const rect = { x: 0, y: 0, width: 320, height: 320 };
    const asked = { model: slow, photo: id, rect, strength: 100 };
    const quick = await real.call('restore.preview', { ...asked, quick: true });
    expect(quick.exact).toBe(false);
    const exact = await real.call('restore.preview', { ...asked, quick: false });
    expect(exact).toMatchObject({ exact: true, rect });

    const folder = real.host.registerFolder(home.path('slow')).id;
    const settings = { ...RESTORE_DEFAULTS, naming: '{name}' };
    const { job } = await real.call('restore.start', { model: slow, photos: [id], folder, settings });
    await real.until(job, hasEnded);
    const result = join(home.path('slow'), 'photo.png');
    expect(await pixels(exact.after)).toEqual(await pixels(result));
    // On a slow machine it is the middle only.
    const { x: left, y: top, width, height } = quick.rect;
    const [coarse, fine] = [await pixels(quick.after), await pixels(result, { left, top, width, height })];
    expect(coarse).not.toEqual(fine);
    const distance = fine.reduce((sum, value, at) => sum + Math.abs(value - coarse[at]!), 0) / fine.length;
    expect(distance).toBeLessThan(8);
  });

  it('of a photo that is not there is refused in words', async () => {
    const { id } = real.host.registerPhoto(home.path('gone.png'));
    const rect = { x: 0, y: 0, width: 10, height: 10 };
    await expect(real.call('restore.preview', { model, photo: id, rect, strength: 100, quick: true })).rejects.toThrow(
      /gone\.png/,
    );
  });
});

it('the fit says near of what was degraded alike, far of what was not, and why', async () => {
  const gone = real.host.registerPhoto(home.path('gone.png')).id;
  const [alike, sharper, missing] = await real.call('restore.domainGap', { model, photos: [degraded, clean, gone] });
  expect(alike).toMatchObject({ photo: degraded, level: 'near' });
  expect(sharper).toMatchObject({ photo: clean, level: 'far' });
  expect(inEnglish(sharper!.sentence)).toMatch(/sharper/);
  expect(missing!.level).toBe('unknown');
  expect(inEnglish(missing!.sentence)).toMatch(/gone\.png/);
});

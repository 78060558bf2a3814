import { createHash } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { modelCardSchema } from '@contract/model-card';
import { decodeModel, loadModel, readSummary, saveModel } from '../../src-main/store/model-file';
import { openLibrary } from '../../src-main/store/library';
import { decodeTensorFile, encodeTensorFile } from '../../src-main/store/tensor-file';
import { noteBar } from '../fixtures/bar';
import {
  SETTINGS,
  card,
  crop,
  expectedTensors,
  failureOf,
  seeded,
  temporaryFolder,
  weights,
} from '../fixtures/helpers';
import { STAGE_1 } from '../fixtures/model';

const GOLDEN_SETTINGS = {
  ...{ method: 'rnn', preset: 'fast', task: 'deblur', patch: 5, units: 8, epochs: 2, stageEpochs: [2, 0], lambda: 0 },
  ...{ batch: 256, patchesPerEpoch: 16384, rate: 0.006, mode: 'patch2patch', loss: 'l2', channels: 'luminance' },
  // Written as 'flips': the names of that time are read as today's.
  ingredients: ['linear-start', 'weighted-overlap', 'augmentation', 'weight-average'],
  ...{ scale: 1, seed: 3 },
};

const folder = await temporaryFolder();
const path = join(folder, 'model.onepair');
const summary = await saveModel(path, { card: card(), tensors: weights(), crop: crop() });
const good = new Uint8Array(await readFile(path));
const refused = async (bytes: Uint8Array | Promise<Uint8Array>, reason?: RegExp) => {
  const decoding = decodeModel(await bytes, 'a.onepair', expectedTensors);
  await expect(decoding).rejects.toThrow(reason ?? /^a\.onepair cannot be used/);
};

/** A file with this card and these tensors, its hash right. */
const forged = (cardJson: string, tensors = weights(), model = 'whatever') =>
  encodeTensorFile({ card: cardJson, model }, tensors);
const LIMITS = { maxBytes: 1e9, maxHeaderBytes: 1e6 };

describe('a model file', () => {
  it('comes back bit for bit', async () => {
    const loaded = await loadModel(path, expectedTensors);
    expect(loaded).toEqual({ card: card(), tensors: weights(), crop: crop(), summary });
    expect(await readSummary(path)).toEqual(summary);
    expect(summary).toMatchObject({ name: 'Starfish deblur', bytes: good.length });
  });

  it('is laid out as documented: safetensors with aligned tensors and one hash', () => {
    const length = Number(new DataView(good.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(good.subarray(8, 8 + length))) as Record<string, unknown>;
    expect(Object.keys(header)).toEqual([
      '__metadata__',
      'hidden/kernel',
      'hidden/bias',
      'crop.degraded',
      'crop.restored',
      'crop.clean',
    ]);
    expect(header['hidden/kernel']).toEqual({ dtype: 'F32', shape: [9, 8], data_offsets: [0, 288] });
    const { model, sha256, card: text } = header['__metadata__'] as Record<string, string>;
    const data = good.subarray(8 + length);
    const hashed = (...parts: (Uint8Array | string)[]) =>
      parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
    expect(text).toBe(JSON.stringify(card()));
    expect(model).toBe(hashed(data.subarray(0, 320), JSON.stringify(SETTINGS)));
    expect(sha256).toBe(hashed(data, text!, model!));
    expect(summary.id).toBe(model);
  });

  it('without a crop, and with a long history, stays below its limits', async () => {
    const history = Array.from({ length: 20_000 }, (_, step) => ({
      step,
      epoch: step / 700,
      elapsedMs: step * 1.2345678,
      loss: 1 / (step + 3),
      validationPsnr: 25 + Math.log(step + 1.5),
      ...STAGE_1,
    }));
    const out = join(folder, 'long.onepair');
    const { card: saved } = await saveModel(out, { card: { ...card(), history }, tensors: weights(), crop: null });
    const loaded = await loadModel(out, expectedTensors);
    expect(loaded.crop).toBeNull();
    expect(saved.history.length).toBeGreaterThan(200);
    expect(saved.history.length).toBeLessThanOrEqual(500);
    expect([saved.history[0], saved.history.at(-1)]).toEqual([history[0], history.at(-1)]);
    expect(Buffer.byteLength(JSON.stringify(saved))).toBeLessThanOrEqual(64 * 1024);
  });

  it('with weights that are not finite is never written', async () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const tensors = weights();
      tensors[0]!.data[5] = value;
      const out = join(folder, 'nan.onepair');
      expect((await failureOf(saveModel(out, { card: card(), tensors, crop: null }))).kind).toBe('internal');
      expect((await failureOf(readSummary(out))).kind).toBe('not-found');
    }
  });
});

it('a stranger’s texts are shown with their hidden characters', async () => {
  const evil = '\u001b]0;x\u0007a\u202eb';
  const facts = { ...card().facts, pairName: evil };
  const written = JSON.stringify({ ...card(evil), formatVersion: 1, facts, appVersion: '1\u200b' });
  const bytes = await encodeTensorFile({ card: written }, weights());
  const { card: read } = await decodeModel(bytes, 'a.onepair', expectedTensors);
  const visible = '[U+001B]]0;x[U+0007]a[U+202E]b';
  expect([read.name, read.facts.pairName, read.appVersion]).toEqual([visible, visible, '1[U+200B]']);
});

it('a stranger’s texts may be as long as they may be however many of their characters are hidden: they leave the host', () => {
  const text = (most: number) =>
    fc
      .array(fc.constantFrom('a', '\u202e', '\u200d', '😀'), { minLength: 1, maxLength: most / 2 })
      .map((all) => all.join(''));
  fc.assert(
    fc.property(text(130), text(1000), text(40), (name, pairName, appVersion) => {
      const written = { ...card(name), facts: { ...card().facts, pairName }, appVersion };
      const read = v.parse(modelCardSchema, written);
      expect(v.parse(modelCardSchema, read)).toEqual(read);
    }),
    { seed: 3, numRuns: 300 },
  );
  const most = { ...card('\u202e'.repeat(130)), appVersion: '\u202e'.repeat(40) };
  const read = v.parse(modelCardSchema, most);
  expect(v.parse(modelCardSchema, read)).toEqual(read);
});

describe('is refused', () => {
  it('cut at any byte', async () => {
    for (let length = 0; length < good.length; length += 1) await refused(good.subarray(0, length));
  });

  it('with any one bit flipped', async () => {
    const bytes = good.slice();
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      await expect(decodeModel(bytes, 'a.onepair', expectedTensors), `bit ${bit}`).rejects.toThrow();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    noteBar('bits flipped', bytes.length * 8, 'each refused in words');
  });

  it('with bytes after its end, or ten random bytes changed', async () => {
    await refused(Uint8Array.from([...good, 0]), /belong to nothing/);
    const next = seeded(11);
    for (let round = 0; round < 300; round += 1) {
      const bytes = good.slice();
      for (let i = 0; i < 10; i += 1) bytes[next(bytes.length)]! ^= 1 + next(255);
      await refused(bytes);
    }
  });

  it('when it is something else', async () => {
    for (const text of ['', 'PK\x03\x04', '\x89HDF\r\n\x1a\n', '\x80\x02}q\0.', '{}', 'x'.repeat(5000)]) {
      await refused(Buffer.from(text, 'latin1'));
    }
    const huge = new Uint8Array(16);
    huge.fill(255);
    await refused(huge, /does not begin like a model/);
  });

  it('when its name is none, or too long for one', async () => {
    for (const name of ['', 'x'.repeat(60_000), 'x'.repeat(200)])
      await refused(forged(JSON.stringify({ ...card(), name })));
  });

  it('when names, shapes or types are not those of its settings', async () => {
    const [kernel, bias] = weights() as [ReturnType<typeof weights>[0], ReturnType<typeof weights>[0]];
    const json = JSON.stringify(card());
    await refused(forged(json, [kernel]), /"hidden\/bias" are missing/);
    await refused(forged(json, [kernel, bias, { ...bias, name: 'extra' }]), /do not belong/);
    await refused(forged(json, [{ ...kernel, shape: [8, 9] }, bias]), /are F32 8×9, its settings need F32 9×8/);
    const double = { name: 'hidden/bias', shape: [8], dtype: 'F64' as const, data: new Float64Array(8) };
    await refused(forged(json, [kernel, double]), /F64 8/);
    await refused(forged(JSON.stringify({ ...card(), settings: { ...SETTINGS, units: 9 } })), /its settings need/);
  });

  it('when a weight is not a number though the hash is right', async () => {
    for (const value of [NaN, Infinity]) {
      const tensors = weights();
      tensors[1]!.data[0] = value;
      await refused(forged(JSON.stringify(card()), tensors), /not a number/);
    }
  });

  it('when the card is broken, too long, newer, or pollutes', async () => {
    await refused(forged('{'), /card is not readable/);
    await refused(forged('null'), /card is not valid/);
    await refused(forged(JSON.stringify({ ...card(), settings: { ...SETTINGS, units: 1e9 } })), /settings\.units/);
    await refused(forged(JSON.stringify({ ...card(), settings: { ...SETTINGS, method: 'eval' } })), /settings\.method/);
    await refused(forged(JSON.stringify({ ...card(), appVersion: 'x'.repeat(70_000) })), /64 KiB/);
    await refused(forged(JSON.stringify({ ...card(), formatVersion: 3 })), /newer Onepair \(format 3\)\. Update/);
    const json = JSON.stringify(card()).replace('{', '{"__proto__":{"polluted":1},');
    const { model } = (await decodeTensorFile(good, LIMITS)).metadata;
    expect((await decodeModel(await forged(json, weights(), model), 'a', expectedTensors)).card).toEqual(card());
    await refused(forged(JSON.stringify(card())), /its id is not that of its weights/);
    await refused(encodeTensorFile({ card: JSON.stringify(card()) }, weights()), /does not describe a model/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    await refused(encodeTensorFile({}, weights()), /no model card/);
  });

  it('when the header lies about offsets, repeats a name or leaves a hole', async () => {
    const text = new TextDecoder('latin1').decode(good);
    const swap = async (from: string, to: string) => {
      expect(from.length).toBe(to.length);
      expect(text).toContain(from);
      await refused(Buffer.from(text.replace(from, to), 'latin1'));
    };
    await swap('[0,288]', '[4,292]');
    await swap('[288,320]', '[320,288]');
    await swap('[0,288]', '[-1,99]');
    await swap('crop.clean":', 'crop.restor:'.replace('restor:', 'rest2":').slice(0, 12));
    await swap('"shape":[9,8]', '"shape":[-9,]');
    await swap('"shape":[9,8]', '"shape":[1e9]');
    await swap('"dtype":"F32"', '"dtype":"I32"');
  });

  it('when it is a link, a folder or missing', async () => {
    await symlink(path, join(folder, 'link.onepair'));
    await mkdir(join(folder, 'folder.onepair'));
    expect((await failureOf(loadModel(join(folder, 'link.onepair'), expectedTensors))).message).toMatch(/is a link/);
    expect((await failureOf(loadModel(join(folder, 'folder.onepair'), expectedTensors))).message).toMatch(
      /not an ordinary/,
    );
    expect((await failureOf(loadModel(join(folder, 'none.onepair'), expectedTensors))).kind).toBe('not-found');
  });

  it('when it is larger than 64 MiB, before it is read', async () => {
    const out = join(folder, 'large.onepair');
    await writeFile(out, new Uint8Array(64 * 2 ** 20 + 1));
    expect((await failureOf(loadModel(out, expectedTensors))).message).toMatch(/larger than 64 MiB/);
  });
});

it('tensor files carry every type in the order given', async () => {
  const tensors = [
    { name: 'a', shape: [3], dtype: 'U8' as const, data: Uint8Array.from([1, 2, 3]) },
    { name: 'b', shape: [2], dtype: 'F64' as const, data: Float64Array.from([Math.PI, -0]) },
    { name: 'c', shape: [1, 2], dtype: 'U32' as const, data: Uint32Array.from([0xffffffff, 5]) },
    { name: 'd', shape: [], dtype: 'F32' as const, data: Float32Array.from([1e-40]) },
    { name: 'e', shape: [0], dtype: 'F32' as const, data: new Float32Array(0) },
  ];
  const decoded = await decodeTensorFile(await encodeTensorFile({ note: 'ü' }, tensors), LIMITS);
  expect(decoded.tensors).toEqual(tensors);
  expect(decoded.metadata).toEqual({ note: 'ü' });
});

describe('version 1', () => {
  const golden = join(import.meta.dirname, '../fixtures/golden/version-1.onepair');

  it('loads to the weights and settings that it was saved with', async () => {
    const { card: read, tensors, crop: picture, summary: row } = await loadModel(golden);
    expect(read).toMatchObject({ formatVersion: 1, name: 'Golden 1', settings: GOLDEN_SETTINGS });
    expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['rnn.w_zz', 8, 8],
      ['rnn.w_zy', 5, 8],
      ['rnn.bias', 8],
      ['rnn.w_xz', 5, 8],
      ['overlap.weights', 5, 5],
      ['linear.filter', 15, 15],
      ['frame.shift', 2],
      ['frame.symmetries', 8],
    ]);
    // The weights' bytes in the file, by the safetensors layout alone.
    const file = new Uint8Array(await readFile(golden));
    const start = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    const bytes = Buffer.concat(tensors.map(({ data }) => new Uint8Array(data.buffer)));
    expect(bytes).toEqual(Buffer.from(file.subarray(start, start + bytes.length)));
    expect(bytes.readFloatLE(0)).toBeCloseTo(-0.1072733923792839, 12);
    expect(picture).toMatchObject({ width: 16, height: 16 });
    expect(await readSummary(golden)).toEqual(row);
  });

  it('keeps its id when it is renamed, and is written as version 2', async () => {
    const library = openLibrary(join(folder, 'golden'));
    const { id } = await library.importFile(golden);
    const renamed = await library.rename(id, 'Other');
    expect(renamed).toMatchObject({ id, name: 'Other', card: { formatVersion: 2 } });
    const { tensors } = await library.load('Other');
    expect(tensors).toEqual((await loadModel(golden)).tensors);
    expect(await library.find(id)).toMatchObject({ summary: renamed });
  });
});

describe('version 2', () => {
  const golden = join(import.meta.dirname, '../fixtures/golden/version-2.onepair');

  it('loads to the weights, settings and facts that it was saved with', async () => {
    const { card: read, tensors, crop: picture, summary: row } = await loadModel(golden);
    expect(read).toMatchObject({
      ...{ formatVersion: 2, name: 'Golden 2', camera: { make: 'Sample', iso: 1600 } },
      settings: { method: 'rnn-gan', stageEpochs: [1, 1], stage2Rate: 0.001, units: 8, channels: 'luminance', seed: 4 },
      facts: { validationPsnr: 27.096403112279837, notes: [{ id: 'training.symmetric', args: { forms: 7 } }] },
      fit: { blur: 1.6821858502352027 },
    });
    expect(read.settings.ingredients).toContain('crisp-dial');
    const first = (name: string) => tensors.find((tensor) => tensor.name === name)?.data[0];
    expect([first('rnn.w_zz'), first('crisp.rnn.w_zz')]).toEqual([0.21627973020076752, 0.23601318895816803]);
    expect(row.id).toBe('c001c40d94fa5c9ee9f9f396921312f4fae1c16316765ba2bd866c6830ae69d8');
    expect(picture).toMatchObject({ width: 16, height: 16 });
  });

  it('is written again bit for bit', async () => {
    const again = join(folder, 'again.onepair');
    await saveModel(again, await loadModel(golden));
    expect(await readFile(again)).toEqual(await readFile(golden));
  });
});

it('a model of 64 MiB is taken in by small pieces: other work goes on in between', async () => {
  const shape = [4090, 4096];
  const spec = { name: 'large', shape, dtype: 'F32' as const };
  const large = join(folder, 'large-model.onepair');
  const tensors = [{ ...spec, data: new Float32Array(shape[0]! * shape[1]!).fill(0.25) }];
  await saveModel(large, { card: card('Large'), tensors, crop: null });
  let [turns, isBusy] = [0, true];
  const watch = () => {
    turns += 1;
    if (isBusy) setImmediate(watch);
  };
  watch();
  await openLibrary(join(folder, 'large'), () => [spec]).importFile(large);
  isBusy = false;
  // Hashed twice a mebibyte at a time, looked through a mebibyte at a time.
  expect(turns).toBeGreaterThan(180);
}, 60_000);

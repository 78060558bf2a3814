import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeModel, loadModel, readSummary, saveModel } from '../../src-main/store/model-file';
import { decodeTensorFile, encodeTensorFile } from '../../src-main/store/tensor-file';
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

const folder = await temporaryFolder();
const path = join(folder, 'model.onepair');
const summary = await saveModel(path, { card: card(), tensors: weights(), crop: crop() });
const good = new Uint8Array(await readFile(path));
const refused = (bytes: Uint8Array, reason?: RegExp) => {
  expect(() => decodeModel(bytes, 'a.onepair', expectedTensors)).toThrow(reason ?? /^a\.onepair cannot be used/);
};

/** A file with this card and these tensors, its hash right. */
const forged = (cardJson: string, tensors = weights()) => encodeTensorFile({ card: cardJson }, tensors);
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
    expect(header['__metadata__']).toEqual({ card: JSON.stringify(card()), sha256: summary.id });
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

it('a stranger’s texts are shown with their hidden characters', () => {
  const evil = '\u001b]0;x\u0007a\u202eb';
  const facts = { ...card().facts, pairName: evil };
  const { card: read } = decodeModel(
    forged(JSON.stringify({ ...card(evil), facts, appVersion: '1\u200b' })),
    'a.onepair',
    expectedTensors,
  );
  const visible = '[U+001B]]0;x[U+0007]a[U+202E]b';
  expect([read.name, read.facts.pairName, read.appVersion]).toEqual([visible, visible, '1[U+200B]']);
});

describe('is refused', () => {
  it('cut at any byte', () => {
    for (let length = 0; length < good.length; length += 1) refused(good.subarray(0, length));
  });

  it('with any one bit flipped', () => {
    const bytes = good.slice();
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeModel(bytes, 'a.onepair', expectedTensors), `bit ${bit}`).toThrow();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
  });

  it('with bytes after its end, or ten random bytes changed', () => {
    refused(Uint8Array.from([...good, 0]), /belong to nothing/);
    const next = seeded(11);
    for (let round = 0; round < 300; round += 1) {
      const bytes = good.slice();
      for (let i = 0; i < 10; i += 1) bytes[next(bytes.length)]! ^= 1 + next(255);
      refused(bytes);
    }
  });

  it('when it is something else', () => {
    for (const text of ['', 'PK\x03\x04', '\x89HDF\r\n\x1a\n', '\x80\x02}q\0.', '{}', 'x'.repeat(5000)]) {
      refused(Buffer.from(text, 'latin1'));
    }
    const huge = new Uint8Array(16);
    huge.fill(255);
    refused(huge, /does not begin like a model/);
  });

  it('when its name is none, or too long for one', () => {
    for (const name of ['', 'x'.repeat(60_000), 'x'.repeat(200)]) refused(forged(JSON.stringify({ ...card(), name })));
  });

  it('when names, shapes or types are not those of its settings', () => {
    const [kernel, bias] = weights() as [ReturnType<typeof weights>[0], ReturnType<typeof weights>[0]];
    const json = JSON.stringify(card());
    refused(forged(json, [kernel]), /"hidden\/bias" are missing/);
    refused(forged(json, [kernel, bias, { ...bias, name: 'extra' }]), /do not belong/);
    refused(forged(json, [{ ...kernel, shape: [8, 9] }, bias]), /are F32 8×9, its settings need F32 9×8/);
    const double = { name: 'hidden/bias', shape: [8], dtype: 'F64' as const, data: new Float64Array(8) };
    refused(forged(json, [kernel, double]), /F64 8/);
    refused(forged(JSON.stringify({ ...card(), settings: { ...SETTINGS, units: 9 } })), /its settings need/);
  });

  it('when a weight is not a number though the hash is right', () => {
    for (const value of [NaN, Infinity]) {
      const tensors = weights();
      tensors[1]!.data[0] = value;
      refused(forged(JSON.stringify(card()), tensors), /not a number/);
    }
  });

  it('when the card is broken, too long, newer, or pollutes', () => {
    refused(forged('{'), /card is not readable/);
    refused(forged('null'), /card is not valid/);
    refused(forged(JSON.stringify({ ...card(), settings: { ...SETTINGS, units: 1e9 } })), /settings\.units/);
    refused(forged(JSON.stringify({ ...card(), settings: { ...SETTINGS, method: 'eval' } })), /settings\.method/);
    refused(forged(JSON.stringify({ ...card(), appVersion: 'x'.repeat(70_000) })), /64 KiB/);
    refused(forged(JSON.stringify({ ...card(), formatVersion: 2 })), /newer Onepair \(format 2\)\. Update/);
    const json = JSON.stringify(card()).replace('{', '{"__proto__":{"polluted":1},');
    expect(decodeModel(forged(json), 'a', expectedTensors).card).toEqual(card());
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    refused(encodeTensorFile({}, weights()), /no model card/);
  });

  it('when the header lies about offsets, repeats a name or leaves a hole', () => {
    const text = new TextDecoder('latin1').decode(good);
    const swap = (from: string, to: string) => {
      expect(from.length).toBe(to.length);
      expect(text).toContain(from);
      refused(Buffer.from(text.replace(from, to), 'latin1'));
    };
    swap('[0,288]', '[4,292]');
    swap('[288,320]', '[320,288]');
    swap('[0,288]', '[-1,99]');
    swap('crop.clean":', 'crop.restor:'.replace('restor:', 'rest2":').slice(0, 12));
    swap('"shape":[9,8]', '"shape":[-9,]');
    swap('"shape":[9,8]', '"shape":[1e9]');
    swap('"dtype":"F32"', '"dtype":"I32"');
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

it('tensor files carry every type in the order given', () => {
  const tensors = [
    { name: 'a', shape: [3], dtype: 'U8' as const, data: Uint8Array.from([1, 2, 3]) },
    { name: 'b', shape: [2], dtype: 'F64' as const, data: Float64Array.from([Math.PI, -0]) },
    { name: 'c', shape: [1, 2], dtype: 'U32' as const, data: Uint32Array.from([0xffffffff, 5]) },
    { name: 'd', shape: [], dtype: 'F32' as const, data: Float32Array.from([1e-40]) },
    { name: 'e', shape: [0], dtype: 'F32' as const, data: new Float32Array(0) },
  ];
  const decoded = decodeTensorFile(encodeTensorFile({ note: 'ü' }, tensors), LIMITS);
  expect(decoded.tensors).toEqual(tensors);
  expect(decoded.metadata).toEqual({ note: 'ü' });
});

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpointStore } from '../../src-main/store/checkpoint-store';
import { openLibrary } from '../../src-main/store/library';
import { loadModel, saveModel } from '../../src-main/store/model-file';
import { openSettings } from '../../src-main/store/settings-file';
import { appendLine, createLedger, ledgerPath, readLedgers, type LedgerLine } from '../../src-main/store/batch/ledger';
import { writeFileAtomic } from '../../src-main/disk/atomic-write';
import { barTimeoutMs, noteBar, tries } from '../fixtures/bar';
import { SETTINGS, card, expectedTensors, temporaryFolder, weights } from '../fixtures/helpers';
import { addModel } from '../fixtures/model';
import { playCut, record } from '../fixtures/power-cut';

const root = await temporaryFolder();
const stored = (name: string, seed: number) => ({ card: card(name), tensors: weights(seed), crop: null });
const path = (folder: string, name: string) => join(folder, name);
let states = 0;

interface Work {
  prepare?: (folder: string) => Promise<unknown>;
  work: (folder: string, said: (what: string) => void) => Promise<void>;
  /** Looks at a folder as it may be after the cut; `said`: what the user had been told. */
  check: (folder: string, said: string[]) => Promise<void>;
}

const names = async (folder: string) =>
  (await openLibrary(folder, expectedTensors).list()).map(({ name }) => name).sort();
const checkpoint = (step: number) => ({
  meta: { settings: SETTINGS, epoch: 1, epochs: 5, step },
  tensors: weights(step),
});
const line = (event: 'begin' | 'done', photo: string, out: string): LedgerLine => {
  const work = { photo, content: 'c', model: 'm', settings: 's', out };
  return event === 'done' ? { event, ...work } : { event, ...work, bytes: 3, modifiedMs: 4, outBytes: 6, outHash: 'h' };
};
const result = (photo: string) => Buffer.alloc(20_000, photo);

const works: Record<string, Work> = {
  'a model is replaced': {
    prepare: (folder) => saveModel(path(folder, 'm.onepair'), stored('Old', 1)),
    work: async (folder, said) => {
      await saveModel(path(folder, 'm.onepair'), stored('New', 2));
      said('saved');
    },
    check: async (folder, said) => {
      const model = await loadModel(path(folder, 'm.onepair'), expectedTensors);
      if (said.length > 0) expect(model.card.name).toBe('New');
      expect(model.tensors).toEqual(weights(model.card.name === 'Old' ? 1 : 2));
    },
  },
  'models are added, renamed and removed': {
    work: async (folder, said) => {
      const library = openLibrary(path(folder, 'models'), expectedTensors);
      await addModel(library, stored('One', 1));
      said('One');
      await addModel(library, stored('Two', 2));
      said('Two');
      await library.rename('One', 'Uno');
      said('Uno');
      await library.remove('Two');
      said('removed');
    },
    check: async (folder, said) => {
      const found = await names(path(folder, 'models'));
      const library = openLibrary(path(folder, 'models'), expectedTensors);
      for (const name of found) expect((await library.load(name)).tensors).toEqual(weights(name === 'Two' ? 2 : 1));
      const first = found.filter((name) => name !== 'Two');
      expect(first.length).toBeLessThanOrEqual(1);
      if (said.includes('One')) expect(first).toHaveLength(1);
      if (said.includes('Uno')) expect(first).toEqual(['Uno']);
      if (said.at(-1) === 'Two' || said.at(-1) === 'Uno')
        expect(said.at(-1) === 'Uno' || found.includes('Two')).toBe(true);
      if (said.includes('removed')) expect(found).toEqual(['Uno']);
    },
  },
  'checkpoints follow one another': {
    work: async (folder, said) => {
      const store = openCheckpointStore(path(folder, 'checkpoints'));
      for (const step of [1, 2, 3]) {
        await store.save('job', checkpoint(step));
        said(String(step));
      }
    },
    check: async (folder, said) => {
      if (said.length === 0) return;
      const { meta, tensors } = await openCheckpointStore(path(folder, 'checkpoints')).load('job');
      expect(meta.step).toBeGreaterThanOrEqual(Number(said.at(-1)));
      expect(tensors).toEqual(weights(meta.step));
    },
  },
  'settings change': {
    prepare: (folder) => openSettings(path(folder, 'settings.json')).write({ theme: 'dark' }),
    work: async (folder, said) => {
      await openSettings(path(folder, 'settings.json')).write({ language: 'de' });
      said('de');
    },
    check: async (folder, said) => {
      const settings = await openSettings(path(folder, 'settings.json')).read();
      expect(settings.theme).toBe('dark');
      if (said.length > 0) expect(settings.language).toBe('de');
    },
  },
  'photos are restored': {
    work: async (folder, said) => {
      const ledger = ledgerPath(folder, null);
      await mkdir(join(folder, '.onepair'));
      await createLedger(ledger);
      for (const photo of ['a', 'b']) {
        await appendLine(ledger, line('begin', photo, `${photo}.png`));
        await writeFileAtomic(path(folder, `${photo}.png`), [result(photo)], { overwrite: false });
        await appendLine(ledger, line('done', photo, `${photo}.png`));
        said(photo);
      }
    },
    check: async (folder, said) => {
      const ledger = await readLedgers(folder, new Set(['a', 'b']));
      for (const photo of ['a', 'b']) {
        const found = await readFile(path(folder, `${photo}.png`)).catch(() => null);
        if (said.includes(photo)) expect(found).not.toBeNull();
        if (found !== null) expect(found.equals(result(photo))).toBe(true);
        const [entry] = ledger.entriesOf(photo, 'm', 's');
        if (said.includes(photo)) expect(entry?.done).toBe(true);
        if (found !== null) expect(entry?.out).toBe(`${photo}.png`);
      }
    },
  },
};

describe('the power fails behind any step', () => {
  it.each(Object.entries(works))(
    'while %s',
    async (_, { prepare, work, check }) => {
      const folder = await mkdtemp(join(root, 'work-'));
      await prepare?.(folder);
      const recording = await record(folder, (said) => work(folder, said));
      expect(recording.steps.filter(({ kind }) => kind === 'sync').length).toBeGreaterThan(0);
      for (let round = 0; round < tries(2, 20); round += 1) {
        for (let count = 0; count <= recording.steps.length; count += 1) {
          const target = await mkdtemp(join(root, 'cut-'));
          const said = await playCut(recording, count, round * 1000 + count, target);
          await check(target, said);
          await rm(target, { recursive: true });
          states += 1;
        }
      }
    },
    barTimeoutMs,
  );

  it('notes how many states were tried', () => {
    expect(states).toBeGreaterThan(tries(150, 1000));
    noteBar('power cut', states, '0 lost, 0 torn');
  });
});

it('the play itself finds a save that forgets to sync', async () => {
  const folder = await mkdtemp(join(root, 'work-'));
  const { open, rename } = (await import('node:fs/promises')).default;
  const recording = await record(folder, async (said) => {
    const file = await open(join(folder, 't'), 'w');
    await file.write(result('x'), 0, 20_000, null);
    await file.close();
    await rename(join(folder, 't'), join(folder, 'x'));
    said('saved');
  });
  let torn = 0;
  for (let seed = 0; seed < 50; seed += 1) {
    const target = await mkdtemp(join(root, 'cut-'));
    await playCut(recording, recording.steps.length, seed, target);
    const found = await readFile(join(target, 'x')).catch(() => null);
    if (found === null || !found.equals(result('x'))) torn += 1;
  }
  expect(torn).toBeGreaterThan(10);
});

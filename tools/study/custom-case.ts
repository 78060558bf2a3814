import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { type MethodName, type PresetName } from '@contract/model-spec';
import { fault } from '@contract/result';
import type { StudyTable } from '@contract/study';
import { inEnglish } from '@contract/in-language';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import type { ImageF32 } from '../../src-main/core/image/image';
import type { TestSet } from '../../src-main/cli/evaluation/run';
import type { Output } from '../../src-main/cli/output';
import type { Session } from '../../src-main/cli/session';
import { hardCase } from './hard-case';

/** What each system reaches on pictures degraded as in `hardCase`, after learning from one drawn pair of such pictures. */
export interface CustomRow {
  system: string;
  set: string;
  psnr: number;
  ssim: number;
  trainMs: number | null;
  notes: string[];
}

const DRAWN_SEED = 0;
const NOISE_SEED = 900;

interface TestPair {
  set: string;
  clean: string;
  degraded: string;
}

export interface CustomPairs {
  training: TestPair;
  tests: TestPair[];
}

/** The pairs as files: drawn once, found again by the next run. `side`: that of the picture learned from, in pixels. */
export async function customPairs(folder: string, sets: TestSet[], side: number): Promise<CustomPairs> {
  await mkdir(folder, { recursive: true });
  const make = async (set: string, name: string, seed: number, read: () => Promise<ImageF32>): Promise<TestPair> => {
    const pair = { set, clean: join(folder, `${name}.png`), degraded: join(folder, `${name}.jpg`) };
    if (existsSync(pair.degraded)) return pair;
    const clean = await read();
    const { width, height } = clean;
    const bytes = Uint8Array.from(clean.data, (value) => Math.round(255 * value));
    await sharp(bytes, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(pair.clean);
    await writeFile(pair.degraded, await hardCase(clean, seed));
    return pair;
  };
  const training = await make('', 'training', NOISE_SEED, () =>
    Promise.resolve(drawDeadLeaves({ size: side, seed: DRAWN_SEED })),
  );
  const tests: TestPair[] = [];
  for (const { name: set, photos } of sets)
    for (const path of photos)
      tests.push(
        await make(set, `${set}-${basename(path).replace(/\.\w+$/, '')}`, NOISE_SEED + 1 + tests.length, () =>
          readPicture(path),
        ),
      );
  return { training, tests };
}

async function readPicture(path: string): Promise<ImageF32> {
  const { data, info } = await sharp(await readFile(path))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: Float32Array.from(data, (value) => value / 255), width: info.width, height: info.height, channels: 3 };
}

/** The pictures as they are, set by set. */
export async function scoreUntouched({ call, file }: Session, tests: TestPair[]): Promise<CustomRow[]> {
  const scores = [];
  for (const { set, clean, degraded } of tests)
    scores.push({
      set,
      ...(await call('compare.score', { restored: await file(degraded), clean: await file(clean) })),
    });
  return means(scores, { system: 'doing nothing', trainMs: null, notes: [] });
}

/** Trains on the pair as a person's own, of which nothing is known, and restores every test picture. */
export async function scoreCustom(
  session: Session,
  system: { method: MethodName; preset: PresetName; epochs?: number },
  { training, tests }: CustomPairs,
  folder: string,
  output: Output,
): Promise<CustomRow[]> {
  const { call, file, host } = session;
  const trained = await session.run(
    async () =>
      call('train.start', {
        degraded: await file(training.degraded),
        clean: await file(training.clean),
        choices: { ...system, task: 'custom' },
      }),
    output,
  );
  if (!trained.model) throw fault('The training left no model.');
  const { card } = await call('models.show', { model: trained.model.id });
  await mkdir(folder, { recursive: true });
  const scores = [];
  for (const { set, clean, degraded } of tests) {
    const job = await session.run(
      async () =>
        call('restore.start', {
          model: trained.model!.id,
          photos: [await file(degraded)],
          folder: host.registerFolder(folder).id,
          settings: { ...RESTORE_DEFAULTS, format: 'png', onConflict: 'overwrite' },
        }),
      output,
    );
    const restored = job.restored?.[0]?.result;
    if (!restored) throw fault(`${basename(degraded)} was not restored.`);
    scores.push({ set, ...(await call('compare.score', { restored: restored.id, clean: await file(clean) })) });
  }
  return means(scores, {
    system: `${system.method} ${system.preset}`,
    trainMs: card.facts.elapsedMs,
    notes: card.facts.notes.map(inEnglish),
  });
}

function means(
  scores: { set: string; psnr: number | null; ssim: number }[],
  facts: Pick<CustomRow, 'system' | 'trainMs' | 'notes'>,
): CustomRow[] {
  return [...new Set(scores.map(({ set }) => set))].map((set) => {
    const own = scores.filter((score) => score.set === set);
    const mean = (of: (score: (typeof own)[number]) => number) =>
      own.reduce((sum, score) => sum + of(score), 0) / own.length;
    return { ...facts, set, psnr: mean(({ psnr }) => psnr ?? Infinity), ssim: mean(({ ssim }) => ssim) };
  });
}

/** PSNR with its gain over doing nothing and over the linear filter, set by set. */
export function customTable(rows: CustomRow[]): StudyTable {
  const of = (system: string, set: string) =>
    rows.find((row) => row.system.startsWith(system) && row.set === set)?.psnr;
  const gain = (row: CustomRow, system: string) => {
    const reference = of(system, row.set);
    return reference === undefined || row.system.startsWith(system) ? null : row.psnr - reference;
  };
  return {
    title: 'Means over the pictures of each set',
    columns: ['set', 'system', 'PSNR (dB)', 'SSIM', 'over doing nothing (dB)', 'over linear (dB)', 'training (s)'],
    rows: rows
      .toSorted((a, b) => a.set.localeCompare(b.set))
      .map((row) => [
        row.set,
        row.system,
        row.psnr,
        row.ssim,
        gain(row, 'doing nothing'),
        row.system === 'doing nothing' ? null : gain(row, 'linear'),
        row.trainMs === null ? null : Math.round(row.trainMs / 1000),
      ]),
  };
}

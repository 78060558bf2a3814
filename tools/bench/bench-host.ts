import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Args, Channel } from '@contract/channels';
import type { JobSnapshot } from '@contract/job';
import type { TrainChoices } from '@contract/model-spec';
import { fromFailure } from '@contract/result';
import sharp from 'sharp';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../src-main/core/degrade/degrade';
import type { StartChild } from '../../src-main/processes/carrier';
import { createHost, type Host } from '../../src-main/host/host';
import { nodeCarrier } from '../../src-main/processes/node-carrier';

/** What a measurement prints; `ratio` is its share of a matrix product's speed, null for absolute figures. */
export interface Row {
  what: string;
  ratio: number | null;
  value: number;
  unit: string;
}

export interface BenchHost {
  host: Host;
  call: <C extends Channel>(channel: C, args: Args<C>) => Promise<Answer<C>>;
  /** Waits for a job's end. Throws what made it fail. */
  ended: (job: string) => Promise<JobSnapshot>;
}

/** Runs `work` over the built children, with a home of its own. */
export async function withHost<T>(
  work: (bench: BenchHost, folder: string) => Promise<T>,
  carrier: StartChild = nodeCarrier(import.meta.dirname),
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'onepair-bench-'));
  process.env['ONEPAIR_HOME'] = join(folder, 'home');
  const host = createHost({
    carrier,
    shell: {
      info: () => ({ version: '0', shell: 'cli', platform: process.platform, nativeDialogs: false }),
      pickPhotos: () => Promise.resolve([]),
      pickFolder: () => Promise.resolve(null),
      listFolder: () => Promise.reject(new Error('no folders here')),
    },
  });
  const call: BenchHost['call'] = async (channel, args) => {
    const result = await host.call(channel, args);
    if (!result.ok) throw fromFailure(result.error);
    return result.value as never;
  };
  const ended: BenchHost['ended'] = (job) =>
    new Promise((resolve, reject) => {
      const check = (snapshot: JobSnapshot | undefined) => {
        if (snapshot?.id !== job || ['queued', 'running', 'paused'].includes(snapshot.state)) return;
        forget();
        if (snapshot.error) reject(fromFailure(snapshot.error));
        else resolve(snapshot);
      };
      const forget = host.onEvent((event, payload) => {
        if (event === 'job.changed') check(payload as JobSnapshot);
      });
      void call('jobs.list', {}).then((jobs) => {
        check(jobs.find(({ id }) => id === job));
      });
    });
  try {
    return await work({ host, call, ended }, folder);
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A model that restores as slowly as a trained one; what it has learned counts for nothing here. */
export async function hastyModel({ call, ended }: BenchHost, choices: TrainChoices): Promise<string> {
  const { degraded, clean } = await call('pair.sample', { size: 256, task: 'deblur' });
  const started = await call('train.start', {
    degraded: degraded.id,
    clean: clean.id,
    choices: { epochs: 2, patchesPerEpoch: 256, ...choices },
  });
  const { model } = await ended(started.job);
  return model!.id;
}

export const LARGE = { width: 6000, height: 4000 };

/** A degraded photo of 24 megapixels, 8 bits: a drawn picture again and again. */
export async function writeLargePhotos(paths: string[]): Promise<void> {
  const side = 1000;
  const drawn = degrade(drawDeadLeaves({ size: side, seed: 1 }), { task: 'deblur', seed: 1 });
  const piece = Uint8Array.from(drawn.data, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const row = side * drawn.channels;
  const data = new Uint8Array(LARGE.width * LARGE.height * drawn.channels);
  for (let at = 0; at < data.length; at += row) {
    const y = Math.floor(at / (LARGE.width * drawn.channels)) % side;
    data.set(piece.subarray(y * row, (y + 1) * row), at);
  }
  for (const path of paths)
    await sharp(data, { raw: { ...LARGE, channels: drawn.channels as 3 } })
      .jpeg({ quality: 95, force: false })
      .tiff({ compression: 'lzw', predictor: 'horizontal', force: false })
      .webp({ quality: 95, effort: 2, force: false })
      .toFile(path);
}

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

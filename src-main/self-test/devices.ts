import { inEnglish } from '@contract/in-language';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { resolveSettings } from '@contract/model-spec';
import { check, SkippedCheck, type Check, type CheckClock } from '@contract/self-test';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../host/host';
import { decibels, need, Tour } from './tour';

export const DEVICES = ['cuda', 'cpu', 'wasm'] as const;
export type Device = (typeof DEVICES)[number];

const SIDE = 192;
const CHOICES = {
  method: 'rnn',
  preset: 'fast',
  task: 'deblur',
  units: 32,
  epochs: 2,
  patchesPerEpoch: 2048,
  seed: 1,
} as const;
/** Two restorations of the same photo by one model on two devices: below, they differ by more than rounding. */
const SAME_DB = 55;
/** Two trainings from one seed, whose sums are rounded in another order. */
const ALIKE_DB = 0.5;

/** What a device did: files that outlive its host, so that the next device can be held against them. */
export interface DeviceWork {
  device: Device;
  /** The model that it trained and the photo that it restored with the first device's model, as paths. */
  model: string;
  restored: string;
  /** PSNR on luminance that its own model reaches, dB. */
  psnr: number;
}

export interface DeviceTools extends CheckClock {
  /** A host on this device, on a home of its own, with the tour's folder. */
  open(device: Device): Promise<{ host: Host; folder: string }>;
}

/** Trains and restores on one device; `first` is what another one did before. */
export async function checkDevice(tools: DeviceTools, device: Device, first: DeviceWork | null) {
  const { host, folder } = await tools.open(device);
  const checks: Check[] = [];
  const tour = new Tour(host, folder);
  const step = async (name: string, work: () => Promise<string>) => {
    const done = await check(tools, device, name, work);
    checks.push(done);
    return done.outcome === 'passed';
  };
  let work: DeviceWork | null = null;
  try {
    if (!(await step('is found', () => findDevice(tour, device)))) return { checks, work };
    let gflops = 0;
    await step('its own matrix product', async () => {
      const info = await tour.call('runtime.info', { selfTest: true });
      gflops = need(info.matmulGflops, 'It was not measured.');
      return `${gflops.toFixed(0)} GFLOP/s`;
    });
    const isTrained = await step('trains', () => trainHere(tour, gflops));
    if (!isTrained) return { checks, work };
    await step('restores', async () => {
      work = await restoreHere(tour, device, first);
      return `PSNR of its own model ${work.psnr.toFixed(2)} dB`;
    });
    const done = work as DeviceWork | null;
    if (first !== null && done !== null)
      await step(`agrees with ${first.device}`, () => compareWith(tour, done, first));
  } finally {
    await host.close();
  }
  return { checks, work };
}

async function findDevice(tour: Tour, device: Device): Promise<string> {
  const { backend, label, reason, tensorflowVersion } = await tour.call('runtime.info', {});
  if (backend !== device) throw new SkippedCheck(inEnglish(reason) || `this machine gives ${backend} instead`);
  return `${inEnglish(label)}, TensorFlow ${tensorflowVersion}`;
}

/** A drawn pair, the same on every device; the time against what the matrix product promises. */
async function trainHere(tour: Tour, gflops: number): Promise<string> {
  tour.pair = await tour.call('pair.sample', { size: SIDE, task: 'deblur', seed: 1 });
  const { degraded, clean } = tour.pair;
  const asked = { settings: resolveSettings(CHOICES), width: SIDE, height: SIDE };
  const { seconds } = await tour.call('train.estimate', asked);
  const { job } = await tour.call('train.start', { degraded: degraded.id, clean: clean.id, choices: CHOICES });
  const { elapsedMs, model } = await tour.reached(job);
  tour.model = need(model, 'The training left no model.');
  return `${(elapsedMs / 1000).toFixed(1)} s, where ${gflops.toFixed(0)} GFLOP/s promise ${seconds.toFixed(1)} s`;
}

async function restoreHere(tour: Tour, device: Device, first: DeviceWork | null): Promise<DeviceWork> {
  const own = await restoredBy(tour, tour.trained.id);
  const psnr = decibels(await tour.call('compare.score', { restored: own, clean: tour.drawn.clean.id }));
  const name = (await tour.call('models.file', { model: tour.trained.id })).id;
  const model = pathOf(tour, name);
  const again = first === null ? own : await restoredBy(tour, tour.host.registerPhoto(first.model).id);
  const restored = join(tour.folder, `${device}.png`);
  await tour.host.savePhoto(again, restored);
  const kept = join(tour.folder, `${device}.onepair`);
  await copyFile(model, kept); // the session's own copy goes with its host
  return { device, model: kept, restored, psnr };
}

const pathOf = (tour: Tour, id: string) => need(tour.host.findPhoto(id), 'The file is gone.').path;

/** A restored photo of 16 bits, so that rounding does not hide a difference. */
async function restoredBy(tour: Tour, model: string): Promise<string> {
  const settings = { ...RESTORE_DEFAULTS, depth: 16 as const };
  const { job } = await tour.call('restore.start', { model, photos: [tour.drawn.degraded.id], settings });
  const { restored } = await tour.reached(job);
  return need(restored?.[0]?.result, 'Nothing was restored.').id;
}

async function compareWith(tour: Tour, work: DeviceWork, first: DeviceWork): Promise<string> {
  const id = (path: string) => tour.host.registerPhoto(path).id;
  const psnr = decibels(await tour.call('compare.score', { restored: id(work.restored), clean: id(first.restored) }));
  const apart = Math.abs(work.psnr - first.psnr);
  const same = Number.isFinite(psnr) ? `differ by ${psnr.toFixed(1)} dB PSNR` : 'are the same';
  const said = `photos restored with one model ${same}; own models are ${apart.toFixed(2)} dB apart`;
  if (!(psnr >= SAME_DB) || !(apart <= ALIKE_DB)) throw new Error(`Too far apart: ${said}.`);
  return said;
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, type Check } from '@contract/self-test';
import { places } from '../disk/places';
import { withoutPaths } from '../host/diagnostics';
import { createHost } from '../host/host';
import type { ShellServices } from '../host/shell-services';
import type { StartChild } from '../processes/carrier';
import { openStore } from '../store/store';
import { CHANNEL_STEPS } from './channels';
import { checkDevice, DEVICES, type Device, type DeviceWork } from './devices';
import { Tour } from './tour';

export interface SelfTestOptions {
  carrier: StartChild;
  shell: ShellServices;
  /** The checkout or the installed app. */
  root: string;
  /** Those to be tried; absent: the one that ONEPAIR_RUNTIME names, else all. */
  devices?: readonly Device[];
  /** Called with each check as it is done. */
  onCheck?: (done: Check) => void;
}

const clock = { nowMs: () => performance.now() };

/**
 * Calls every channel and trains and restores on every device found, with hosts of its own on a home of its own that
 * goes afterwards: the user's models, photos and settings are not touched.
 */
export async function runSelfTest(options: SelfTestOptions): Promise<Check[]> {
  const home = await mkdtemp(join(tmpdir(), 'onepair-self-test-'));
  const checks: Check[] = [];
  const add = (done: Check) => {
    const clean = { ...done, said: withoutPaths(done.said, homedir()) };
    checks.push(clean);
    options.onCheck?.(clean);
  };
  try {
    await checkChannels(options, join(home, 'channels'), add);
    let first: DeviceWork | null = null;
    const open = (device: Device) => openHost(options, join(home, device), device);
    for (const device of devicesOf(options)) {
      const { checks: found, work } = await checkDevice({ ...clock, open }, device, first);
      found.forEach(add);
      first ??= work;
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  return checks;
}

const devicesOf = ({ devices }: SelfTestOptions): readonly Device[] => {
  const only = DEVICES.filter((device) => device === process.env['ONEPAIR_RUNTIME']);
  return devices ?? (only.length > 0 ? only : DEVICES);
};

/** A host with children of its own, on a home that nothing else knows. */
async function openHost({ carrier, shell, root }: SelfTestOptions, home: string, device?: Device) {
  const folder = join(home, 'tour');
  await mkdir(folder, { recursive: true });
  const environment = { ONEPAIR_HOME: home };
  const host = createHost({
    carrier: (name, given) => carrier(name, { ...given, ...environment }),
    shell,
    root,
    store: openStore(places(environment)),
    ...(device === undefined ? {} : { device }),
  });
  return { host, folder };
}

async function checkChannels(options: SelfTestOptions, home: string, add: (done: Check) => void): Promise<void> {
  const { host, folder } = await openHost(options, home, options.devices?.[0]);
  const tour = new Tour(host, folder);
  try {
    for (const [channel, step] of CHANNEL_STEPS) add(await check(clock, 'channels', channel, () => step(tour)));
  } finally {
    await host.close();
  }
}

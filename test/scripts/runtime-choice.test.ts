import { describe, expect, it } from 'vitest';
import { hasNvidiaDriver } from '../../scripts/setup/nvidia.mjs';
import { readPins } from '../../scripts/setup/runtime.mjs';
import { downloadBytes, planRuntime, readWanted, wheelSetFor } from '../../scripts/setup/runtime-choice.mjs';

const pins = readPins();
const linux = { platform: 'linux', arch: 'x64', glibc: '2.36' };
const facts = { wanted: 'auto', machine: linux, pins, cudaCached: false, nvidia: false } as const;

describe('the pins', () => {
  it('name every wheel exactly, each with a sha256 of its own', () => {
    const wheels = Object.values(pins.sets).flatMap((set) => set?.wheels ?? []);
    expect(wheels.length).toBeGreaterThanOrEqual(16);
    for (const wheel of wheels) {
      expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(wheel.version).toMatch(/^[0-9.]+$/);
      expect(wheel.bytes).toBeGreaterThan(1e6);
    }
    expect(new Set(wheels.map((wheel) => wheel.sha256)).size).toBe(wheels.length);
    expect(pins.headers.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['linux', 'x64', '2.36', 'tensorflow-cpu'],
    ['linux', 'arm64', '2.31', 'tensorflow'],
    ['darwin', 'arm64', null, 'tensorflow'],
  ])('have a CPU wheel for %s %s', (platform, arch, glibc, name) => {
    expect(wheelSetFor(pins, { platform, arch, glibc }, 'cpu')?.wheels[0]?.name).toBe(name);
  });

  it.each([
    ['linux', 'x64', '2.26'],
    ['linux', 'x64', null], // musl
    ['darwin', 'x64', null],
    ['win32', 'x64', null],
  ])('have none for %s %s with glibc %s', (platform, arch, glibc) => {
    expect(wheelSetFor(pins, { platform, arch, glibc }, 'cpu')).toBeNull();
  });

  it('bring all of CUDA in one set', () => {
    const set = wheelSetFor(pins, linux, 'cuda');
    const parts = set?.wheels.map((wheel) => wheel.name).filter((name) => name.startsWith('nvidia-')) ?? [];
    expect(parts).toHaveLength(12);
    expect(set && downloadBytes(set)).toBeGreaterThan(3e9);
  });
});

describe('the order of ways', () => {
  it('is existing, wheel, own installer, WASM on a machine without NVIDIA', () => {
    expect(planRuntime(facts)).toEqual({
      routes: ['existing', 'cpu-wheel', 'own-installer', 'wasm'],
      reason: '',
      offer: '',
    });
  });

  it('offers CUDA with its size where a driver is, and downloads nothing for it', () => {
    const { routes, offer } = planRuntime({ ...facts, nvidia: true });
    expect(routes).not.toContain('cuda-wheels');
    expect(offer).toMatch(/--install-cuda" brings CUDA \(3\.4 GB to download, 5\.7 GB on disk\)\.$/);
  });

  it('uses CUDA that is in the cache, but only with a driver', () => {
    expect(planRuntime({ ...facts, nvidia: true, cudaCached: true }).routes[0]).toBe('cuda-wheels');
    expect(planRuntime({ ...facts, cudaCached: true }).routes).not.toContain('cuda-wheels');
  });

  it('falls back from CUDA to the CPU with the reason in words', () => {
    const plan = planRuntime({ ...facts, wanted: 'cuda' });
    expect(plan.routes).toEqual(['existing', 'cpu-wheel', 'own-installer', 'wasm']);
    expect(plan.reason).toBe('no NVIDIA driver was found, so this runs on the CPU');
    const arm = { platform: 'linux', arch: 'arm64', glibc: '2.36' };
    expect(planRuntime({ ...facts, wanted: 'cuda', machine: arm, nvidia: true }).reason).toMatch(/linux arm64/);
  });

  it('tries the CUDA wheels first when they are asked for', () => {
    expect(planRuntime({ ...facts, wanted: 'cuda', nvidia: true }).routes).toEqual([
      'cuda-wheels',
      'existing',
      'cpu-wheel',
      'own-installer',
      'wasm',
    ]);
  });

  it('leaves out wheels where none are pinned, and does nothing for WASM', () => {
    const windows = { platform: 'win32', arch: 'x64', glibc: null };
    expect(planRuntime({ ...facts, machine: windows }).routes).toEqual(['existing', 'own-installer', 'wasm']);
    expect(planRuntime({ ...facts, wanted: 'cuda', machine: windows, nvidia: true }).routes[0]).toBe('own-installer');
    expect(planRuntime({ ...facts, wanted: 'wasm', nvidia: true }).routes).toEqual(['wasm']);
  });
});

describe('ONEPAIR_RUNTIME', () => {
  it('is auto when absent or empty', () => {
    expect(readWanted({})).toBe('auto');
    expect(readWanted({ ONEPAIR_RUNTIME: '' })).toBe('auto');
    expect(readWanted({ ONEPAIR_RUNTIME: 'cuda' })).toBe('cuda');
  });

  it('is refused with one sentence when it is something else', () => {
    expect(() => readWanted({ ONEPAIR_RUNTIME: 'gpu' })).toThrow(
      'ONEPAIR_RUNTIME is "gpu": set it to auto, cpu, cuda, wasm or webgpu, or leave it out.',
    );
  });
});

describe('the NVIDIA driver', () => {
  const at = (place: string) => (path: string) => path === place;

  it('is known by its library', () => {
    const wsl = { platform: 'linux', env: {}, exists: at('/usr/lib/wsl/lib/libcuda.so.1') };
    expect(hasNvidiaDriver(wsl)).toBe(true);
    const own = { platform: 'linux', env: { LD_LIBRARY_PATH: '/opt/driver' }, exists: at('/opt/driver/libcuda.so.1') };
    expect(hasNvidiaDriver(own)).toBe(true);
  });

  it('is missed without it, and never looked for on macOS', () => {
    expect(hasNvidiaDriver({ platform: 'linux', env: {}, exists: () => false })).toBe(false);
    expect(hasNvidiaDriver({ platform: 'darwin', env: {}, exists: () => true })).toBe(false);
  });
});

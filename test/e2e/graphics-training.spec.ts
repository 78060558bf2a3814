import type { Page } from '@playwright/test';
import type { Answer, Args, Channel } from '@contract/channels';
import type { JobSnapshot } from '@contract/job';
import { inEnglish } from '@contract/in-language';
import { isSentence } from '@contract/said';
import { expect, show, test } from './app';

/** A graphics processor in software. */
const SOFTWARE = [
  ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--use-vulkan=swiftshader'],
  // The pixels of a canvas, which results are read from, pass through WebGL.
  ...['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  '--enable-features=Vulkan,WebGPU',
];

test.use({
  launchOptions: {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...SOFTWARE],
  },
});

/** Asks the host over a connection of the test's own, as the page does. */
async function call<C extends Channel>(page: Page, channel: C, args: Args<C>): Promise<Answer<C>> {
  const result = await page.evaluate(
    (asked) =>
      new Promise<{ ok: boolean; value?: unknown; error?: { message: string } }>((resolve, reject) => {
        const token = sessionStorage.getItem('onepair.token') ?? '';
        const socket = new WebSocket(`ws://${location.host}/port`, ['onepair', `token.${token}`]);
        socket.onerror = () => {
          reject(new Error('The connection of the test fails.'));
        };
        socket.onopen = () => {
          socket.send(JSON.stringify({ type: 'call', id: 1, ...asked }));
        };
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(String(data)) as { type: string; result: { ok: boolean } };
          if (message.type !== 'answer') return;
          socket.close();
          resolve(message.result);
        };
      }),
    { channel, args },
  );
  if (!result.ok) throw new Error(result.error?.message);
  return result.value as Answer<C>;
}

const ended = async (page: Page, job: string): Promise<JobSnapshot> => {
  let found: JobSnapshot | undefined;
  await expect
    .poll(
      async () => {
        found = (await call(page, 'jobs.list', {})).find(({ id }) => id === job);
        return found?.state;
      },
      { timeout: 600_000 },
    )
    .toMatch(/done|failed|cancelled/);
  return found!;
};

type Choices = Args<'train.start'>['choices'];

const SHORT: Choices = { preset: 'fast', task: 'deblur', rate: 0.01, ingredients: [], patchesPerEpoch: 256, seed: 0 };
const RNN: Choices = { ...SHORT, method: 'rnn', patch: 7, units: 16, batch: 64, epochs: 2 };

/** A training on the pair that was drawn: what is known of its model, and how well that restores the pair. */
async function train(page: Page, pair: Answer<'pair.sample'>, choices: Choices) {
  const asked = { degraded: pair.degraded.id, clean: pair.clean.id, choices };
  const { job } = await call(page, 'train.start', asked);
  const { model, error } = await ended(page, job);
  if (!model) throw new Error(error?.message);
  const restored = await call(page, 'compare.preview', { model: model.id, photo: pair.degraded.id });
  const { psnr } = await call(page, 'compare.score', { restored: restored.picture.id, clean: pair.clean.id });
  const { facts } = model.card;
  return { psnr: psnr ?? Infinity, steps: facts.steps, device: said(facts.device), notes: facts.notes.map(said) };
}

const said = (what: unknown) => (isSentence(what) ? inEnglish(what) : String(what));

/** A U-Net's crops take minutes on a graphics processor in software. At RNN's rate one and two threads end 0.09 dB apart, too. */
const UNET: Choices = { ...SHORT, method: 'unet-gan', patch: 48, units: 8, batch: 8, rate: 0.001, stageEpochs: [1, 1] };

const METHODS: Choices[] = [
  RNN,
  { ...RNN, method: 'rnn-gan', discriminator: 'dense', stageEpochs: [1, 1] },
  ...(process.env['ONEPAIR_LONG_TESTS'] === '1' ? [UNET] : []),
];

test('methods learn on the graphics processor of the page what they learn on the processor', async ({ page }) => {
  test.slow(METHODS.includes(UNET));
  const pair = await call(page, 'pair.sample', { size: 96, task: 'deblur', seed: 1 });
  const trainAll = async (device: 'cpu' | 'webgpu') => {
    await call(page, 'settings.set', { device });
    const learned = [];
    for (const choices of METHODS) learned.push(await train(page, pair, choices));
    return learned;
  };
  const onProcessor = await trainAll('cpu');
  const onGraphics = await trainAll('webgpu');
  for (const [index, there] of onGraphics.entries()) {
    const here = onProcessor[index]!;
    expect(here.device).toContain('CPU');
    expect(there.notes).toEqual(here.notes);
    expect(there.device).toContain('WebGPU');
    expect(there.steps).toBe(here.steps);
    expect(Math.abs(there.psnr - here.psnr)).toBeLessThanOrEqual(0.02);
  }
  await show(page, 'Settings');
  await expect(page.getByText(/This page can train on WebGPU · \S+/)).toBeVisible();
});

test('what the graphics processor was lost over, the processor trains to its end, and the model says so', async ({
  page,
}) => {
  const pair = await call(page, 'pair.sample', { size: 96, task: 'deblur', seed: 1 });
  await call(page, 'settings.set', { device: 'webgpu' });
  await show(page, 'Train');
  const asked = { degraded: pair.degraded.id, clean: pair.clean.id, choices: { ...RNN, batch: 16, epochs: 100 } };
  const { job } = await call(page, 'train.start', asked);
  const device = page.locator('dl dd').filter({ hasText: /WebGPU|CPU/ });
  await expect(device).toContainText('WebGPU', { timeout: 120_000 });
  const trainer = page.workers().find((worker) => worker.url().includes('/worker-'))!;
  await trainer.evaluate(() => {
    interface Device {
      destroy(): void;
      createCommandEncoder: (this: Device, how?: unknown) => unknown;
    }
    const { prototype } = (globalThis as unknown as { GPUDevice: { prototype: Device } }).GPUDevice;
    const create = prototype.createCommandEncoder;
    prototype.createCommandEncoder = function (how) {
      this.destroy();
      return create.call(this, how);
    };
  });
  await expect(device).toContainText('CPU', { timeout: 120_000 });
  const { model } = await ended(page, job);
  expect(said(model?.card.facts.device)).toContain('CPU');
  expect(model?.card.facts.notes.map(said).join()).toContain('could not go on (the graphics processor was lost)');
  expect(model?.card.facts.steps).toBe(1600);
});

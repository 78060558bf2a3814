import { describe, expect, it } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import type { TrainProgress } from '@contract/job';
import type { NamedArray } from '@contract/named-array';
import { methods } from '../../../src-main/core/methods/registry';
import { BestWeights } from '../../../src-main/core/training/best-weights';
import { Journal } from '../../../src-main/core/training/journal';
import { LossMeans } from '../../../src-main/core/training/loss-means';
import { SideWork } from '../../../src-main/core/training/side-work';
import { Stages } from '../../../src-main/core/training/stages';
import type { Checkpoint } from '../../../src-main/core/training/types';

/** 3 epochs of stage 1 and 2 of stage 2, 4 steps each. */
const GAN = resolveSettings({ method: 'rnn-gan', batch: 64, patchesPerEpoch: 256, stageEpochs: [3, 2], rate: 0.01 });
const stages = (settings = GAN) => new Stages(methods[settings.method], settings);
const loss = (pixel: number, adversarial: number | null = null) => ({
  pixel,
  adversarial,
  discriminator: adversarial,
});

describe('Stages', () => {
  it('counts steps, epochs and phases', () => {
    const { totalSteps, stepsPerEpoch } = stages();
    expect([totalSteps, stepsPerEpoch]).toEqual([20, 4]);
    expect([0, 11, 12, 19].map((step) => stages().phase(step))).toEqual([1, 1, 2, 2]);
    expect([12, 13].map((done) => stages().inStage2(done))).toEqual([false, true]);
    expect([3, 4, 20].map((done) => stages().endsEpoch(done))).toEqual([false, true, true]);
    expect(stages().epoch(10)).toBe(2.5);
  });

  it('lets the learning rate rise and fall once in each stage', () => {
    const rates = Array.from({ length: 20 }, (_, step) => stages().rate(step));
    expect([rates[0], rates[12]]).toEqual([GAN.rate, GAN.stage2Rate]);
    const falls = (from: number, end: number) =>
      rates.slice(from + 1, end).every((rate, i) => rate <= rates[from + i]!);
    expect(falls(0, 12)).toBe(true);
    expect(falls(12, 20)).toBe(true);
  });

  it('has no steps for a closed form', () => {
    const closed = stages(resolveSettings({ method: 'linear' }));
    expect(closed.totalSteps).toBe(0);
    expect(closed.endsEpoch(0)).toBe(false);
  });
});

describe('LossMeans', () => {
  it('are null before the first step, then means; the adversarial ones over stage 2 alone', () => {
    const means = new LossMeans();
    expect(means.means()).toBeNull();
    means.add(loss(1));
    expect(means.means()).toEqual({ loss: 1, adversarialLoss: null, discriminatorLoss: null });
    means.add(loss(3, 0.5));
    means.add(loss(5, 1.5));
    expect(means.means()).toEqual({ loss: 3, adversarialLoss: 1, discriminatorLoss: 1 });
    means.reset();
    expect(means.means()).toBeNull();
  });
});

describe('BestWeights', () => {
  const weights = (value: number): NamedArray[] => [
    { name: 'w', shape: [1], dtype: 'F32', data: Float32Array.of(value) },
  ];
  /** PSNR is the weight itself; below zero nothing is held out. */
  const evaluator = {
    modelScores: (of: NamedArray[]) => {
      const psnr = Number(of[0]!.data[0]) < 0 ? null : Number(of[0]!.data[0]);
      return Promise.resolve({ psnr, inColour: psnr });
    },
  };

  it('keep the best of stage 1', async () => {
    const best = new BestWeights(evaluator);
    for (const value of [3, 5, 4]) await best.measure(weights(value), false);
    expect([best.psnr, best.latest.psnr, best.weights]).toEqual([5, 4, weights(5)]);
  });

  it('keep the last of stage 2, which is not trained for PSNR alone', async () => {
    const best = new BestWeights(evaluator);
    for (const value of [5, 4]) await best.measure(weights(value), true);
    expect([best.psnr, best.weights]).toEqual([4, weights(4)]);
  });

  it('have a crisp end beside the best of stage 1, but none that gave up too much or was overpowered', async () => {
    const ends = (faithful: number, crisp: number): NamedArray[] => [
      ...weights(faithful),
      { ...weights(crisp)[0]!, name: 'crisp.w' },
    ];
    const best = new BestWeights({
      modelScores: (of) => Promise.resolve({ psnr: of.at(-1)!.data[0]!, inColour: 0 }),
    });
    await best.measure(weights(30), false);
    await best.measure(ends(29, 28), true);
    await best.measure(ends(29, 27), true);
    // What was measured is the crisp end: nothing is known of the faithful one.
    expect([best.scores, best.latest, best.weights]).toEqual([{ psnr: 30, inColour: 0 }, { psnr: 27 }, ends(30, 28)]);
    // As good as the linear filter to the last digit: the network is dead.
    await best.measure(ends(29, 29), true, 29.001);
    expect(best.weights).toEqual(weights(30));
    await best.measure(ends(29, 28.5), true, 29.001);
    expect(best.weights).toEqual(ends(30, 28.5));
    best.forgetCrisp();
    expect([best.psnr, best.weights]).toEqual([30, weights(30)]);
  });

  it('fall back only where nothing was kept', async () => {
    const best = new BestWeights(evaluator);
    await best.measure(weights(-1), false);
    best.fallBackTo(weights(2));
    best.fallBackTo(weights(3));
    expect([best.psnr, best.weights]).toEqual([null, weights(2)]);
  });

  it('are the same out of a checkpoint', async () => {
    const best = new BestWeights(evaluator);
    await best.measure(weights(5), false);
    const checkpoint = { meta: { bestPsnr: best.psnr }, tensors: best.arrays() } as unknown as Checkpoint;
    const again = new BestWeights(evaluator, checkpoint);
    expect([again.psnr, again.weights]).toEqual([5, weights(5)]);
  });
});

describe('Journal', () => {
  const journal = (nowMs: () => number, told: Omit<TrainProgress, 'job'>[]) =>
    new Journal(
      {
        token: { next: () => Promise.resolve('go') },
        nowMs,
        onProgress: (progress) => told.push(progress),
        onPreview: () => undefined,
      },
      GAN,
      stages(),
    );

  it('reports at the ends of epochs and every 200 ms, with the time that is left', () => {
    let now = 1000;
    const told: Omit<TrainProgress, 'job'>[] = [];
    const log = journal(() => now, told);
    log.begin(0);
    for (let step = 1; step <= 8; step++) {
      now += 30;
      log.add(loss(step));
      log.write(step, step % 4 === 0, step % 4 === 0 ? 20 + step : null);
    }
    // Step 1, since nothing was told before, then the ends of both epochs.
    expect(told.map(({ step }) => step)).toEqual([1, 4, 8]);
    expect(told.at(-1)).toMatchObject({
      epoch: 2,
      validationPsnr: 28,
      steps: 20,
      remainingMs: 12 * 30,
      elapsedMs: 240,
    });
    expect(log.history.filter(({ validationPsnr }) => validationPsnr !== null).map(({ step }) => step)).toEqual([4, 8]);
  });

  it('takes means since the last point, and the last loss where no step came since', () => {
    const told: Omit<TrainProgress, 'job'>[] = [];
    const log = journal(() => 0, told);
    log.begin(0);
    log.add(loss(2));
    log.write(1, true, null);
    log.report(stages().title(1), 1, null);
    expect(told.at(-1)).toMatchObject({ loss: 2, remainingMs: 0 });
    expect(log.history).toHaveLength(1);
  });
});

describe('SideWork', () => {
  it('waits until what it cost is a small enough share of the time', async () => {
    let now = 0;
    let done = 0;
    const work = new SideWork(0.1, () => now);
    const tryIt = () =>
      work.runWhenDue(50, () => {
        now += 20;
        done += 1;
        return Promise.resolve();
      });
    await tryIt();
    expect(done).toBe(0);
    now = 50;
    await tryIt();
    expect(done).toBe(1);
    // It cost 20 ms: at a tenth of the time it is due after 200 ms more.
    now += 199;
    await tryIt();
    expect(done).toBe(1);
    now += 1;
    await tryIt();
    expect(done).toBe(2);
  });
});

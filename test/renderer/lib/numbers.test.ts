import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, tickLabel, timeTicks } from '../../../src-renderer/lib/charts/chart-ticks';
import { bytes, clock, count, decibels, figures, percent, roughly, took } from '../../../src-renderer/lib/format';
import { chooseLanguage } from '../../../src-renderer/lib/strings';
import { studyNumber } from '../../../src-renderer/views/lab/study-format';
import { smooth } from '../../../src-renderer/lib/charts/smooth';
import { spreadLabels } from '../../../src-renderer/lib/charts/spread-labels';

it('ticks of an axis have no more figures than they need: 1, 1.2, … 2', () => {
  expect(linearTicks(1, 2.6, 8).map(tickLabel)).toEqual(['1', '1.2', '1.4', '1.6', '1.8', '2', '2.2', '2.4', '2.6']);
});

describe('numbers for people', () => {
  it.each([
    [41_300, '0:41'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%d ms is %s', (milliseconds, said) => {
    expect(clock(milliseconds)).toBe(said);
  });

  it.each([
    [0.2, 'under 1 s'],
    [7.4, 'about 7\u00a0s'],
    [52.3, 'about 50\u00a0s'],
    [200, 'about 3\u00a0min'],
    [9000, 'about 2.5\u00a0h'],
  ])('%d seconds are %s', (seconds, said) => {
    expect(roughly(seconds)).toBe(said);
  });

  it('knows sizes, counts, decibels and parts', () => {
    expect([bytes(640), bytes(1_240_000), bytes(612e6), bytes(1.25e9)]).toEqual([
      '640 B',
      '1.2 MB',
      '612 MB',
      '1.3 GB',
    ]);
    expect([took(640), took(9949), took(9950), took(52_000)]).toEqual(['0.6 s', '9.9 s', '0:10', '0:52']);
    expect(count(14_400)).toBe('14,400');
    expect([decibels(28.591), decibels(null)]).toEqual(['28.59 dB', '–']);
    expect([studyNumber(8192), studyNumber(28.591), studyNumber(0.00213)]).toEqual(['8,192', '28.59', '0.0021']);
    expect([percent(0.999), percent(1), percent(-1)]).toEqual(['99 %', '100 %', '0 %']);
  });

  it('writes them as the language does', async () => {
    await chooseLanguage('de');
    expect([decibels(28.591), count(14_400), figures(0.5, 2, 2), studyNumber(1234.5)]).toEqual([
      ...['28,59 dB', '14.400', '0,50', '1.235'],
    ]);
    await chooseLanguage('en');
  });
});

describe('axes and labels', () => {
  it('has round values on a logarithmic axis, few of them', () => {
    expect(logTicks(0.0009, 0.006, 4)).toEqual([0.001, 0.002, 0.005]);
    expect(logTicks(1e-6, 1, 4).length).toBeLessThanOrEqual(4);
    expect(logTicks(0.00168, 0.00203, 4).map(tickLabel)).toEqual(['0.0017', '0.0018', '0.0019', '0.002']);
    expect(logTicks(2.11e-7, 2.38e-7, 4)).toEqual([2.2e-7, 2.3e-7]);
  });

  it('has even, round values on an even axis, all of them on it', () => {
    expect(linearTicks(30.1, 32.4, 4)).toEqual([31, 32]);
    expect(linearTicks(24.9, 26.1, 4)).toEqual([25, 25.5, 26]);
    expect(linearTicks(28.11, 28.13, 4)).toEqual([28.11, 28.115, 28.12, 28.125, 28.13]);
    expect(linearTicks(5, 5, 4)).toEqual([5]);
    expect(linearTicks(0, 0, 4)).toEqual([0]);
  });

  it('has whole, even times', () => {
    expect(timeTicks(2400, 6)).toEqual([0, 1000, 2000]);
    expect(timeTicks(61_000, 6)).toEqual([0, 15_000, 30_000, 45_000, 60_000]);
    expect(timeTicks(1e9, 6).length).toBeLessThanOrEqual(7);
  });

  it('keeps labels apart and in order', () => {
    expect(spreadLabels([50, 52, 10], 13, 0, 100)).toEqual([50, 63, 10]);
    expect(spreadLabels([98, 99], 13, 0, 100)).toEqual([87, 100]);
  });

  it('smooths without moving the mean of a line', () => {
    expect(smooth([1, 2, 3, 4, 5], 1)).toEqual([1, 2, 3, 4, 5]);
    expect(smooth([0, 3, 0], 1)).toEqual([0, 1, 0]);
    expect(smooth([4, 8], 0)).toEqual([4, 8]);
  });
});

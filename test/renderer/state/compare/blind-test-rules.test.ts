import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blindTestCsv,
  isClear,
  planBlindTest,
  standingsOf,
  wilson,
  type Answered,
  type BlindTestPhoto,
  type Trial,
} from '../../../../src-renderer/state/compare/blind-test';

const photo = (name: string, ...labels: string[]): BlindTestPhoto => ({
  name,
  width: 3000,
  height: 2000,
  versions: Object.fromEntries(labels.map((label) => [label, `${name}-${label}`])),
});
const crop = { width: 300, height: 200 };
const plan = (photos: BlindTestPhoto[], seed = 7, trials = 20) => planBlindTest({ photos, trials, crop, seed });
const pairOf = ({ left, right }: Trial) => [left.label, right.label].sort().join('|');
const countBy = <T>(items: readonly T[], key: (item: T) => string) =>
  items.reduce<Record<string, number>>((counts, item) => {
    counts[key(item)] = (counts[key(item)] ?? 0) + 1;
    return counts;
  }, {});

describe('the questions', () => {
  it('are the same for the same seed and others for another', () => {
    const photos = [photo('a', 'rnn', 'gan')];
    expect(plan(photos)).toEqual(plan(photos));
    expect(plan(photos)).not.toEqual(plan(photos, 8));
  });

  it('show crops inside the photo, all over it, of both versions of one photo', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (seed, width, height) => {
          const small = { ...photo('a', 'rnn', 'gan'), width, height };
          for (const trial of planBlindTest({ photos: [small], trials: 3, crop, seed })) {
            expect(trial.x).toBeGreaterThanOrEqual(0);
            expect(trial.y).toBeGreaterThanOrEqual(0);
            expect(trial.x + trial.width).toBeLessThanOrEqual(width);
            expect(trial.y + trial.height).toBeLessThanOrEqual(height);
            expect(trial.width).toBe(Math.min(300, width));
            expect([trial.left.id, trial.right.id].sort()).toEqual(['a-gan', 'a-rnn']);
          }
        },
      ),
    );
    const places = plan([photo('a', 'rnn', 'gan')], 1, 400).map(({ x }) => x / 2700);
    expect(places.reduce((sum, x) => sum + x, 0) / 400).toBeCloseTo(0.5, 1);
  });

  it('let each two meet equally often, each half of the time on the left', () => {
    const trials = plan([photo('a', 'rnn', 'gan', 'unet'), photo('b', 'rnn', 'gan')], 3, 24);
    expect(countBy(trials, pairOf)).toEqual({ 'gan|rnn': 8, 'gan|unet': 8, 'rnn|unet': 8 });
    expect(countBy(trials, ({ left, right }) => `${left.label}-${right.label}`)).toEqual({
      'gan-rnn': 4,
      'rnn-gan': 4,
      'gan-unet': 4,
      'unet-gan': 4,
      'rnn-unet': 4,
      'unet-rnn': 4,
    });
    // Only photo a has a version by unet.
    expect(trials.filter((one) => one.photo === 'b').every((one) => pairOf(one) === 'gan|rnn')).toBe(true);
  });

  it('give the side away by nothing: the left one is no pattern', () => {
    const sides = plan([photo('a', 'rnn', 'gan')], 5, 200).map(({ left }) => (left.label === 'rnn' ? 1 : 0));
    const changes = sides.filter((side, index) => index > 0 && side !== sides[index - 1]).length;
    expect(changes).toBeGreaterThan(70);
    expect(changes).toBeLessThan(130);
  });

  it('are none where nobody has a rival', () => {
    expect(plan([photo('a', 'rnn'), photo('b', 'gan')])).toEqual([]);
    expect(plan([])).toEqual([]);
  });
});

/** Published values: R. G. Newcombe, Statistics in Medicine 17 (1998), Table I, method 3; and the limits. */
describe("Wilson's interval", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i is %f to %f', (points, count, low, high) => {
    const interval = wilson(points, count);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is everything before anything was asked, and mirrors for losses', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    expect(wilson(13, 20).low).toBeCloseTo(1 - wilson(7, 20).high, 12);
  });

  it('holds the true share in about 95 of 100 blind tests', () => {
    // The exact coverage for 20 trials at 0.7: the binomial weight of all counts whose interval holds it.
    const share = 0.7;
    let weight = share ** 0 * (1 - share) ** 20;
    let covered = 0;
    for (let wins = 0; wins <= 20; wins++) {
      const { low, high } = wilson(wins, 20);
      if (low <= share && share <= high) covered += weight;
      weight *= ((20 - wins) / (wins + 1)) * (share / (1 - share));
    }
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.98);
  });
});

const answered = (choices: Answered['choice'][], names = ['rnn', 'gan'] as const): Answered[] =>
  choices.map((choice) => ({
    ...plan([photo('=a', ...names)], 1, 1)[0]!,
    left: { label: names[0], id: '1' },
    right: { label: names[1], id: '2' },
    choice,
  }));

describe('the result', () => {
  it('counts a tie half for both', () => {
    const standings = standingsOf(answered(['left', 'left', 'tie', 'right']), ['gan', 'rnn']);
    expect(standings.map(({ label, wins, ties, losses, rate }) => [label, wins, ties, losses, rate])).toEqual([
      ['rnn', 2, 1, 1, 0.625],
      ['gan', 1, 1, 2, 0.375],
    ]);
    expect(isClear(standings)).toBe(false);
  });

  it('is clear only when chance would hardly do it', () => {
    const wins = (count: number) => [
      ...Array.from({ length: count }, () => 'left' as const),
      ...Array.from({ length: 20 - count }, () => 'right' as const),
    ];
    expect(isClear(standingsOf(answered(wins(14)), ['rnn', 'gan']))).toBe(false);
    expect(isClear(standingsOf(answered(wins(15)), ['rnn', 'gan']))).toBe(true);
    expect(isClear(standingsOf([], ['rnn', 'gan']))).toBe(false);
  });

  it('is a table that a spreadsheet takes for text, whatever the names are', () => {
    const [head, first] = blindTestCsv(answered(['left'], ['=1+1', 'a "b", c'] as never)).split('\r\n');
    expect(head).toBe('trial,photo,x,y,width,height,left,right,choice,preferred');
    expect(first).toMatch(/^1,'=a,\d+,\d+,300,200,'=1\+1,"a ""b"", c",left,'=1\+1$/);
  });
});

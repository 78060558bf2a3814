import { sizeForPeople } from '@contract/size';
import { inEnglish } from '@contract/in-language';
import { describe, expect, it } from 'vitest';
import { choiceOf, given, numberOf, readArguments, words } from '../../src-main/cli/arguments';
import { degradationOf } from '../../src-main/cli/degradation';
import { UsageError } from '../../src-main/cli/exit';
import { trainChoices } from '../../src-main/cli/train-choices';

it('sizes are said in the unit that shows them', () => {
  expect([130_000, 999e6, 12.34e9].map((bytes) => inEnglish(sizeForPeople(bytes)))).toEqual([
    '130 kB',
    '999 MB',
    '12.3 GB',
  ]);
});

describe('arguments', () => {
  it('are words and known flags', () => {
    const { positionals, values } = readArguments(['a', '--out', 'b', '--json'], { out: { type: 'string' } });
    expect([positionals, values.out, values.json]).toEqual([['a'], 'b', true]);
    expect(() => readArguments(['--shard', '1/2'], {})).toThrow(UsageError);
    expect(() => readArguments(['--out'], { out: { type: 'string' } })).toThrow(UsageError);
  });

  it('are counted by name', () => {
    expect(words(['a', 'b'], 'IN', 'OUT')).toEqual(['a', 'b']);
    expect(() => words(['a'], 'IN', 'OUT')).toThrow('OUT is missing.');
    expect(() => words([], 'IN', 'OUT')).toThrow('IN and OUT are missing.');
    expect(() => words(['a', 'b', 'c'], 'IN', 'OUT')).toThrow('"c" was not expected.');
  });

  it('are numbers and choices only where they say so', () => {
    expect(numberOf('rate', '1e-3')).toBe(0.001);
    expect(numberOf('rate', undefined)).toBeUndefined();
    for (const text of ['', ' ', 'x', 'Infinity', '1,5']) expect(() => numberOf('rate', text)).toThrow('--rate');
    expect(choiceOf('loss', 'l1', ['l1', 'l2'])).toBe('l1');
    expect(() => choiceOf('loss', 'L1', ['l1', 'l2'])).toThrow('--loss is "L1", not one of l1, l2.');
    expect(given({ a: 0, b: undefined, c: false })).toEqual({ a: 0, c: false });
  });
});

describe('what is trained', () => {
  it('is only what was set by hand', () => {
    expect(trainChoices({}, 'custom')).toEqual({ task: 'custom' });
    expect(trainChoices({ task: 'sr', units: '32', rate: '0.002', region: '0,8,128,256' }, 'custom')).toEqual({
      task: 'sr',
      units: 32,
      rate: 0.002,
      region: { x: 0, y: 8, width: 128, height: 256 },
    });
  });

  it('adds and takes away ingredients of the preset', () => {
    const choices = trainChoices({ with: ['self-ensemble'], without: ['augmentation,weight-average'] }, 'deblur');
    expect(choices.ingredients).toEqual(['linear-start', 'self-ensemble', 'crisp-dial']);
    // What they were called before.
    expect(trainChoices({ with: ['test-flips'], without: ['flips,weight-average'] }, 'deblur')).toEqual(choices);
    expect(() => trainChoices({ with: ['salt'] }, 'deblur')).toThrow('--with is "salt"');
  });

  it('has a region of whole pixels', () => {
    for (const region of ['1,2,3', '1,2,0,4', '-1,2,3,4', 'a,b,c,d', '1,2,3,4,5', '1.5,2,3,4'])
      expect(() => trainChoices({ region }, 'deblur')).toThrow(UsageError);
  });
});

it('a degradation is deblur unless said otherwise', () => {
  expect(degradationOf({})).toEqual({ task: 'deblur' });
  expect(degradationOf({ task: 'sr', scale: '2', 'blur-sigma': '0', noise: '0', seed: '9' })).toEqual({
    task: 'sr',
    scale: 2,
    blurSigma: 0,
    noise: 0,
    seed: 9,
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { newCompare } from '../../fakes/new-compare';

const SIZE = { width: 900, height: 600 };
let { api, compare, photo, result } = newCompare(SIZE);

beforeEach(() => {
  ({ api, compare, photo, result } = newCompare(SIZE));
});

const contestants = () => new Set(compare.blindTest.standings.map(({ label }) => label));

describe('a blind test', () => {
  it('is possible when there are two to compare', async () => {
    expect(compare.blindTest.possible).toBe(false);
    await result('rnn');
    expect(compare.blindTest.possible).toBe(true);
  });

  it('sets a single result against its original, several against each other', async () => {
    await result('rnn');
    compare.blindTest.begin({ width: 100, height: 100 }, 1);
    expect(contestants()).toEqual(new Set(['rnn', 'Degraded']));
    await result('gan');
    compare.blindTest.begin({ width: 100, height: 100 }, 1);
    expect(contestants()).toEqual(new Set(['rnn', 'gan']));
  });

  it('leaves out an original that is smaller than its enlarged version', async () => {
    await result('large', photo, { width: 2700, height: 1800 });
    expect(compare.blindTest.possible).toBe(false);
  });

  it('asks twenty questions, takes an answer back, and may end before', async () => {
    await result('rnn');
    await result('gan');
    const { blindTest } = compare;
    blindTest.open();
    blindTest.begin({ width: 100, height: 100 }, 42);
    expect(blindTest.count).toBe(20);
    const first = blindTest.trial;
    blindTest.answer('left');
    expect(blindTest.trial).not.toBe(first);
    blindTest.back();
    expect(blindTest.trial).toBe(first);
    blindTest.answer('tie');
    blindTest.answer('right');
    blindTest.finish();
    expect(blindTest.trial).toBeNull();
    expect(blindTest.answered.map(({ choice }) => choice)).toEqual(['tie', 'right']);
    expect(blindTest.standings.reduce((sum, { wins, ties, losses }) => sum + wins + ties + losses, 0)).toBe(4);
    blindTest.answer('left');
    expect(blindTest.answered).toHaveLength(2);
    blindTest.open();
    expect(blindTest.count).toBe(0);
  });

  it('asks about every photo that has both', async () => {
    const other = api.addPhoto('b.jpg', SIZE);
    for (const of of [photo, other]) {
      await result('rnn', of);
      await result('gan', of);
    }
    compare.blindTest.begin({ width: 100, height: 100 }, 3);
    const asked = new Set<string>();
    while (compare.blindTest.trial) {
      asked.add(compare.blindTest.trial.photo);
      compare.blindTest.answer('tie');
    }
    expect(asked).toEqual(new Set(['a.jpg', 'b.jpg']));
  });
});

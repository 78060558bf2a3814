import { beforeEach, describe, expect, it } from 'vitest';
import { newCompare } from '../../fakes/new-compare';

const SIZE = { width: 300, height: 200 };
let { api, compare, photo, result } = newCompare(SIZE);

beforeEach(() => {
  ({ api, compare, photo, result } = newCompare(SIZE));
});

describe('results of one photo', () => {
  it('stand on the right as they come, the degraded photo on the left', async () => {
    await result('linear');
    await result('rnn');
    expect(compare.comparisons).toHaveLength(1);
    expect(compare.left?.label).toBe('Degraded');
    expect(compare.right?.label).toBe('rnn');
    compare.choose(1);
    expect(compare.right?.label).toBe('linear');
    compare.choose(4);
    expect(compare.right?.label).toBe('linear');
  });

  it('are both there when they come at once', async () => {
    await Promise.all([result('rnn'), result('rnn-gan')]);
    expect(compare.comparison?.results.map((one) => one.label).sort()).toEqual(['rnn', 'rnn-gan']);
  });

  it('stand in the order in which they came, however long each takes to be read', async () => {
    const slow = api.addPhoto('b.jpg');
    const quick = api.handlers['photos.info']!;
    const go = api.hold('photos.info', (args) => args.photo === slow.id);
    const first = result('linear', slow);
    const second = result('linear');
    go();
    await Promise.all([first, second]);
    expect(compare.comparisons.map(({ name }) => name)).toEqual(['b.jpg', 'a.jpg']);
    // One that cannot be read holds up none behind it.
    api.handlers['photos.info'] = (args) => {
      if (args.photo === slow.id) throw new Error('gone');
      return quick(args);
    };
    await Promise.all([
      result('rnn', api.addPhoto('c.jpg')),
      compare.addResult(photo, slow, { label: 'rnn', model: 'rnn', crisp: null }),
      result('rnn-gan'),
    ]);
    expect(compare.comparisons.map(({ name }) => name)).toEqual(['b.jpg', 'a.jpg', 'c.jpg']);
    expect(compare.problem).not.toBe('');
  });

  it('are four at most, and a newer one of the same model takes the older one’s place', async () => {
    for (const label of ['a', 'b', 'c', 'd', 'e', 'c']) await result(label);
    expect(compare.comparison?.results.map((one) => one.label)).toEqual(['b', 'd', 'e', 'c']);
  });

  it('are measured once the clean photo is known', async () => {
    await result('linear');
    expect(compare.right?.score).toBeNull();
    await compare.setClean(api.addPhoto('clean.jpg', { width: 300, height: 200 }));
    expect(compare.right?.score?.psnr).toBe(29.18);
    expect(compare.left?.score?.psnr).toBe(29.18);
    compare.put('right', 'clean');
    expect(compare.right?.role).toBe('clean');
  });

  it('of enlarging are measured, its small degraded photo is not', async () => {
    const clean = api.addPhoto('clean.jpg', { width: 900, height: 600 });
    compare.knowClean(photo, clean);
    await result('rnn', photo, { width: 900, height: 600 });
    expect(compare.right?.score).not.toBeNull();
    expect(compare.left?.score).toBeNull();
  });
});

describe('zoom and place', () => {
  beforeEach(async () => {
    compare.stage = { width: 1000, height: 800 };
    await result('linear');
    await result('rnn');
    compare.view.zoom(2, { x: 400, y: 300 });
    compare.view.pan(30, 20);
  });

  it('stay when another result or another photo is shown', async () => {
    const { bounds, scale } = compare.view;
    compare.choose(1);
    expect(compare.view.bounds).toEqual(bounds);
    const other = api.addPhoto('b.jpg', { width: 300, height: 200 });
    await result('linear', other);
    expect(compare.comparison?.name).toBe('b.jpg');
    expect(compare.view.bounds).toEqual(bounds);
    compare.step(-1);
    expect(compare.comparison?.name).toBe('a.jpg');
    expect(compare.view.scale).toBe(scale);
  });

  it('are those of the larger picture, so a small degraded photo lies under its restored version', async () => {
    compare.view.fit();
    await result('large', photo, { width: 900, height: 600 });
    expect(compare.view.bounds.width).toBe(900);
  });

  it('keep the model when the photo changes', async () => {
    const other = api.addPhoto('b.jpg', { width: 300, height: 200 });
    await result('rnn', other);
    await result('linear', other);
    compare.step(1);
    expect(compare.right?.label).toBe('linear');
    expect(compare.comparison?.name).toBe('a.jpg');
  });
});

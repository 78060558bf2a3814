import { beforeEach, describe, expect, it } from 'vitest';
import type { PhotoRef } from '@contract/photo';
import { AppError } from '@contract/result';
import { CompareState } from '../../../../src-renderer/state/compare/compare.svelte';
import { FakeApi } from '../../fakes/fake-api';

let api: FakeApi;
let compare: CompareState;
let photo: PhotoRef;

beforeEach(async () => {
  api = new FakeApi({
    'compare.doubt': ({ rect }) => ({ map: api.addPhoto('doubt.png'), rect: { ...rect, width: 100 }, mostLevels: 3.5 }),
  });
  compare = new CompareState(api, { degraded: 'Degraded', clean: 'Clean' });
  photo = api.addPhoto('a.jpg', { width: 4000, height: 3000 });
  compare.stage = { width: 800, height: 600 };
  await compare.addResult(photo, api.addPhoto('rnn', { width: 4000, height: 3000 }), {
    label: 'rnn',
    model: 'model-1',
    crisp: null,
  });
});

describe('doubt', () => {
  it('is asked for once, for what is on the stage, of the model that made the result', async () => {
    compare.view.zoom(1);
    await compare.doubts.show('heat');
    await compare.doubts.show('fade');
    expect(api.asked('compare.doubt')).toEqual([
      { model: 'model-1', photo: photo.id, rect: { x: 1600, y: 1200, width: 800, height: 600 } },
    ]);
    expect(compare.doubts.shown).toMatchObject({ look: 'fade', rect: { x: 1600, width: 100 } });
    expect(compare.doubts.known?.mostLevels).toBe(3.5);
  });

  it('is shown over its own result only, and not at all when hidden', async () => {
    await compare.doubts.show('heat');
    compare.put('right', 'degraded');
    expect(compare.doubts.shown).toBeNull();
    compare.choose(1);
    expect(compare.doubts.shown).not.toBeNull();
    await compare.doubts.show('off');
    expect(compare.doubts.shown).toBeNull();
  });

  it('that cannot be had says why, and an older answer keeps quiet', async () => {
    api.handlers['compare.doubt'] = () => {
      throw new AppError('not-found', 'There is no such model any more.');
    };
    await compare.doubts.show('heat');
    expect(compare.doubts.problem).toBe('There is no such model any more.');
    expect(compare.doubts.busy).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { sceneOf, type SceneInput, type ScenePicture } from '../../../../src-renderer/state/compare/compare-scene';

const picture = (id: string, role: ScenePicture['role'], width = 300): ScenePicture => ({
  id,
  role,
  width,
  height: 200,
});
const degraded = picture('d', 'degraded');
const rnn = picture('r', 'restored');
const gan = picture('g', 'restored');
const base: SceneInput<ScenePicture> = {
  mode: 'slider',
  left: degraded,
  right: rnn,
  grid: [degraded, rnn, gan],
  degraded,
  split: 0.25,
  strength: 100,
  gain: 4,
  held: false,
  uncertainty: null,
};
const scene = (changes: Partial<typeof base>) => sceneOf({ ...base, ...changes });
const subjects = (changes: Partial<typeof base>) =>
  scene(changes).map(({ layers }) => layers.map(({ subject, alpha }) => [subject, alpha]));

describe('a scene', () => {
  it('parts two pictures at the divider', () => {
    const [pane, ...none] = scene({});
    expect(none).toEqual([]);
    expect(pane?.layers.map(({ subject, from, to }) => [subject, from, to])).toEqual([
      ['d', 0, 0.25],
      ['r', 0.25, 1],
    ]);
  });

  it('has a pane a picture side by side and in the grid, and one otherwise', () => {
    expect(subjects({ mode: 'split' })).toEqual([[['d', 1]], [['r', 1]]]);
    expect(subjects({ mode: 'grid' })).toEqual([[['d', 1]], [['r', 1]], [['g', 1]]]);
    expect(subjects({ mode: 'blink' })).toEqual([[['r', 1]]]);
    expect(subjects({ mode: 'loupe' })).toEqual([[['r', 1]]]);
  });

  it('shows the left picture everywhere while it is held up', () => {
    for (const mode of ['slider', 'blink', 'loupe', 'difference'] as const) {
      expect(subjects({ mode, held: true })).toEqual([[['d', 1]]]);
    }
    expect(subjects({ mode: 'grid', held: true })).toEqual([[['d', 1]], [['d', 1]], [['d', 1]]]);
  });

  it('mixes restored pictures into the original by strength, and nothing else', () => {
    expect(subjects({ mode: 'grid', strength: 30 })).toEqual([
      [['d', 1]],
      [
        ['d', 1],
        ['r', 0.3],
        [{ kind: 'mix', of: ['d', 'r'], gain: 0.3 }, 1],
      ],
      [
        ['d', 1],
        ['g', 0.3],
        [{ kind: 'mix', of: ['d', 'g'], gain: 0.3 }, 1],
      ],
    ]);
    // An enlarged picture has no original of its size on screen.
    expect(subjects({ mode: 'blink', right: picture('big', 'restored', 900), strength: 30 })).toEqual([[['big', 1]]]);
  });

  it('works the difference out of two pictures of one size only', () => {
    const [pane] = scene({ mode: 'difference' });
    expect(pane?.layers[0]?.subject).toEqual({ kind: 'difference', of: ['d', 'r'], gain: 4 });
    expect(scene({ mode: 'difference', right: picture('big', 'restored', 900) })[0]?.layers).toEqual([]);
  });

  it('lays uncertainty over its result only, on its own part; faded, the original comes out from below', () => {
    const uncertainty = { map: 'm', result: 'r', rect: { x: 30, y: 20, width: 60, height: 40 }, mode: 'heat' as const };
    const [left, right] = scene({ mode: 'split', left: gan, uncertainty });
    expect(left?.layers).toHaveLength(1);
    expect(right?.layers[1]).toMatchObject({
      subject: { kind: 'heat', of: ['m'] },
      width: 60,
      height: 40,
      within: { left: 0.1, top: 0.1, width: 0.2, height: 0.2 },
    });
    const [faded] = scene({ mode: 'blink', uncertainty: { ...uncertainty, mode: 'fade' }, strength: 50 });
    expect(faded?.layers.map(({ operation, alpha }) => [operation, alpha])).toEqual([
      ['source-over', 0.5],
      ['destination-out', 1],
      ['destination-over', 1],
    ]);
  });
});

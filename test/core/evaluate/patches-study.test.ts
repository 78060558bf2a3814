import { expect, it } from 'vitest';
import { METHODS, resolveSettings, type PresetName } from '@contract/model-spec';
import { protocolFor } from '@contract/evaluate';
import { study as patchesStudy } from '../../../src-main/core/evaluate/studies/patches';
import type { StudyContext } from '../../../src-main/core/evaluate/study';
import { drawnPicture } from '../image/drawn-picture';

const contextOf = (preset: PresetName) => {
  const training = { id: '00000001', name: 'a', clean: drawnPicture(128, 128), degraded: null };
  const settings: StudyContext['settings'] = (method, changes) => resolveSettings({ method, preset, ...changes });
  const request = { quick: true } as StudyContext['request'];
  return { request, protocol: protocolFor('deblur'), methods: [...METHODS], training, tests: [], settings };
};

it.each(['paper', 'best', 'fast'] as const)(
  'every square of preset %s holds a patch, and closed forms have none',
  (preset) => {
    const keys = patchesStudy.steps(contextOf(preset) as unknown as StudyContext).map(({ key }) => key.split(' '));
    expect(new Set(keys.map(([method]) => method))).toEqual(new Set(['rnn', 'rnn-gan', 'unet-gan']));
    for (const [method, side] of keys) {
      const { patch } = resolveSettings({ method: method as 'rnn', preset });
      expect(Number(side)).toBeGreaterThanOrEqual(patch);
    }
  },
);

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '@contract/in-language';
import {
  METHODS,
  PRESETS,
  resolveSettings,
  settingsConflict,
  TASKS,
  trainSettingsSchema,
  type TrainChoices,
} from '@contract/model-spec';

/** The settings as the first model files hold them: without what the preset then meant. */
function asStoredFirst(choices: TrainChoices): Record<string, unknown> {
  const settings = resolveSettings(choices);
  const former = { augmentation: 'flips', 'self-ensemble': 'test-flips' } as Record<string, string>;
  const stored = { ...settings, ingredients: settings.ingredients.map((name) => former[name] ?? name) };
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key !== 'holdOut' && key !== 'restoreStride'));
}

describe('settings of the first model files', () => {
  it('mean what they meant, for every method and preset', () => {
    for (const method of METHODS) {
      for (const preset of PRESETS) {
        const stored = asStoredFirst({ method, preset });
        expect(v.parse(trainSettingsSchema, stored)).toEqual(resolveSettings({ method, preset }));
      }
    }
  });

  it.each([
    [{ method: 'rnn', preset: 'paper' }, false, 1],
    [{ method: 'rnn', preset: 'best', patch: 15 }, true, 8],
    [{ method: 'rnn', preset: 'best', patch: 15, ingredients: [] }, true, 2],
    [{ method: 'rnn', preset: 'fast', patch: 9 }, true, 7],
    [{ method: 'rnn', preset: 'best', mode: 'patch2pixel' }, true, 1],
    [{ method: 'unet-gan', preset: 'paper' }, false, 4],
  ] as [TrainChoices, boolean, number][])('%j', (choices, holdOut, restoreStride) => {
    expect(v.parse(trainSettingsSchema, asStoredFirst(choices))).toMatchObject({ holdOut, restoreStride });
  });

  it('keep what was chosen by hand', () => {
    const chosen = resolveSettings({ method: 'rnn', preset: 'paper', holdOut: true, restoreStride: 7 });
    expect(v.parse(trainSettingsSchema, chosen)).toEqual(chosen);
    expect(chosen).toMatchObject({ holdOut: true, restoreStride: 7 });
  });
});

it('noise, and pairs of which nothing is known, are learned by the non-local filter where nothing else is asked for', () => {
  const methods = TASKS.map((task) => resolveSettings({ task }).method);
  expect(methods).toEqual(['unet-gan', 'unet-gan', 'non-local', 'non-local']);
  expect(resolveSettings({ task: 'denoise', method: 'rnn' }).method).toBe('rnn');
});

describe('settings that do not go together', () => {
  const conflict = (choices: TrainChoices) => {
    const said = settingsConflict(resolveSettings(choices));
    return said === null ? null : inEnglish(said);
  };
  it.each([
    [{ method: 'linear', patch: 4 }, 'The setting patch: the linear filter has a middle, so its side is odd, not 4.'],
    [{ method: 'linear', patch: 5 }, null],
    [{ method: 'rnn', patch: 4 }, null],
    [{ method: 'rnn', patch: 8, columns: 5, stepRows: 4 }, null],
    [
      { method: 'rnn', patch: 9, stepRows: 4 },
      'The setting step-rows: it divides the 9 rows of a patch into two steps or more, which 4 does not.',
    ],
    [
      { method: 'rnn', patch: 9, stepRows: 9 },
      'The setting step-rows: it divides the 9 rows of a patch into two steps or more, which 9 does not.',
    ],
    [
      { method: 'rnn', patch: 9, stepRows: 3, mode: 'patch2pixel' },
      'The setting step-rows: patch2pixel reads one row at a time step.',
    ],
    [
      { method: 'rnn-gan', columns: 5 },
      'The setting columns: a convolutional discriminator needs square patches. Preset paper has another.',
    ],
    [{ method: 'rnn-gan', preset: 'paper', columns: 5 }, null],
    [
      { method: 'linear', columns: 5 },
      'The settings columns and step-rows: patches of linear are square and read as a whole.',
    ],
    [
      { method: 'unet-gan', patch: 50 },
      'The setting patch: whole tiles are learned from crops of 48 or 96 px, not 50.',
    ],
  ] as const)('%j', (choices, said) => {
    expect(conflict(choices)).toBe(said);
  });
});

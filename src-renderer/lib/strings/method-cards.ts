import type { Language } from '@contract/languages';
import { METHODS, methodWords } from '@contract/languages/methods';
import { PRESETS, type PresetName } from '@contract/train-settings';

interface Card {
  name: string;
  text: string;
}

const each = <K extends string, T>(keys: readonly K[], make: (key: K) => T) =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, T>;

/** The cards of all methods, and of the presets of each, in a language that names the presets so. */
export function methodCards(language: Language, presetNames: Record<PresetName, string>) {
  return {
    methods: each(METHODS, (method): Card => methodWords[method][language]),
    presets: each(METHODS, (method) =>
      each(PRESETS, (preset): Card => ({
        name: presetNames[preset],
        text: methodWords[method][language].presets[preset],
      })),
    ),
  };
}

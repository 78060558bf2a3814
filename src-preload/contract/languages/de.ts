import type { Translation } from '@contract/sentence';

export const de = {
  plain: '{text}',
  unit: {
    bytes: '{value, number} B',
    kilobytes: '{value, number, whole} kB',
    megabytes: '{value, number} MB',
    gigabytes: '{value, number, tenths} GB',
    pixels: '{width, number, plain} × {height, number, plain} px',
  },
} as const satisfies Translation;

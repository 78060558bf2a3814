/**
 * Every sentence of Onepair in English, in ICU MessageFormat. What stands here decides which ids there are and which
 * arguments each takes; every other language has to fill the same ones.
 */
export const en = {
  /** What is not ours to word: a fault of our own, a message of the system. */
  plain: '{text}',
  unit: {
    bytes: '{value, number} B',
    kilobytes: '{value, number, whole} kB',
    megabytes: '{value, number} MB',
    gigabytes: '{value, number, tenths} GB',
    pixels: '{width, number, plain} × {height, number, plain} px',
  },
} as const;

import type { Translation } from '../complete';

/** Every word on the screen in German. What is missing is said in English. */
export const de: Translation = {
  views: { pair: 'Paar', train: 'Lernen', restore: 'Restaurieren', compare: 'Vergleichen', library: 'Modelle' },
};

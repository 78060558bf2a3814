import type { ReportRow } from '@contract/batch';
import type { Language } from '@contract/languages';
import type { Sentence } from '@contract/sentence';
import { inEnglish, inLanguage } from '@contract/in-language';

export const REPORT_COLUMNS = [
  'photo',
  'outcome',
  'result',
  'seconds',
  'width',
  'height',
  'bytesBefore',
  'bytesAfter',
  'fit',
  'notes',
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];

/** Every word of a report's page. */
export interface ReportWords {
  language: Language;
  title: string;
  heading: (model: string) => string;
  columns: Record<ReportColumn, string>;
  outcomes: Record<ReportRow['outcome'], string>;
  /** How near a photo was to the pair that the model learned from. */
  fits: Record<NonNullable<ReportRow['fit']>, string>;
  number: (value: number) => string;
  /** What the app said of a photo. */
  said: (sentence: Sentence) => string;
}

export const REPORT_WORDS: Record<Language, ReportWords> = {
  en: {
    language: 'en',
    title: 'Onepair report',
    heading: (model) => `Restored with “${model}”`,
    columns: {
      ...{ photo: 'Photo', outcome: 'Outcome', result: 'Result', seconds: 'Seconds', width: 'Width', height: 'Height' },
      ...{ bytesBefore: 'Bytes before', bytesAfter: 'Bytes after', fit: 'Fit', notes: 'Notes' },
    },
    outcomes: { restored: 'restored', skipped: 'skipped', failed: 'failed', 'not reached': 'not reached' },
    fits: { near: 'near', far: 'differs', unknown: 'unknown' },
    number: String,
    said: inEnglish,
  },
  de: {
    language: 'de',
    title: 'Bericht von Onepair',
    heading: (model) => `Restauriert mit „${model}“`,
    columns: {
      ...{
        photo: 'Foto',
        outcome: 'Ausgang',
        result: 'Ergebnis',
        seconds: 'Sekunden',
        width: 'Breite',
        height: 'Höhe',
      },
      ...{ bytesBefore: 'Bytes vorher', bytesAfter: 'Bytes nachher', fit: 'Passt', notes: 'Anmerkungen' },
    },
    outcomes: {
      restored: 'restauriert',
      skipped: 'übersprungen',
      failed: 'fehlgeschlagen',
      'not reached': 'nicht erreicht',
    },
    fits: { near: 'nah', far: 'anders', unknown: 'unbekannt' },
    number: (value) => String(value).replace('.', ','),
    said: (sentence) => inLanguage('de', sentence),
  },
};

import { sizeForPeople } from '@contract/size';
import { currentLanguage, text } from './strings';

/** Making a format takes longer than using it, and charts write many numbers. */
const formats = new Map<string, Intl.NumberFormat>();

function written(value: number, options: Intl.NumberFormatOptions): string {
  const key = currentLanguage() + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.NumberFormat(currentLanguage(), options);
  formats.set(key, format);
  return format.format(value);
}

/** A number in the language chosen: '28.59', in German '28,59'. */
export const fixed = (value: number, digits: number): string =>
  written(value, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });

/** A number with so many figures: 0.00213 → '0.0021'; `least` keeps a value that changes from jumping about. */
export const figures = (value: number, most: number, least = 1): string =>
  written(value, { minimumSignificantDigits: least, maximumSignificantDigits: most });

/** 14400 → '14,400'. */
export const count = (value: number): string => written(value, { maximumFractionDigits: 0 });

/** 28.591 → '28.59 dB'; null (identical pictures or not measured) → '–'. */
export const decibels = (value: number | null): string => (value === null ? '–' : `${fixed(value, 2)} dB`);

/** 0.8712 → '0.871'. */
export const similarity = (value: number): string => fixed(value, 3);

/** 0.42 → '42 %'. */
export const percent = (fraction: number): string => `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100)} %`;

/** Elapsed or remaining time as a clock: 41300 ms → '0:41', 3723000 ms → '1:02:03'. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long something took: 640 ms → '0.6 s', 52000 ms → '0:52'. */
export const took = (milliseconds: number): string =>
  milliseconds < 9950 ? `${fixed(milliseconds / 1000, 1)} s` : clock(milliseconds);

/**
 * An estimate, no more exact than it deserves: 52.3 → 'about 50 s', 200 → 'about 3 min', 9000 → 'about 2.5 h'. Number and
 * unit stay on one line.
 */
export function roughly(seconds: number): string {
  if (seconds < 1) return text.underOneSecond;
  if (seconds < 10) return text.about(`${Math.round(seconds)}\u00a0s`);
  if (seconds < 90) return text.about(`${Math.round(seconds / 5) * 5}\u00a0s`);
  if (seconds < 5400) return text.about(`${Math.round(seconds / 60)}\u00a0min`);
  return text.about(`${fixed(seconds / 3600, 1)}\u00a0h`);
}

/** 612000000 → '612 MB'; decimal units, as file managers show. */
export const bytes = (value: number): string => text.fromHost(sizeForPeople(value));

/** An ISO date → 'Nov 23, 2026'. */
export const date = (iso: string): string =>
  new Date(iso).toLocaleDateString(currentLanguage(), { dateStyle: 'medium' });

/** An ISO date → 'Nov 23, 2026, 3:42 PM'. */
export const dateAndTime = (iso: string): string =>
  new Date(iso).toLocaleString(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short' });

/** '512 × 384'. */
export const size = (picture: { width: number; height: number }): string => `${picture.width} × ${picture.height}`;

import { say, type Sentence } from './sentence';

/** 612000000 → '612 MB'; decimal units, as file managers show. */
export function sizeForPeople(bytes: number): Sentence {
  if (bytes < 1000) return say('unit.bytes', { value: bytes });
  if (bytes < 1e6) return say('unit.kilobytes', { value: bytes / 1e3 });
  if (bytes < 1e9) return say('unit.megabytes', { value: bytes / 1e6 });
  return say('unit.gigabytes', { value: bytes / 1e9 });
}

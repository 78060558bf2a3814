import { say, type Sentence } from './sentence';

/** 12500000 → '12.5 MB'; decimal units, as file managers show. */
export const sizeForPeople = (bytes: number): Sentence =>
  bytes < 1e9 ? say('unit.megabytes', { value: bytes / 1e6 }) : say('unit.gigabytes', { value: bytes / 1e9 });

/** 12500000 → '12.5 MB' in English; decimal units, as file managers show. */
export const sizeForPeople = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

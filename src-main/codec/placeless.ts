/** What is left of a part of a photo's metadata without places. */
export interface Placeless<T> {
  kept: T;
  /** Whether nothing else was left out that may matter. */
  isWhole: boolean;
}

/** What is still to be done, in an order that may change meanwhile. */
export interface BatchQueue<Item> {
  /** Takes the next one; undefined when nothing is left. */
  take(): Item | undefined;
  /** These come next, in this order, as far as they are still waiting. */
  first(ids: readonly string[]): void;
  readonly left: readonly Item[];
}

export function createBatchQueue<Item>(items: readonly Item[], idOf: (item: Item) => string): BatchQueue<Item> {
  let left = [...items];
  return {
    take: () => left.shift(),
    first(ids) {
      const wanted = new Set(ids);
      const chosen = left.filter((item) => wanted.has(idOf(item)));
      const places = new Map(ids.map((id, place) => [id, place]));
      chosen.sort((a, b) => (places.get(idOf(a)) ?? 0) - (places.get(idOf(b)) ?? 0));
      left = [...chosen, ...left.filter((item) => !wanted.has(idOf(item)))];
    },
    get left() {
      return left;
    },
  };
}

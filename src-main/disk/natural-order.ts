// One locale whatever the machine: all parts of a batch must see one order.
const collator = new Intl.Collator('en', { numeric: true });

/** Orders names as people count: 'a2' before 'a10', on every machine alike. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

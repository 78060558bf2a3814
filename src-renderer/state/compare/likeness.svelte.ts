import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';
import { sameSize } from './compare-scene';
import type { Shown } from './comparison';

/** Two results that the eye takes for one, and how far they are apart (root of the mean square), in levels of 255. */
export interface Alike {
  results: [Shown, Shown];
  levels: number;
}

/** Below this and this similarity (mean SSIM) nobody tells two photos apart at 100 %. */
const SEEN_LEVELS = 2;
const SEEN_SSIM = 0.985;

/** Which results differ too little to be seen; each two are measured once. */
export class Likeness {
  readonly #levels = new SvelteMap<string, number | null>();
  readonly #asked: Record<string, true> = {};

  constructor(private readonly api: Api) {}

  /** Null where they differ visibly, or where that is not known (yet). */
  of(a: Shown, b: Shown): Alike | null {
    if (a.pending === true || b.pending === true || !sameSize(a, b)) return null;
    const key = [a.id, b.id].toSorted().join(' ');
    const levels = this.#levels.get(key);
    if (levels === undefined) queueMicrotask(() => void this.#measure(key, a.id, b.id));
    return levels == null ? null : { results: [a, b], levels };
  }

  async #measure(key: string, restored: string, clean: string): Promise<void> {
    if (this.#asked[key]) return;
    this.#asked[key] = true;
    const score = await this.api.call('compare.score', { restored, clean }).catch(() => null);
    const levels = score?.psnr == null ? 0 : 255 / 10 ** (score.psnr / 20);
    const isSeen = !score || (!score.identical && (levels >= SEEN_LEVELS || score.ssim < SEEN_SSIM));
    this.#levels.set(key, isSeen ? null : levels);
  }
}

/** Numbers of which each two are alike, in groups as large as may be; none of `pairs` is left out. */
export function groupsOf(pairs: readonly (readonly [number, number])[]): number[][] {
  const areAlike = (a: number, b: number) => pairs.some((pair) => pair.includes(a) && pair.includes(b));
  const groups: number[][] = [];
  for (const pair of pairs) {
    if (groups.some((group) => pair.every((one) => group.includes(one)))) continue;
    const others = [...new Set(pairs.flat())].filter((one) => !pair.includes(one));
    const group: number[] = [...pair];
    for (const one of others) if (group.every((member) => areAlike(member, one))) group.push(one);
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

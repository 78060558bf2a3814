import { MOST_STARS, NO_VERDICT, type Verdict } from '@contract/judgement';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';

/** Which photos of a list are shown: all, by flag, or those with so many stars and more. */
export const VERDICT_FILTERS = ['all', 'keep', 'reject', 'unjudged', '1', '2', '3', '4', '5'] as const;
export type VerdictFilter = (typeof VERDICT_FILTERS)[number];

/** What the user thinks of the results. */
export class Verdicts {
  filter = $state<VerdictFilter>('all');
  readonly #ofResult = new SvelteMap<string, Verdict>();

  constructor(private readonly api: Api) {}

  /** `result` is absent where there is none yet. */
  of(result: string | undefined): Verdict {
    return (result === undefined ? undefined : this.#ofResult.get(result)) ?? NO_VERDICT;
  }

  /** Asks for what is kept of results. */
  async know(results: readonly string[]): Promise<void> {
    if (results.length === 0) return;
    const verdicts = await this.api.call('results.verdicts', { results: [...results] }).catch(() => []);
    for (const [index, verdict] of verdicts.entries()) this.#ofResult.set(results[index]!, verdict);
  }

  async judge(result: string, change: Partial<Verdict>): Promise<void> {
    const verdict = { ...this.of(result), ...change };
    this.#ofResult.set(result, verdict);
    await this.api.call('results.judge', { result, verdict });
  }

  passes(result: string | undefined): boolean {
    const { flag, stars } = this.of(result);
    if (this.filter === 'all') return true;
    if (this.filter === 'unjudged') return flag === null && stars === 0;
    return this.filter === flag || (Number(this.filter) <= stars && flag !== 'reject');
  }
}

/** What a key says of the result shown; null: nothing. */
export function verdictOfKey(key: string): Partial<Verdict> | null {
  const flags: Record<string, Verdict['flag']> = { k: 'keep', x: 'reject', u: null };
  const flag = flags[key.toLowerCase()];
  if (flag !== undefined) return { flag };
  return /^\d$/.test(key) && Number(key) <= MOST_STARS ? { stars: Number(key) } : null;
}

import type { UnsavedResult } from '@contract/job';
import type { Rect } from '@contract/model-spec';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import { attempt } from '../attempt';
import { latest } from '../latest';

/** A result of Compare that is not there yet. */
export interface Wanted {
  key: string;
  source: string;
  model: string;
  crisp: number | null;
}

interface Results {
  /** What is still to be restored, what is seen first. */
  readonly wanted: readonly Wanted[];
  settle(key: string, result: UnsavedResult): Promise<void>;
  showPart(key: string, result: UnsavedResult): void;
  drop(key: string, problem: Said): void;
}

/** Restores what Compare shows as previews: the part on the stage first, then the whole photo. Saves nothing. */
export class Previews {
  #running: Wanted | null = null;
  readonly #wholes = latest();
  readonly #parts = latest();

  constructor(
    private readonly api: Api,
    private readonly results: Results,
  ) {}

  /** Goes on with what is wanted most, where nothing that is still wanted runs. */
  next(): void {
    const { wanted } = this.results;
    if (wanted.some(({ key }) => key === this.#running?.key)) return;
    const first = wanted[0] ?? null;
    this.#running = first;
    // Whatever ran is not wanted any more: the newer question ends it.
    const counts = this.#wholes.begin();
    if (first) void this.#restore(first, counts);
  }

  async #restore(one: Wanted, counts: () => boolean): Promise<void> {
    await attempt(
      async () => {
        const result = await this.#ask(one);
        if (counts()) await this.results.settle(one.key, result);
      },
      (problem) => {
        if (counts()) this.results.drop(one.key, problem);
      },
    );
    if (!counts()) return;
    this.#running = null;
    this.next();
  }

  /** Asks for the visible part of each result that is still to come, one after the other. */
  async askParts(visible: (picture: Wanted) => Rect | null): Promise<void> {
    const counts = this.#parts.begin();
    for (const one of this.results.wanted) {
      const rect = visible(one);
      if (!rect) continue;
      const result = await this.#ask(one, rect).catch(() => null);
      if (!counts()) return;
      if (result) this.results.showPart(one.key, result);
    }
  }

  #ask({ model, source, crisp }: Wanted, rect?: Rect): Promise<UnsavedResult> {
    const how = { ...(crisp === null ? {} : { crisp }), ...(rect ? { rect } : {}) };
    return this.api.call('compare.preview', { model, photo: source, ...how });
  }
}

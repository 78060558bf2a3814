import { toFailure } from '@contract/result';
import type { Rect } from '@contract/model-spec';
import type { Api } from '../../../src-preload/api';
import { visiblePart } from '../../lib/viewport';
import type { SceneDoubt } from './compare-scene';
import type { Compared, Shown } from './comparison';

interface KnownDoubt {
  map: string;
  rect: Rect;
  mostLevels: number;
}

/** Where the model that made a result is of several minds, for the part of it that was on the stage when asked. */
export class DoubtState {
  readonly #api: Api;
  readonly #compare: Compared;
  #look = $state<'off' | SceneDoubt['look']>('off');
  #known = $state.raw<Record<string, KnownDoubt>>({});
  #busy = $state(false);
  #problem = $state('');
  #round = 0;

  /** What is known of the result on the right. */
  readonly known: KnownDoubt | null = $derived.by(() => this.#known[this.#compare.right?.id ?? ''] ?? null);
  /** What the stage shows of it. */
  readonly shown: SceneDoubt | null = $derived.by(() => {
    const result = this.#compare.right?.id;
    if (this.#look === 'off' || !this.known || result === undefined) return null;
    return { map: this.known.map, rect: this.known.rect, result, look: this.#look };
  });

  constructor(api: Api, compare: Compared) {
    this.#api = api;
    this.#compare = compare;
  }

  get look() {
    return this.#look;
  }
  get busy() {
    return this.#busy;
  }
  get problem() {
    return this.#problem;
  }

  /** Shows the doubt of the result on the right, asking for it where it is not known. */
  async show(look: 'off' | SceneDoubt['look']): Promise<void> {
    this.#look = look;
    this.#problem = '';
    if (look !== 'off' && !this.known) await this.ask();
  }

  /** Asks anew for the part of the result that is on the stage now. */
  async ask(): Promise<void> {
    const { comparison, right } = this.#compare;
    if (!comparison || right?.model == null) return;
    const round = ++this.#round;
    this.#busy = true;
    this.#problem = '';
    try {
      const answer = await this.#api.call('compare.doubt', {
        model: right.model,
        photo: comparison.source,
        rect: this.#visible(right),
      });
      const { rect, mostLevels } = answer;
      this.#known = { ...this.#known, [right.id]: { map: answer.map.id, rect, mostLevels } };
    } catch (error) {
      if (round === this.#round) this.#problem = toFailure(error).message;
    } finally {
      if (round === this.#round) this.#busy = false;
    }
  }

  #visible(result: Shown): Rect {
    const { view, panes, stage } = this.#compare;
    return visiblePart(view.frame, panes[0] ?? stage, result);
  }
}

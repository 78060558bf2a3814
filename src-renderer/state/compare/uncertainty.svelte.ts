import type { Rect } from '@contract/model-spec';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import { visiblePart, type Bounds, type Size } from '../../lib/viewport';
import type { SceneUncertainty } from './compare-scene';
import { attempt } from '../attempt';
import { latest } from '../latest';
import type { Comparison, Shown } from './comparison';

interface KnownUncertainty {
  map: string;
  rect: Rect;
  mostLevels: number;
}

/** The result on the right of the stage, and the part of it that is seen. */
interface OnStage {
  readonly comparison: Comparison | null;
  readonly right: Shown | null;
  readonly view: { readonly bounds: Bounds };
  readonly panes: readonly Size[];
  readonly stage: Size;
}

/** Where the model that made a result is of several minds, for the part of it that was on the stage when asked. */
export class UncertaintyState {
  mode = $state<'off' | SceneUncertainty['mode']>('off');
  #known = $state.raw<Record<string, KnownUncertainty>>({});
  busy = $state(false);
  problem = $state.raw<Said>('');
  readonly #questions = latest();

  /** What is known of the result on the right. */
  readonly known: KnownUncertainty | null = $derived.by(() => this.#known[this.onStage.right?.id ?? ''] ?? null);
  /** What the stage shows of it. */
  readonly shown: SceneUncertainty | null = $derived.by(() => {
    const result = this.onStage.right?.id;
    if (this.mode === 'off' || !this.known || result === undefined) return null;
    return { map: this.known.map, rect: this.known.rect, result, mode: this.mode };
  });

  constructor(
    private readonly api: Api,
    private readonly onStage: OnStage,
  ) {}

  /** Shows the uncertainty of the result on the right, asking for it where it is not known. */
  async show(mode: 'off' | SceneUncertainty['mode']): Promise<void> {
    this.mode = mode;
    this.problem = '';
    if (mode !== 'off' && !this.known) await this.ask();
  }

  /** Asks again for the part of the result that is on the stage now. */
  async ask(): Promise<void> {
    const { comparison, right } = this.onStage;
    if (!comparison || right?.model == null) return;
    const counts = this.#questions.begin();
    this.busy = true;
    this.problem = '';
    const question = { model: right.model, photo: comparison.source, rect: this.#visible(right) };
    await attempt(
      async () => {
        const { map, rect, mostLevels } = await this.api.call('compare.uncertainty', question);
        this.#known = { ...this.#known, [right.id]: { map: map.id, rect, mostLevels } };
      },
      (problem) => {
        if (counts()) this.problem = problem;
      },
    );
    if (counts()) this.busy = false;
  }

  #visible(result: Shown): Rect {
    const { view, panes, stage } = this.onStage;
    return visiblePart(view.bounds, panes[0] ?? stage, result);
  }
}

import { SvelteSet } from 'svelte/reactivity';
import type { CompareMode } from '@contract/session';
import type { Point } from '../../lib/viewport';

/** How pictures are compared: kept when the photo or the model changes. */
export class CompareDisplay {
  mode = $state<CompareMode>('slider');
  /** Where the divider stands, 0–1 of the width. */
  split = $state(0.5);
  /** 0–100 %: how much of the restoration is seen. */
  strength = $state(100);
  /** By how much a difference is multiplied. */
  gain = $state(4);
  /** True while the left picture is held up in place of the right one. */
  held = $state(false);
  /** Where the pointer is on the stage, in device pixels; null when it is elsewhere. */
  cursor = $state.raw<Point | null>(null);
  readonly #hidden = new SvelteSet<string>();

  /** Whether the grid leaves out the pictures of this label. */
  isHidden(label: string): boolean {
    return this.#hidden.has(label);
  }

  toggle(label: string): void {
    if (!this.#hidden.delete(label)) this.#hidden.add(label);
  }
}

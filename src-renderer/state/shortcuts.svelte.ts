import { VIEWS } from './names';
import type { SessionState } from './session.svelte';
import type { SettingsState } from './settings.svelte';

/** How long a G waits for the number of a view. */
const WAIT_MS = 1500;

/** The keys that work everywhere, and the sheet that lists all keys. */
export class ShortcutsState {
  isOpen = $state(false);
  #goAtMs = -Infinity;

  constructor(
    private readonly session: SessionState,
    private readonly settings: SettingsState,
  ) {}

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  /** Heard before anything else: single keys that are switched off reach nothing but what is typed into. */
  hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'F6') {
      focusNextRegion(event.shiftKey ? -1 : 1);
      event.preventDefault();
      return;
    }
    if (event.key.length !== 1 || event.key === ' ') return;
    if (!this.settings.all.letterKeys) event.stopImmediatePropagation();
    else if (document.querySelector('dialog[open]') === null) this.#letter(event);
  }

  #letter(event: KeyboardEvent): void {
    const waited = event.timeStamp - this.#goAtMs;
    this.#goAtMs = -Infinity;
    if (event.key === '?') this.open();
    else if (event.key.toLowerCase() === 'g') this.#goAtMs = event.timeStamp;
    else {
      const view = waited < WAIT_MS ? VIEWS[Number(event.key) - 1] : undefined;
      if (view === undefined) return;
      event.stopImmediatePropagation();
      this.session.show(view);
    }
    event.preventDefault();
  }
}

/** Where letters are text; buttons, sliders and boxes are not. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return target instanceof HTMLElement && target.isContentEditable;
  return !['button', 'checkbox', 'radio', 'range', 'color', 'file'].includes(target.type);
}

/** Rail, bar, photo, inspector, jobs: the parts of the window in their order. */
function focusNextRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('nav, header, main, aside, [data-region]')].filter(
    (region) => firstControl(region) !== null,
  );
  const here = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(here + direction + regions.length) % regions.length];
  if (next) firstControl(next)?.focus();
}

const firstControl = (region: HTMLElement): HTMLElement | null =>
  region.querySelector('button:not(:disabled), input:not(:disabled), select:not(:disabled), a[href], [tabindex="0"]');

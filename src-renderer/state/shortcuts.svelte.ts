import { VIEWS } from '@contract/session';
import type { LayoutState } from './layout.svelte';
import type { SessionState } from './session.svelte';
import type { SettingsState } from './settings.svelte';

/** How long a G waits for the number of a view. */
const WAIT_MS = 1500;

/** The keys that work everywhere, and the sheet that lists all keys. */
export class ShortcutsState {
  isOpen = $state(false);
  #goAtMs = -Infinity;
  #pointed = false;

  constructor(
    private readonly session: SessionState,
    private readonly settings: SettingsState,
    private readonly layout: LayoutState,
  ) {}

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  /** A press of the pointer: until the next walk with Tab, that key hides the panels. */
  point(): void {
    this.#pointed = true;
  }

  /** Heard before anything else: single keys that are switched off reach nothing but what is typed into. */
  hear(event: KeyboardEvent): void {
    if (!isAlone(event)) return;
    if (event.key === 'F6') {
      focusNextRegion(event.shiftKey ? -1 : 1);
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape' && this.layout.full) {
      this.layout.leaveFull();
      return;
    }
    // After a press on the photo, as in other programs for photos; for who walks with Tab it stays what it is.
    if (event.key === 'Tab' && !event.shiftKey && this.#pointed && isPhotoFocused()) {
      this.layout.togglePanels();
      event.preventDefault();
      return;
    }
    this.#pointed &&= event.key !== 'Tab';
    if (event.key.length !== 1 || event.key === ' ') return;
    if (!this.settings.all.letterKeys) event.stopImmediatePropagation();
    else if (!isDialogOpen()) this.#letter(event);
  }

  #letter(event: KeyboardEvent): void {
    const waited = event.timeStamp - this.#goAtMs;
    this.#goAtMs = -Infinity;
    if (event.key === '?') this.open();
    else if (event.key.toLowerCase() === 'g') this.#goAtMs = event.timeStamp;
    else {
      const view = waited < WAIT_MS ? VIEWS[Number(event.key) - 1] : undefined;
      const key = event.key.toLowerCase();
      if (view !== undefined) this.session.show(view);
      else if (key === 'f') this.layout.toggleFull();
      else if (key === 'p') this.layout.togglePanels();
      else if (key === 'h') this.layout.histogram = !this.layout.histogram;
      else return;
      event.stopImmediatePropagation();
    }
    event.preventDefault();
  }
}

/** Whether the keys go to the photo, or to nothing at all. */
function isPhotoFocused(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.getAttribute('role') === 'application';
}

/** A key for the view: no part of a shortcut of the system, not typed into anything, and with no dialog over it. */
export const isForView = (event: KeyboardEvent): boolean => isAlone(event) && !isDialogOpen();

const isAlone = (event: KeyboardEvent): boolean =>
  !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target));

const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

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

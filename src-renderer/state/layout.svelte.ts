/** What of the window is shown beside the photo. */
export class LayoutState {
  /** Settings beside the photo. */
  panels = $state(true);
  /** The photo alone, on the whole screen. */
  full = $state(false);
  /** Brightnesses over the photo. */
  histogram = $state(false);

  togglePanels(): void {
    if (this.full) this.leaveFull();
    else this.panels = !this.panels;
  }

  toggleFull(): void {
    if (this.full) this.leaveFull();
    else {
      this.full = true;
      // Where the system refuses, the photo still has the whole window.
      void document.documentElement.requestFullscreen().catch(() => undefined);
    }
  }

  leaveFull(): void {
    this.full = false;
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  }

  /** The user left the full screen by the system's own key. */
  followScreen(): void {
    if (!document.fullscreenElement) this.full = false;
  }
}

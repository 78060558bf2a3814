/** Which rows of a long list are drawn: those in view and some on either side. */
export interface RowWindow {
  from: number;
  to: number;
}

/** Rows outside of view that are kept ready on either side. */
const READY = 10;

/** All lengths in pixels; `top` is how far the list's first row lies above the view's upper edge. */
export function rowWindow(count: number, rowHeight: number, top: number, viewHeight: number): RowWindow {
  const first = Math.floor(Math.max(0, top) / rowHeight);
  const shown = Math.ceil(viewHeight / rowHeight);
  return {
    from: Math.max(0, Math.min(count, first - READY)),
    to: Math.min(count, first + shown + READY),
  };
}

import type { Point, Size } from '../../lib/viewport';

/** What gestures do; points and distances are device pixels on the stage. */
export interface GestureTarget {
  zoomBy(factor: number, at: Point): void;
  pan(dx: number, dy: number): void;
  /** Where the pointer is, at most once a frame; null when it has left. */
  hover(at: Point | null): void;
}

/** A wheel turns by about 100 a notch; a trackpad's pinch arrives as a wheel with Ctrl and far smaller steps. */
const WHEEL_RATE = 0.0015;
const PINCH_RATE = 0.01;

/** Drag to pan, two fingers to pinch, wheel to zoom about the pointer. Returns how to end it. */
export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  const fingers = new Map<number, Point>();
  let hovered: Point | null = null;
  let frame = 0;
  const pointOf = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: (event.clientX - box.left) * devicePixelRatio, y: (event.clientY - box.top) * devicePixelRatio };
  };
  const hover = (at: Point | null) => {
    hovered = at;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      target.hover(hovered);
    });
  };
  const listeners: { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void } = {
    wheel: (event) => {
      // The page must not scroll or zoom while the picture does.
      event.preventDefault();
      target.zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE)), pointOf(event));
    },
    pointerdown: (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, pointOf(event));
    },
    pointermove: (event) => {
      const at = pointOf(event);
      hover(at);
      if (!fingers.has(event.pointerId)) return;
      const before = pinchOf(fingers);
      fingers.set(event.pointerId, at);
      const after = pinchOf(fingers);
      target.pan(after.middle.x - before.middle.x, after.middle.y - before.middle.y);
      if (before.spread > 0) target.zoomBy(after.spread / before.spread, after.middle);
    },
    pointerup: (event) => fingers.delete(event.pointerId),
    pointercancel: (event) => fingers.delete(event.pointerId),
    pointerleave: () => {
      hover(null);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    element.addEventListener(name, listener as EventListener, { passive: false });
  }
  return () => {
    cancelAnimationFrame(frame);
    for (const [name, listener] of Object.entries(listeners)) {
      element.removeEventListener(name, listener as EventListener);
    }
  };
}

/** The middle of the fingers, and how far two of them are apart (0 for one). */
export function pinchOf(fingers: ReadonlyMap<number, Point>): { middle: Point; spread: number } {
  const [a, b] = fingers.values();
  if (!a) return { middle: { x: 0, y: 0 }, spread: 0 };
  if (!b) return { middle: a, spread: 0 };
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, spread: Math.hypot(a.x - b.x, a.y - b.y) };
}

/** Tells the element's size in device pixels, exactly where the browser says it. Returns how to end it. */
export function watchDevicePixels(element: HTMLElement, changed: (size: Size) => void): () => void {
  const observer = new ResizeObserver(([entry]) => {
    // Not every browser knows it.
    const exact = entry && 'devicePixelContentBoxSize' in entry ? entry.devicePixelContentBoxSize[0] : undefined;
    changed(
      exact
        ? { width: exact.inlineSize, height: exact.blockSize }
        : { width: element.clientWidth * devicePixelRatio, height: element.clientHeight * devicePixelRatio },
    );
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => {
    observer.disconnect();
  };
}

import { beforeEach, expect, it, vi } from 'vitest';
import { attachGestures, pinchOf } from '../../../../src-renderer/views/compare/stage-gestures';

let element: HTMLElement;
let detach: () => void;
const zoomBy = vi.fn();
const pan = vi.fn();
const hover = vi.fn();

beforeEach(() => {
  for (const mock of [zoomBy, pan, hover]) mock.mockReset();
  element = document.createElement('div');
  element.setPointerCapture = vi.fn();
  detach = attachGestures(element, { zoomBy, pan, hover });
});

const pointer = (type: string, pointerId: number, clientX: number, clientY: number) =>
  element.dispatchEvent(new PointerEvent(type, { pointerId, clientX, clientY, button: 0 }));

it('one finger moves the picture', () => {
  pointer('pointermove', 1, 5, 5);
  expect(pan).not.toHaveBeenCalled();
  pointer('pointerdown', 1, 10, 10);
  pointer('pointermove', 1, 30, 5);
  expect(pan).toHaveBeenLastCalledWith(20, -5);
  expect(zoomBy).not.toHaveBeenCalled();
  pointer('pointerup', 1, 30, 5);
  pointer('pointermove', 1, 60, 5);
  expect(pan).toHaveBeenCalledTimes(1);
});

it('two fingers zoom by how far they part, about the point between them, and move it along', () => {
  pointer('pointerdown', 1, 100, 100);
  pointer('pointerdown', 2, 200, 100);
  pointer('pointermove', 2, 300, 100);
  expect(pan).toHaveBeenLastCalledWith(50, 0);
  expect(zoomBy).toHaveBeenLastCalledWith(2, { x: 200, y: 100 });
});

it('a wheel zooms about the pointer, a trackpad’s pinch faster, and the page stays', () => {
  const wheel = (deltaY: number, ctrlKey: boolean) => {
    const event = new WheelEvent('wheel', { deltaY, cancelable: true });
    // The DOM of the tests leaves a wheel's place out.
    Object.defineProperties(event, { clientX: { value: 40 }, clientY: { value: 30 }, ctrlKey: { value: ctrlKey } });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(wheel(-100, false)).toBe(true);
  expect(zoomBy).toHaveBeenLastCalledWith(Math.exp(0.15), { x: 40, y: 30 });
  wheel(-10, true);
  expect(zoomBy).toHaveBeenLastCalledWith(Math.exp(0.1), { x: 40, y: 30 });
});

it('tells where the pointer is once a frame, and stops when it is detached', () => {
  let run: FrameRequestCallback = () => undefined;
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    run = callback;
    return 1;
  });
  pointer('pointermove', 1, 1, 1);
  pointer('pointermove', 1, 7, 8);
  expect(hover).not.toHaveBeenCalled();
  run(0);
  expect(hover.mock.calls).toEqual([[{ x: 7, y: 8 }]]);
  detach();
  pointer('pointerdown', 1, 1, 1);
  pointer('pointermove', 1, 9, 9);
  expect(pan).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

it('a pinch of one finger has no spread', () => {
  expect(pinchOf(new Map([[1, { x: 3, y: 4 }]]))).toEqual({ middle: { x: 3, y: 4 }, spread: 0 });
});

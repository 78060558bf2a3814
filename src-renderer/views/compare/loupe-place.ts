import type { Point, Size } from '../../lib/viewport';

/** Pixels between the pointer and what floats beside it. */
const AWAY = 20;

/** Where something floats beside the pointer without leaving the box: below and right of it, or across where that is full. */
export function besidePointer(at: Point, thing: Size, box: Size): Point {
  const along = (place: number, length: number, room: number) => {
    const after = place + AWAY;
    const wanted = after + length <= room ? after : place - AWAY - length;
    return Math.max(0, Math.min(wanted, room - length));
  };
  return { x: along(at.x, thing.width, box.width), y: along(at.y, thing.height, box.height) };
}

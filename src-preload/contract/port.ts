import * as v from 'valibot';
import type { Result } from './result';

/** A two-way message channel. Carriers: utilityProcess, child_process.fork, WebSocket, memory (tests). */
export interface Port {
  /** False when the other side is gone. Messages are structured-clonable; bytes travel as Uint8Array. */
  post(message: unknown): boolean;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: (reason: string) => void): void;
  close(): void;
}

/** What one message of a page may hold: bytes in a browser, roughly values and characters in Electron's window. */
export const LONGEST_MESSAGE = 8 * 2 ** 20;

/** What travels over a Port, in both directions. */
export type Wire =
  /** The first word of a child: it has started. */
  | { type: 'ready' }
  | { type: 'call'; id: number; channel: string; args: unknown }
  | { type: 'answer'; id: number; result: Result<unknown> }
  | { type: 'event'; event: string; payload: unknown };

/** What a child may send; results, and what events carry, are held against their rows. */
export const fromChildSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('answer'), id: v.number(), result: v.unknown() }),
  v.object({ type: v.literal('event'), event: v.string(), payload: v.unknown() }),
]);

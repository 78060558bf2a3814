import type { Port } from '@contract/port';
import type { AnyChild } from '@contract/worker-calls';

/** A child process as its owner sees it. The port's close reason is for the log: it ends with the child's last words. */
export interface ChildHandle {
  port: Port;
  pid: number | undefined;
  kill(): void;
}

/** Starts a child with these variables added to its environment. */
export type StartChild = (child: AnyChild, environment: Record<string, string>) => ChildHandle;

/** Keeps the last lines that a child wrote to stderr. */
export function lastWords(stream: NodeJS.ReadableStream | null, limit = 20): () => string {
  const lines: string[] = [];
  stream?.on('data', (chunk: Buffer | string) => {
    lines.push(
      ...chunk
        .toString()
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
    lines.splice(0, lines.length - limit);
  });
  return () => lines.join('\n');
}

/** How a child ended, and its last words. */
export function ending(code: number | null, signal: string | null, words: string): string {
  const how = signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`;
  return words === '' ? how : `${how}: ${words}`;
}

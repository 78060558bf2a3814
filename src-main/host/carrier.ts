import type { Port } from '@contract/port';
import type { ChildName } from '@contract/worker-calls';

/** A child process as its owner sees it. The port's close reason ends with the child's last words on stderr. */
export interface ChildHandle {
  port: Port;
  pid: number | undefined;
  kill(): void;
}

/** Starts a child with these variables added to its environment. */
export type StartChild = (child: ChildName, environment: Record<string, string>) => ChildHandle;

/** Keeps the last lines that a child wrote to stderr; answers the one that says most about its end. */
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
  return () =>
    (lines.findLast((line) => /error|fatal|what\(\)/i.test(line)) ?? lines.at(-1) ?? '').trim().slice(0, 300);
}

/** How a child ended, in words for people. */
export function ending(code: number | null, signal: string | null, words: string): string {
  const how = signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`;
  return words === '' ? how : `${how}: ${words}`;
}

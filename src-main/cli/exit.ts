/** What the exit code says. */
export const EXIT = { done: 0, someFailed: 1, nothingDone: 2, cancelled: 130 } as const;

/** The command was not understood. */
export class UsageError extends Error {}

/** The user asked what a command takes: the names of its flags. */
export class HelpAsked extends Error {
  constructor(readonly flags: readonly string[]) {
    super();
  }
}

/** The user pressed Ctrl-C. */
export class Interrupted extends Error {}

/** Failures cross every process border as values: a kind for the program, one sentence for a person. */
export type ErrorKind =
  | 'bad-input' // a file or setting the person can mend
  | 'not-found'
  | 'unavailable' // this machine or runtime cannot do it
  | 'busy'
  | 'cancelled'
  | 'crashed' // a child process died
  | 'disk' // full, read-only, vanished
  | 'internal'; // our fault

/** `message` says what is wrong, with which file, and what to do. `file` is a name, never a private path. */
export interface Failure {
  kind: ErrorKind;
  message: string;
  file?: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly file: string | undefined;

  constructor(kind: ErrorKind, message: string, file?: string) {
    super(message);
    this.name = 'AppError';
    this.kind = kind;
    this.file = file;
  }
}

/** Turns anything thrown into a Failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) {
    return { kind: error.kind, message: error.message, ...(error.file === undefined ? {} : { file: error.file }) };
  }
  return { kind: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The error to throw on the receiving side of a border. */
export function fromFailure(failure: Failure): AppError {
  return new AppError(failure.kind, failure.message, failure.file);
}

import * as v from 'valibot';
import { inEnglish } from './in-language';
import { sentenceSchema } from './said';
import { say, type Sentence } from './sentence';

/** Failures cross every process border as values: a kind for the program, one sentence for the user. */
export const errorKind = v.picklist([
  'bad-input', // a file or setting the user can mend
  'not-found',
  'unavailable', // this machine or runtime cannot do it
  'busy',
  'cancelled',
  'crashed', // a child process died
  'disk', // full, read-only, vanished
  'internal', // our fault
]);
export type ErrorKind = v.InferOutput<typeof errorKind>;

/** `sentence` says what is wrong, with which file, and what to do. `file` is a name, never a private path. */
export const failureSchema = v.object({
  kind: errorKind,
  sentence: sentenceSchema,
  /** The sentence in English, for the log and for programs. */
  message: v.string(),
  file: v.exactOptional(v.string()),
});
export type Failure = v.InferOutput<typeof failureSchema>;

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** A result whose value is still to be looked at. */
export const resultSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), error: failureSchema }),
]);

/** `message` is the sentence in English, for logs and stack traces. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly sentence: Sentence;
  readonly file: string | undefined;

  constructor(kind: ErrorKind, sentence: Sentence, file?: string) {
    super(inEnglish(sentence));
    this.name = 'AppError';
    this.kind = kind;
    this.sentence = sentence;
    this.file = file;
  }
}

/** A fault of our own, for those who mend it: its words are English everywhere. */
export const fault = (text: string): AppError => new AppError('internal', say('plain', { text }));

export const failureOf = (kind: ErrorKind, sentence: Sentence, file?: string): Failure =>
  toFailure(new AppError(kind, sentence, file));

/** Turns anything thrown into a Failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) {
    const { kind, sentence, message, file } = error;
    return { kind, sentence, message, ...(file === undefined ? {} : { file }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'internal', sentence: say('plain', { text: message }), message };
}

/** The error to throw on the receiving side of a border. */
export function fromFailure(failure: Failure): AppError {
  return new AppError(failure.kind, failure.sentence, failure.file);
}

import { AppError, toFailure, type ErrorKind, type Failure } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';

/** Text as a sentence, where its words do not matter. */
export const plain = (text: string): Sentence => say('plain', { text });

export const failed = (kind: ErrorKind, text: string, file?: string): Failure =>
  toFailure(new AppError(kind, plain(text), file));

import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import { errorKind } from '@contract/result';
import { shownText } from '@contract/shown-name';
import { sentenceSchema as sentence } from '@contract/said';
import { MOST_KEPT_PHOTOS, sessionSchema } from '@contract/session';
import { makeFolder, putAside, writeFileAtomic } from '../disk/atomic-write';
import { claim, unclaim } from '../disk/claim.mjs';
import { isOwnFolder, staysBelow } from '../disk/own-files';
import { processTag } from '../disk/process-tag.mjs';
import { textOrNothing } from '../disk/read-file';
import { isReportPath } from './batch/report';

/** How a batch that is kept can have ended. One that runs is kept as interrupted: so it is where its process dies. */
export const KEPT_STATES = ['done', 'failed', 'cancelled', 'interrupted'] as const;

export interface SessionFile {
  /**
   * Whether the folder is this program's alone: of two that run beside each other, one has the session, and the other keeps
   * nothing. Throws AppError where the folder is none.
   */
  take(): Promise<boolean>;
  /** Null where nothing is kept, or nothing that can be used now: a file that was damaged, or of another version. */
  read(): Promise<StoredSession | null>;
  /**
   * Without its batch where that is too long to be read again. A file that cannot be understood, or could not be read before,
   * is put aside first. Throws AppError where one is there that cannot be read.
   */
  write(session: StoredSession): Promise<void>;
  /** Leaves the folder to others. */
  leave(): Promise<void>;
}

const VERSION = 1;
/** What is larger is cut off, and then no JSON. Twice what the longest list needs, whose paths are bounded too. */
const MOST_BYTES = 32 * 2 ** 20;
const MOST_PATHS = 2 * MOST_KEPT_PHOTOS;

const written = v.pipe(v.string(), v.maxLength(4_000));
/** As it may be shown. */
const text = v.pipe(written, v.transform(shownText));
/** A photo's name may become a result's: it names no folder. */
const fileName = v.pipe(
  text,
  v.check((name) => name === '' || (!name.includes('/') && staysBelow(name))),
);
/** As the app makes them: whoever wrote the file names nothing else. */
const opaque = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));
const path = v.pipe(
  written,
  v.check((value) => isAbsolute(value) && !value.includes('\0'), 'a full path'),
);
const photo = v.strictObject({ id: opaque, name: fileName });
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const failure = v.strictObject({ kind: errorKind, sentence, message: text, file: v.exactOptional(text) });

const outcome = v.strictObject({
  source: photo,
  result: v.exactOptional(photo),
  savedAs: v.exactOptional(text),
  skipped: v.exactOptional(sentence),
  error: v.exactOptional(failure),
  notes: v.exactOptional(v.array(sentence)),
  elapsedMs: time,
  tensors: v.exactOptional(count),
});

/** A batch as it was begun, by a model of that name: for the report of one whose process dies. Absent where that was not kept. */
const begun = v.strictObject({ folder: path, model: text, startedAt: text });
export type BegunBatch = v.InferOutput<typeof begun>;

/** A batch that has ended, with what became of its photos. */
const batch = v.strictObject({
  job: v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[0-9a-f]{20}$/)),
    title: sentence,
    detail: sentence,
    state: v.picklist(KEPT_STATES),
    elapsedMs: time,
    error: v.exactOptional(failure),
    batch: v.strictObject({
      ...{ total: count, restored: count, skipped: count, failed: count },
      current: v.null(),
      folder: text,
      report: v.exactOptional(text),
    }),
  }),
  outcomes: v.pipe(v.array(outcome), v.maxLength(MOST_KEPT_PHOTOS)),
  /** It is opened with the system's own program: nothing else may stand here. */
  report: v.nullable(v.pipe(path, v.check(isReportPath))),
  begun: v.exactOptional(begun),
});
export type KeptBatch = v.InferOutput<typeof batch>;

/** A session as its file holds it: what pages know by an id, with the path behind it. */
const stored = {
  session: sessionSchema,
  photos: v.pipe(v.record(opaque, v.strictObject({ path, name: fileName })), v.maxEntries(MOST_PATHS)),
  folders: v.pipe(v.record(opaque, path), v.maxEntries(10)),
  batch: v.nullable(batch),
};
export type StoredSession = v.InferOutput<v.StrictObjectSchema<typeof stored, undefined>>;
const fileSchema = v.strictObject({ version: v.literal(VERSION), ...stored });

/** `folder` is the app's own; whatever lies there is checked as if a stranger had put it there. */
export function openSessionFile(folder: string): SessionFile {
  const file = join(folder, 'session.json');
  let isTaken = false;
  /** What lay there when this program came, of another version perhaps. */
  let isRead = false;
  /** It could not be read when this program came, and is not what this program goes on with. */
  let isUnread = false;
  return {
    async take() {
      if (isTaken) return true;
      await makeFolder(folder, 0o700);
      isTaken = (await isOwnFolder(folder)) && (await claim(file, processTag())) === null;
      return isTaken;
    },
    async read() {
      const text = await textOrNothing(file, MOST_BYTES).catch(() => {
        isUnread = true;
        return null;
      });
      return text === null ? null : understood(text);
    },
    async write(session) {
      const whole = toText(session);
      const text = understood(whole) ? whole : toText({ ...session, batch: null });
      // What could not be read again is not written over what could.
      if (!understood(text)) return;
      await makeFolder(folder, 0o700);
      const before = isRead ? null : await textOrNothing(file, MOST_BYTES);
      if (before !== null && (isUnread || !understood(before))) await putAside(file);
      isRead = true;
      await writeFileAtomic(file, [new TextEncoder().encode(text)]);
    },
    async leave() {
      if (isTaken) await unclaim(file, processTag());
      isTaken = false;
    },
  };
}

const toText = (session: StoredSession): string => `${JSON.stringify({ version: VERSION, ...session })}\n`;

function understood(json: string): StoredSession | null {
  if (Buffer.byteLength(json) > MOST_BYTES) return null;
  try {
    const parsed = v.safeParse(fileSchema, JSON.parse(json));
    if (!parsed.success) return null;
    const { version: _, ...session } = parsed.output;
    return session;
  } catch {
    return null;
  }
}

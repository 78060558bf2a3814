import { stat } from 'node:fs/promises';
import type { ReportRow } from '@contract/batch';
import { ENDED_STATES, type JobSnapshot } from '@contract/job';
import type { Language } from '@contract/languages';
import { say } from '@contract/sentence';
import { MOST_KEPT_PATH_BYTES, type KeptSession, type Session } from '@contract/session';
import { inOrder } from '../disk/in-order';
import { isBelow } from '../disk/own-files';
import { ledgerPath } from '../store/batch/ledger';
import { writeReport } from '../store/batch/report';
import { KEPT_STATES, type BegunBatch, type KeptBatch, type StoredSession } from '../store/session-file';
import { forgetPhotos, keepPhotos } from '../store/session-photos';
import type { Store } from '../store/store';
import { withAwaited } from './awaited';
import type { BatchLog } from './batch-log';
import { REPORTED_FROM } from './batch-run';
import type { Disks } from './disks';
import type { JobBoard } from './jobs';
import { forPeople, type Registry } from './registry';
import { reportRow } from './report-row';

/** What the user has before them, for pages that open later, in this run of the app or the next. */
export interface SessionKeeper {
  read(): Promise<KeptSession | null>;
  /** Returns how many photos of the list are kept. */
  keep(session: Session): number;
  /** A job has changed: where it is the batch shown, its summary is kept too, now and then while it runs. */
  changed(job: JobSnapshot): void;
  /** What was told last is on the disk. */
  close(): Promise<void>;
}

interface Parts {
  store: Pick<Store, 'places' | 'session'>;
  registry: Registry;
  board: Pick<JobBoard, 'list' | 'adopt'>;
  batches: BatchLog;
  disks: Pick<Disks, 'files'>;
  /** Of reports. */
  language: () => Promise<Language>;
}

/** Nobody waits longer for disks that do not answer when the app starts. */
const PATIENCE_MS = 1_000;
/** Of a batch that runs, at most; and no more of the time than a twentieth, however long its list. */
const KEEP_EVERY_MS = 1000;
const KEEP_SHARE = 1 / 20;
const ROWS_AT_ONCE = 8;

export function createSessionKeeper({ store, registry, board, batches, disks, language }: Parts): SessionKeeper {
  const { places } = store;
  let shown: Session | null = null;
  let first: Promise<KeptSession | null> | null = null;
  let writing: Promise<void> | null = null;
  let isStale = false;
  /** Another program had the session when this one began: it stays that program's, also after its end. */
  let isOthers = false;
  let later: NodeJS.Timeout | null = null;
  let keptCount = 0;
  let writtenInMs = 0;
  /** The session of before with its photos on disks that did not answer. */
  let awaited: Pick<StoredSession, 'session' | 'photos'> | null = null;

  const takeUp = async (): Promise<KeptSession | null> => {
    const stored = await store.session.read();
    if (!stored) return null;
    isOthers = !(await store.session.take().catch(() => false));
    if (isOthers) return null;
    await forgetPhotos(places.session, new Set(Object.keys(stored.photos)));
    // Results of a batch may have been moved: that is seen where they are looked for.
    const shownPhotos = new Set(photosOf(stored.session));
    const [missing, silent]: [string[], string[]] = [[], []];
    const known = Object.entries(stored.photos).map(([id, photo]) => ({ id, ...photo }));
    // What lay in the folder of an earlier run has gone with it.
    const asked = known.filter(({ path }) => !isBelow(places.scratch, path));
    const answers = await disks.files(
      asked.map(({ path }) => path),
      PATIENCE_MS,
    );
    const found = new Map(asked.map(({ id }, index) => [id, answers[index]]));
    for (const { id, path, name } of known) {
      const isThere = found.get(id);
      if (isThere === true) registry.adoptPhoto(id, path, name);
      else if (shownPhotos.has(id)) (isThere === null ? silent : missing).push(name);
    }
    for (const [id, path] of Object.entries(stored.folders)) registry.adoptFolder(id, path);
    if (stored.batch) await takeUpBatch(stored.batch, stored.session);
    const session = withoutUnknown(stored, registry);
    const ofSilent = known.filter(({ id }) => found.get(id) === null).map(({ id, path, name }) => [id, { path, name }]);
    awaited = { session: stored.session, photos: Object.fromEntries(ofSilent) as StoredSession['photos'] };
    return { session, missing, silent };
  };

  const takeUpBatch = async (kept: KeptBatch, session: Session): Promise<void> => {
    const { outcomes, begun } = kept;
    const isPartial = kept.report === null && kept.job.state === 'interrupted' && begun !== undefined;
    const report = isPartial ? await partialReport(kept, begun, session).catch(() => null) : kept.report;
    const batch = report === null ? kept.job.batch : { ...kept.job.batch, report: forPeople(report) };
    const job = { ...kept.job, batch };
    const known = outcomes.map(({ result, ...outcome }) =>
      result && registry.findPhoto(result.id) ? { ...outcome, result } : outcome,
    );
    board.adopt({ kind: 'restore', progress: 1, remainingMs: null, ...job });
    batches.open(job.id, () => undefined, begun ?? null);
    for (const outcome of known) batches.add(job.id, outcome);
    if (report !== null) batches.reported(job.id, report);
  };

  /** A report of what was done, written by the next run of the app; photos of the list that it did not come to are in it. */
  const partialReport = async (kept: KeptBatch, begun: BegunBatch, session: Session): Promise<string | null> => {
    // Where no batch was, or the disk does not answer, nothing is written, whatever the session's file says.
    const [isThere] = await disks.files([ledgerPath(begun.folder, null)], PATIENCE_MS);
    if (isThere !== true) return null;
    const outcomes = new Map(kept.outcomes.map((one) => [one.source.id, one]));
    const all = session.restore.photos.map(({ id, relative }) => ({ relative, outcome: outcomes.get(id) }));
    const rows = await inOrder(all, ROWS_AT_ONCE, async ({ relative, outcome }): Promise<ReportRow> => {
      const { source, result } = outcome ?? {};
      const path = result && registry.findPhoto(result.id)?.path;
      return reportRow(relative, begun.folder, {
        ...{ outcome, path, width: null, height: null, fit: null },
        bytesBefore: (source && (await bytesOf(registry.findPhoto(source.id)?.path))) ?? 0,
        bytesAfter: (await bytesOf(path)) ?? null,
      });
    });
    const report = { ...begun, finishedAt: new Date().toISOString(), rows };
    return rows.length < REPORTED_FROM ? null : writeReport(report, await language());
  };

  const keptBatch = (session: Session): KeptBatch | null => {
    const job = board.list().find(({ id }) => id === session.restore.job?.id);
    if (job?.batch === undefined || job.kind !== 'restore') return null;
    const { id, title, elapsedMs, error, batch } = job;
    const begun = batches.begun(id);
    const done = say('job.photosRestored', { done: batch.restored, count: batch.total });
    const ended = KEPT_STATES.find((one) => one === job.state);
    const state = ended ?? 'interrupted';
    const detail = ended ? job.detail : done;
    const told = { id, title, detail, state, elapsedMs, batch: { ...batch, current: null } };
    return {
      job: error ? { ...told, error } : told,
      outcomes: batches.outcomes(id, 0),
      report: batch.report === undefined ? null : batches.report(id),
      ...(begun ? { begun } : {}),
    };
  };

  const write = async (session: Session): Promise<void> => {
    if (isOthers || !(await store.session.take())) return;
    const batch = keptBatch(session);
    const known = (ids: Iterable<string>) =>
      [...new Set(ids)].flatMap((id) => {
        const found = registry.findPhoto(id);
        return found ? [{ id, path: found.path, name: found.ref.name }] : [];
      });
    // A photo that was added again is awaited no more.
    const paths = new Set(known(photosOf(session)).map(({ path }) => path));
    const silent = Object.entries(awaited?.photos ?? {}).filter(([, { path }]) => !paths.has(path));
    const photos: StoredSession['photos'] = Object.fromEntries(silent);
    const whole = awaited ? withAwaited(session, awaited.session, (id) => id in photos) : session;
    const there = known([...photosOf(whole), ...(batch?.outcomes ?? []).flatMap(({ result }) => result?.id ?? [])]);
    const ours = there.filter(({ path }) => isBelow(places.scratch, path) || isBelow(places.session, path));
    const kept = await keepPhotos(places.session, ours);
    for (const { id, path, name } of there) photos[id] = { path: kept.get(id) ?? path, name };
    const { folder, watched } = session.restore;
    const named = [folder, watched].flatMap((one) => one ?? []);
    const folders = Object.fromEntries(named.map(({ id }) => [id, registry.folder(id)]));
    await store.session.write({ session: whole, photos, folders, batch });
  };

  /** One after the other; of what comes meanwhile only the newest is written. */
  const writeSoon = (): void => {
    isStale = true;
    writing ??= (async () => {
      while (isStale && shown) {
        isStale = false;
        const startMs = performance.now();
        // What cannot be kept now is tried again with the next change; nobody waits for it.
        await write(shown).catch(() => undefined);
        writtenInMs = performance.now() - startMs;
      }
      writing = null;
    })();
  };

  return {
    read: () => (shown ? Promise.resolve({ session: shown, missing: [], silent: [] }) : (first ??= takeUp())),
    keep(session) {
      const photos = fitting(session.restore.photos, registry);
      shown = { ...session, restore: { ...session.restore, photos } };
      writeSoon();
      return photos.length;
    },
    changed(job) {
      if (shown?.restore.job?.id !== job.id || job.batch === undefined) return;
      const { restored, skipped, failed } = job.batch;
      const count = restored + skipped + failed;
      const isEnd = ENDED_STATES.includes(job.state);
      if (count === keptCount && !isEnd) return;
      keptCount = count;
      if (isEnd) writeSoon();
      else
        later ??= setTimeout(
          () => {
            later = null;
            writeSoon();
          },
          Math.max(KEEP_EVERY_MS, writtenInMs / KEEP_SHARE),
        ).unref();
    },
    async close() {
      if (later) clearTimeout(later);
      await writing;
      await store.session.leave();
    },
  };
}

const bytesOf = (path: string | undefined): Promise<number | undefined> =>
  path === undefined
    ? Promise.resolve(undefined)
    : stat(path).then(
        ({ size }) => size,
        () => undefined,
      );

/** Every photo of a session, by its id. */
function photosOf({ pair, training, restore, compare }: Session): string[] {
  const refs = [
    ...[pair.degraded, pair.clean, pair.burst?.leftOut, pair.second?.degraded, pair.second?.clean],
    ...[training.two?.degraded, training.two?.clean],
    ...restore.photos,
    ...compare.comparisons.flatMap(({ source, clean, results }) => [source, clean, ...results.map((one) => one.photo)]),
  ];
  return refs.flatMap((ref) => ref?.id ?? []);
}

/** As many photos of a list as have room in the session's file with their paths. */
function fitting<T extends { id: string }>(photos: readonly T[], registry: Registry): T[] {
  let bytes = 0;
  const end = photos.findIndex(({ id }) => {
    bytes += Buffer.byteLength(registry.findPhoto(id)?.path ?? '');
    return bytes > MOST_KEPT_PATH_BYTES;
  });
  return end === -1 ? [...photos] : photos.slice(0, end);
}

/** The items as a list may show them: whoever wrote the file, none twice. */
function once<T>(items: readonly T[], keyOf: (item: T) => unknown): T[] {
  const keys = new Set<unknown>();
  return items.filter((item) => keys.size < keys.add(keyOf(item)).size);
}

/** The session as far as its photos are there, all called as they are known here. */
function withoutUnknown({ session, folders }: StoredSession, registry: Registry): Session {
  const { pair, training, restore, compare } = session;
  const known = <T extends { id: string }>(ref: T): T[] => {
    const found = registry.findPhoto(ref.id);
    return found === null ? [] : [{ ...ref, name: found.ref.name }];
  };
  const orNull = <T extends { id: string }>(ref: T | null) => (ref && known(ref)[0]) ?? null;
  const folder = restore.folder && folders[restore.folder.id];
  const { watched, ...listed } = restore;
  const place = watched && folders[watched.id];
  const degraded = orNull(pair.degraded);
  const clean = orNull(pair.clean);
  const { burst, second, ...photos } = pair;
  const seams = burst?.leftOut ? orNull(burst.leftOut) : null;
  const measured = second && { degraded: orNull(second.degraded), clean: orNull(second.clean) };
  const isWhole =
    (degraded === null) === (pair.degraded === null) &&
    (clean === null) === (pair.clean === null) &&
    (seams !== null) === (burst?.leftOut !== undefined);
  return {
    ...session,
    pair: {
      ...{ ...photos, degraded, clean },
      ...(measured?.degraded && measured.clean
        ? { second: { degraded: measured.degraded, clean: measured.clean } }
        : {}),
      ...(isWhole && burst ? { burst: { notes: burst.notes, ...(seams ? { leftOut: seams } : {}) } } : {}),
      ...(isWhole ? {} : { made: null, drawn: false, region: null }),
    },
    // Trainings that ran then do not run any more.
    training: { ...training, two: null },
    restore: {
      ...listed,
      ...(place === undefined ? {} : { watched: registry.registerFolder(place) }),
      photos: once(restore.photos, ({ id }) => id).flatMap(known),
      folder: folder ? registry.registerFolder(folder) : null,
    },
    compare: {
      ...compare,
      comparisons: once(compare.comparisons, ({ source }) => source.id)
        .flatMap((one) => known(one.source).map((source) => ({ ...one, source })))
        .map((one) => ({
          ...one,
          clean: orNull(one.clean),
          results: once(one.results, (result) => result.photo?.id ?? result).flatMap(({ photo, ...result }) => {
            const there = orNull(photo);
            return there === photo || there !== null ? [{ ...result, photo: there }] : [];
          }),
        })),
    },
  };
}

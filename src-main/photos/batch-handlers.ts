import type { BatchCalls, Prepared } from '@contract/batch';
import { resultModelName } from '@contract/job';
import { hasCrispDial } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { probePhoto, decodePhoto } from '../codec';
import { loadBatch, storeBatch, type OpenBatch } from '../store/batch/batch-file';
import { batchOutlook } from './batch-outlook';
import { planBatch } from '../store/batch/batch-plan';
import { saveResult } from './batch-save';
import { contentHash } from '../disk/content-hash';
import { photoIdentity } from '../disk/photo-identity';
import { freeBytes, orFull } from '../disk/disk-space';
import { scanPhotos } from '../store/batch/folder';
import { appendLine, unlockLedger } from '../store/batch/ledger';
import { places } from '../disk/places';
import { writeReport } from '../store/batch/report';
import { REPORT_WORDS } from '../store/batch/report-words';
import { summaryOf } from '../store/model-access';
import { photoFit } from './photo-fit';
import type { Handlers } from '../processes/serve';
import { sessionScratch } from '../disk/session-scratch';

/** A batch of one is restored without a report. */
const REPORTED_FROM = 2;

export const batchHandlers: Handlers<BatchCalls> = {
  'batch.scan': ({ inputs, recursive }) => scanPhotos(inputs, recursive),
  'batch.plan': async ({ photos, folder, model, settings, shard }) => {
    const { id, name, card } = await summaryOf(model);
    if ((settings.crisp ?? 0) > 0 && !hasCrispDial(card.settings))
      throw new AppError('bad-input', say('batch.noCrispEnd', { model: name }));
    const target = folder ?? places().restored;
    // The folder belongs to the session, not to this process: it may die over a photo and start anew.
    const plan = await planBatch({
      photos,
      folder: target,
      model: { id, name: resultModelName(name, settings) },
      settings,
      shard,
      ownerPid: process.ppid,
    });
    const file = (await sessionScratch()).path('batch');
    await storeBatch(file, card.fit ? { ...plan.batch, fit: card.fit } : plan.batch);
    return { file, folder: plan.batch.folder, photos: plan.photos };
  },
  'batch.prepare': async ({ plan, index }) => orFull(async () => prepare(await loadBatch(plan), index)),
  'batch.save': async ({ plan, ...result }) => orFull(async () => saveResult(await loadBatch(plan), result)),
  'batch.fail': async ({ plan, index, reason }) => {
    const { ledger, photos, model, settingsHash } = await loadBatch(plan);
    const photo = photos[index]!.key;
    await appendLine(ledger, { event: 'failed', photo, model: model.id, settings: settingsHash, reason });
    return null;
  },
  'batch.close': async ({ plan, model, startedAt, language, rows }) => {
    const { folder, ledger } = await loadBatch(plan);
    try {
      if (rows.length < REPORTED_FROM) return { report: null };
      const finishedAt = new Date().toISOString();
      return { report: await writeReport({ folder, model, startedAt, finishedAt, rows }, REPORT_WORDS[language]) };
    } finally {
      await unlockLedger(ledger, process.ppid);
      await (await sessionScratch()).remove(plan);
    }
  },
  'batch.space': ({ path }) => freeBytes(path),
  'batch.outlook': ({ photos, folder, settings, scale }) =>
    batchOutlook(photos, folder ?? places().restored, settings, scale),
};

async function prepare({ photos, settings, fit: training }: OpenBatch, index: number): Promise<Prepared> {
  const { path } = photos[index]!;
  // Taken before anything is read: what changes from here on is not what was restored.
  const identity = await photoIdentity(path);
  const content = await contentHash(path);
  const info = await probePhoto(path);
  if (info.restoredBy && settings.again !== true) {
    const { name } = info.restoredBy;
    return { skipped: say('batch.carriesMark', { model: name }) };
  }
  const raw = await decodePhoto(path, (await sessionScratch()).path('photo'), settings);
  // What is only told must not cost a photo.
  const fit = await photoFit(raw, training).catch(() => null);
  return { raw, content, identity, info, ...(fit === null ? {} : { fit }) };
}

import type { MethodName, PresetName, Rect, TrainChoices } from '@contract/model-spec';
import type { PhotoRef } from '@contract/photo';
import type { Api } from '../../src-preload/api';
import type { CompareState } from './compare/compare.svelte';
import type { Shown } from './compare/comparison';
import type { LibraryState } from './library.svelte';
import { VIEWS, type ViewName } from './names';
import type { Degradation, MadeTask, PairState } from './pair.svelte';
import type { RestoreState, RestoreWay } from './restore/restore.svelte';
import type { SessionState } from './session.svelte';
import type { ComparisonRun, TrainingState } from './train/training.svelte';

/** Where the browser keeps it, for this address: reloads, a closed page and a second one find it there. */
const KEY = 'onepair.session';
/** After the last change. */
const WAIT_MS = 200;

interface KeptComparison {
  source: PhotoRef;
  clean: PhotoRef | null;
  /** `photo` null: made to be looked at, and made again. */
  results: { photo: PhotoRef | null; label: string; model: string | null; crisp: number | null }[];
}

/** What the person had before them. Photos are ids of the app that runs: one that was started anew knows none of them. */
export interface KeptSession {
  view: ViewName;
  degraded: PhotoRef | null;
  clean: PhotoRef | null;
  made: { task: MadeTask; options: Degradation } | null;
  drawn: boolean;
  region: Rect | null;
  training: { method: MethodName | null; preset: PresetName; byHand: TrainChoices; name: string };
  learnsFrom: string | null;
  pairOfTwo: ComparisonRun | null;
  photos: { id: string; name: string; relative: string; folder?: string }[];
  shown: string | null;
  way: RestoreWay;
  model: string | null;
  job: { id: string; model: string; crisp: number } | null;
  comparisons: KeptComparison[];
  current: number;
}

/** The subjects of the page of which something is kept. */
interface Kept {
  api: Api;
  session: SessionState;
  pair: PairState;
  training: TrainingState;
  restore: RestoreState;
  compare: CompareState;
  library: LibraryState;
}

const ref = ({ id, name }: PhotoRef): PhotoRef => ({ id, name });
const made = ({ id, fileName, label, model, crisp, pending, unsaved }: Shown) => ({
  photo: pending === true || unsaved === true ? null : { id, name: fileName },
  ...{ label, model, crisp },
});

export function sessionOf({ session, pair, training, restore, compare }: Omit<Kept, 'api' | 'library'>): KeptSession {
  return {
    view: session.view,
    degraded: pair.degraded && ref(pair.degraded),
    clean: pair.clean && ref(pair.clean),
    made: pair.made,
    drawn: pair.drawn,
    region: pair.region,
    training: training.form.kept,
    learnsFrom: training.run.learnsFrom,
    pairOfTwo: training.pairOfTwo,
    photos: restore.list.photos.map(({ id, name, relative, folder }) => ({
      id,
      name,
      relative,
      ...(folder === undefined ? {} : { folder }),
    })),
    shown: restore.shown?.id ?? null,
    way: restore.way,
    model: restore.form.model?.id ?? null,
    job: restore.kept,
    comparisons: compare.comparisons.map(({ source, name, clean, results }) => ({
      source: { id: source, name },
      clean: clean && { id: clean.id, name: clean.fileName },
      results: results.map(made),
    })),
    current: compare.current,
  };
}

/** Null where nothing is kept, or by another version. */
export function readSession(): KeptSession | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<KeptSession> | null;
    return kept?.view && VIEWS.includes(kept.view) && kept.photos && kept.comparisons && kept.training
      ? (kept as KeptSession)
      : null;
  } catch {
    return null;
  }
}

/** From now on what changes is kept. */
export function keepSession(app: Kept): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return $effect.root(() => {
    $effect(() => {
      const text = JSON.stringify(sessionOf(app));
      clearTimeout(timer);
      timer = setTimeout(() => {
        try {
          localStorage.setItem(KEY, text);
        } catch {
          // A browser that keeps nothing, or has no room, starts afresh the next time.
        }
      }, WAIT_MS);
    });
  });
}

/** Brings back what was kept, as far as the app still knows its photos. */
export async function takeUpSession(app: Kept, kept: KeptSession): Promise<void> {
  const { api, pair, training, restore, compare, library } = app;
  const isKnown = ({ id }: PhotoRef) => api.call('photos.info', { photo: id }).then(Boolean, () => false);
  training.form.takeUp(kept.training);
  if (kept.model !== null) restore.form.useModel(kept.model);
  restore.way = kept.way;
  const { degraded, clean } = kept;
  if ((degraded === null || (await isKnown(degraded))) && (clean === null || (await isKnown(clean))))
    await pair.takeUp(degraded, clean, kept);
  if (kept.pairOfTwo) training.takeUpTwo(kept.pairOfTwo);
  if (kept.learnsFrom !== null) training.run.learnsFrom = kept.learnsFrom;
  const [first] = kept.photos;
  if (first && (await isKnown(first))) {
    restore.list.takeUp(kept.photos);
    if (kept.shown !== null) restore.show(kept.shown);
    if (kept.job) restore.takeUp(kept.job);
  }
  for (const { source, clean: of, results } of kept.comparisons) {
    if (!(await isKnown(source))) continue;
    if (of) compare.knowClean(source, of);
    for (const { photo, ...how } of results) {
      if (photo && (await isKnown(photo))) await compare.addResult(source, photo, how);
      const model = photo === null ? library.models.find(({ id }) => id === how.model) : undefined;
      if (model) await compare.lookAt(source, { ...how, model: model.id, scale: model.card.settings.scale });
    }
  }
  const shown = kept.comparisons[kept.current];
  if (shown) compare.show(shown.source.id);
}

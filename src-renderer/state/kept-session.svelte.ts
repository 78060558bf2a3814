import { MOST_KEPT_NAMES, MOST_KEPT_PHOTOS, type KeptSession, type Session } from '@contract/session';
import type { OwnSettings } from '@contract/restore-options';
import type { PhotoRef } from '@contract/photo';
import type { Api } from '../../src-preload/api';
import { text } from '../lib/strings';
import type { CompareState } from './compare/compare.svelte';
import type { Shown } from './compare/comparison';
import type { LayoutState } from './layout.svelte';
import type { LibraryState } from './library.svelte';
import type { PairState } from './pair.svelte';
import type { RestoreItem } from './restore/list.svelte';
import type { RestoreState } from './restore/restore.svelte';
import type { SessionState } from './session.svelte';
import type { TrainingState } from './train/training.svelte';

/** After the last change. */
const WAIT_MS = 200;

/** The subjects of the page of which something is kept. */
interface Kept {
  api: Api;
  session: SessionState;
  layout: LayoutState;
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

/** As many photos of a list as are kept. */
export function fitting(
  photos: readonly RestoreItem[],
  own: Readonly<Record<string, OwnSettings>> = {},
): Session['restore']['photos'] {
  const kept: Session['restore']['photos'] = [];
  let characters = 0;
  for (const { id, name, relative, folder } of photos.slice(0, MOST_KEPT_PHOTOS)) {
    characters += name.length + relative.length + (folder?.length ?? 0);
    if (characters > MOST_KEPT_NAMES) break;
    const alone = own[id];
    const more = { ...(folder === undefined ? {} : { folder }), ...(alone ? { own: alone } : {}) };
    kept.push({ id, name, relative, ...more });
  }
  return kept;
}

function sessionOf({ session, layout, pair, training, restore, compare }: Omit<Kept, 'api' | 'library'>): Session {
  const { mode, split, strength } = compare.display;
  const { two } = training;
  return {
    view: session.view,
    panels: layout.panels,
    pair: {
      degraded: pair.degraded && ref(pair.degraded),
      clean: pair.clean && ref(pair.clean),
      made: pair.made,
      drawn: pair.drawn,
      region: pair.region,
      ...(pair.asIs.length === 0 ? {} : { asIs: [...pair.asIs] }),
      ...(pair.burst ? { burst: pair.burst } : {}),
      ...(pair.second ? { second: { degraded: ref(pair.second.degraded), clean: ref(pair.second.clean) } } : {}),
    },
    training: {
      ...training.form.kept,
      learnsFrom: training.run.learnsFrom,
      two: two && { degraded: ref(two.degraded), clean: ref(two.clean), jobs: two.jobs },
    },
    restore: {
      photos: fitting(restore.list.photos, restore.form.own),
      shown: restore.shown?.id ?? null,
      way: restore.way,
      model: restore.form.model?.id ?? null,
      settings: restore.form.settings,
      folder: restore.form.folder,
      ...(restore.watch.keeps && restore.watch.folder ? { watched: restore.watch.folder } : {}),
      job: restore.kept,
    },
    compare: {
      comparisons: compare.comparisons.map(({ source, name, clean, results }) => ({
        source: { id: source, name },
        clean: clean && { id: clean.id, name: clean.fileName },
        results: results.map(made),
      })),
      current: compare.current,
      display: { mode, split, strength },
      zoom: compare.view.viewport,
    },
  };
}

/** From now on what changes is kept. */
export function keepSession(app: Kept): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTold = false;
  return $effect.root(() => {
    $effect(() => {
      const session = sessionOf(app);
      const all = app.restore.list.photos.length;
      clearTimeout(timer);
      timer = setTimeout(() => {
        // What cannot be kept now is with the next change.
        void app.api.call('session.keep', { session }).then(
          (kept) => {
            if (kept < all && !isTold) app.session.tell('caution', text.window.keptInPart(kept, all));
            isTold = kept < all;
          },
          () => undefined,
        );
      }, WAIT_MS);
    });
  });
}

/** Brings back what was kept, and says which photos are gone. */
export async function takeUpSession(app: Kept, { session: kept, missing, silent }: KeptSession): Promise<void> {
  const { session, layout, pair, training, restore, compare, library } = app;
  if (missing.length > 0) session.tell('caution', text.window.missing(missing));
  if (silent.length > 0) session.tell('caution', text.window.silent(silent));
  // What takes no time comes first: the user may go on meanwhile.
  layout.panels = kept.panels;
  Object.assign(compare.display, kept.compare.display);
  compare.view.viewport = kept.compare.zoom;
  training.form.takeUp(kept.training);
  if (kept.restore.model !== null) restore.form.useModel(kept.restore.model);
  restore.form.settings = kept.restore.settings;
  restore.form.folder = kept.restore.folder;
  if (kept.restore.watched) {
    restore.watch.begin(kept.restore.watched);
    restore.watch.keeps = true;
  }
  restore.way = kept.restore.way;
  for (const { id, own } of kept.restore.photos) if (own) restore.form.setOwn(id, own);
  restore.list.takeUp(kept.restore.photos.map(({ own: _, ...photo }) => photo));
  if (kept.restore.shown !== null) restore.show(kept.restore.shown);
  if (kept.restore.job) restore.takeUp(kept.restore.job);
  const { degraded, clean, second } = kept.pair;
  pair.second = second ?? null;
  if (degraded !== null || clean !== null) await pair.takeUp(degraded, clean, kept.pair);
  if (kept.training.two) training.takeUpTwo(kept.training.two);
  if (kept.training.learnsFrom !== null) training.run.learnsFrom = kept.training.learnsFrom;
  const { comparisons, current } = kept.compare;
  compare.keptOrder = comparisons.map(({ source }) => source.id);
  // What stood on the stage comes first; the others take nothing from it, nor from what is chosen meanwhile.
  for (const one of comparisons.toSorted(
    (a, b) => Number(b === comparisons[current]) - Number(a === comparisons[current]),
  )) {
    const { source, clean: of, results } = one;
    const opens = one === comparisons[current];
    if (of) compare.knowClean(source, of);
    for (const { photo, ...how } of results) {
      if (photo) await compare.addResult(source, photo, how, opens);
      const model = photo === null ? library.models.find(({ id }) => id === how.model) : undefined;
      if (model) await compare.preview(source, { ...how, model: model.id, scale: model.card.settings.scale }, opens);
    }
  }
}

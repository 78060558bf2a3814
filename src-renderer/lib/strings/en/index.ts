import { blindTest, compare } from './compare';
import { firstRun, folders, jobs, titles, views, window } from './window';
import { fromHost } from './host';
import { lab } from './lab';
import { library } from './library';
import { pair } from './pair';
import { restore, verdicts } from './restore';
import { settings, shortcuts } from './settings';
import { train } from './train';
import * as words from './words';

const { common, ...names } = words;

/** Every word on the screen in English, one file a view. Its shape is what every other language has to fill. */
export const en = {
  ...names,
  ...common,
  views,
  titles,
  window,
  jobs,
  folders,
  firstRun,
  pair,
  train,
  restore,
  verdicts,
  compare,
  blindTest,
  library,
  lab,
  settings,
  shortcuts,
  fromHost,
};

/** The table's shape: any word may stand where an English one does. */
type Widened<T> = T extends string
  ? string
  : T extends (...words: infer A) => string
    ? (...words: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> };

export type Text = Widened<typeof en>;

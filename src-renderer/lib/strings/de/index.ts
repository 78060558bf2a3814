import { saysIn } from '../from-host';
import type { Text } from '../en';
import { blindTest, compare } from './compare';
import { firstRun, folders, jobs, titles, views, window } from './window';
import { lab } from './lab';
import { library } from './library';
import { pair } from './pair';
import { restore, verdicts } from './restore';
import { settings, shortcuts } from './settings';
import { train } from './train';
import * as words from './words';

const { common, ...names } = words;

/** Every word on the screen in German. A word that is missing does not compile. */
export const de: Text = {
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
  fromHost: saysIn('de'),
};

import { compare } from './compare';
import { folders, frame, jobs, titles, views } from './frame';
import { library } from './library';
import { pair } from './pair';
import { restore } from './restore';
import { train } from './train';
import * as words from './words';

const { common, ...names } = words;

/** Every word on the screen in English, one file a view. Its shape is what every other language has to fill. */
export const en = { ...names, ...common, views, titles, frame, jobs, folders, pair, train, restore, compare, library };

export type Text = typeof en;

/** The views, in the order of the rail. */
export const VIEWS = ['pair', 'train', 'restore', 'compare', 'library', 'lab', 'settings'] as const;
export type ViewName = (typeof VIEWS)[number];

export const SOURCES = ['pair', 'drawn'] as const;
/** The pictures of a study: the user's own pair, or drawn ones. */
export type Source = (typeof SOURCES)[number];

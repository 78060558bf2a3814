export const SOURCES = ['pair', 'drawn'] as const;
/** The pictures of a study: the user's own pair, or drawn ones. */
export type Source = (typeof SOURCES)[number];

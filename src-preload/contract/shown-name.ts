/**
 * What a screen shows of names and texts from outside: control and direction characters, invisible ones and half
 * characters become visible, so that no name can pass for another, hide its ending, turn a sentence round or drive a
 * terminal. Joiners within words and pictures stay: some scripts and emoji need them.
 */
const JOINER = /(?<=[\p{L}\p{M}\p{Emoji}])[\u200c\u200d](?=[\p{L}\p{M}\p{Emoji}])|(?<=\p{Emoji})[\ufe0e\ufe0f]/u.source;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.source;
const UNSHOWABLE = new RegExp(`${JOINER}|(?<hidden>${HIDDEN})`, 'gu');

/** A text with something else in place of each hidden character. */
export const hiddenAs = (text: string, as: (hidden: string) => string): string =>
  text.replace(UNSHOWABLE, (found: string, hidden: string | undefined) => (hidden === undefined ? found : as(hidden)));

const replaced = (text: string, kept: string): string =>
  hiddenAs(text, (hidden) =>
    kept.includes(hidden) ? hidden : `[U+${hidden.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
  );

/** Whether a text may be longer than it was: a hidden character stands in it as `[U+202E]`. */
export const isLengthened = (text: string): boolean => text.includes('[U+');

/** Text of several lines, each hidden character visible; line breaks and tabs stay. */
export const shownText = (text: string): string => replaced(text, '\n\t');

/** Longer names lose their middle. */
const LONGEST_NAME = 300;
const KEPT_END = 60;

/** A name in one line: hidden characters and line breaks visible, at most 300 characters. */
export function shownName(name: string): string {
  const visible = replaced(name, '');
  if (visible.length <= LONGEST_NAME) return visible;
  const characters = Array.from(visible);
  if (characters.length <= LONGEST_NAME) return visible;
  return `${characters.slice(0, LONGEST_NAME - KEPT_END - 1).join('')}…${characters.slice(-KEPT_END).join('')}`;
}

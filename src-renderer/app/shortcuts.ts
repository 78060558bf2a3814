import type { Text } from '../lib/strings/en';

/** One line of the sheet: the keys as they are printed on a keyboard, and what they do. */
export interface Shortcut {
  keys: readonly string[];
  does: keyof Text['shortcuts'];
}

/** Every shortcut of the app. The sheet shows this table; a test holds that each is heard. */
export const SHORTCUTS: readonly {
  title: 'everywhere' | 'pair' | 'restore' | 'compare';
  shortcuts: readonly Shortcut[];
}[] = [
  {
    title: 'everywhere',
    shortcuts: [
      { keys: ['?'], does: 'sheet' },
      { keys: ['G', '1'], does: 'views' },
      { keys: ['F'], does: 'full' },
      { keys: ['Tab', 'P'], does: 'panels' },
      { keys: ['H'], does: 'histogram' },
      { keys: ['F6'], does: 'regions' },
      { keys: ['Esc'], does: 'leave' },
    ],
  },
  { title: 'pair', shortcuts: [{ keys: ['Ctrl/⌘', 'V'], does: 'paste' }] },
  {
    title: 'restore',
    shortcuts: [
      { keys: ['K', 'X', 'U'], does: 'flags' },
      { keys: ['0', '1–5'], does: 'stars' },
      { keys: ['[', ']'], does: 'photo' },
    ],
  },
  {
    title: 'compare',
    shortcuts: [
      { keys: ['←', '→', '↑', '↓'], does: 'pan' },
      { keys: ['+', '−'], does: 'zoom' },
      { keys: ['0'], does: 'fit' },
      { keys: ['Z'], does: 'exact' },
      { keys: ['1', '2', '3', '4'], does: 'result' },
      { keys: ['Shift', '1–4'], does: 'leftResult' },
      { keys: ['S', 'V', 'A', 'B', 'L', 'D'], does: 'ways' },
      { keys: ['\\', 'Space'], does: 'hold' },
      { keys: ['[', ']'], does: 'photo' },
      { keys: ['←', '→'], does: 'divider' },
      { keys: ['1', '2', 'T'], does: 'blindTest' },
    ],
  },
];

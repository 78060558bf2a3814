import { METHODS } from '@contract/model-spec';
import type { Said } from '@contract/said';
import type { Sentence } from '@contract/sentence';
import type { StudyAxis, StudyChart, StudyPictures, StudyTable } from '@contract/study';
import { text } from '../../lib/strings';

/** Every sentence in it worded. */
export type Worded<T> = T extends Sentence ? string : T extends object ? { [K in keyof T]: Worded<T[K]> } : T;

/** A method's name as the rest of the interface says it; anything else in the language chosen. */
export const named = (said: Said): string => {
  const method = METHODS.find((one) => one === said);
  return method ? text.methods[method].name : text.fromHost(said);
};

export const namedChart = (chart: StudyChart): Worded<StudyChart> => ({
  ...chart,
  title: named(chart.title),
  x: namedAxis(chart.x),
  y: namedAxis(chart.y),
  series: chart.series.map((one) => ({ ...one, name: named(one.name) })),
});

const namedAxis = ({ label, categories, ...axis }: StudyAxis): Worded<StudyAxis> => ({
  ...axis,
  label: named(label),
  ...(categories ? { categories: categories.map(named) } : {}),
});

export const namedTable = (table: StudyTable): Worded<StudyTable> => ({
  title: named(table.title),
  columns: table.columns.map(named),
  rows: table.rows.map((row) => row.map((cell) => (cell === null || typeof cell === 'number' ? cell : named(cell)))),
});

export const namedPictures = ({ title, columns, rows }: StudyPictures): Worded<StudyPictures> => ({
  title: named(title),
  columns: columns.map(named),
  rows: rows.map(({ name, parts }) => ({ name: named(name), parts })),
});

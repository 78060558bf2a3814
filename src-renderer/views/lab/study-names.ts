import { METHODS } from '@contract/model-spec';
import type { StudyAxis, StudyChart, StudyTable } from '@contract/study';
import { text } from '../../lib/strings';

/** A method's name as the rest of the interface says it; anything else in the language chosen. */
export const named = (name: string): string => {
  const method = METHODS.find((one) => one === name);
  return method ? text.methods[method].name : text.fromHost(name);
};

export const namedChart = (chart: StudyChart): StudyChart => ({
  ...chart,
  title: named(chart.title),
  x: namedAxis(chart.x),
  y: namedAxis(chart.y),
  series: chart.series.map((one) => ({ ...one, name: named(one.name) })),
});

const namedAxis = (axis: StudyAxis): StudyAxis => ({
  ...axis,
  label: named(axis.label),
  ...(axis.categories ? { categories: axis.categories.map(named) } : {}),
});

export const namedTable = (table: StudyTable): StudyTable => ({
  title: named(table.title),
  columns: table.columns.map(named),
  rows: table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? named(cell) : cell))),
});

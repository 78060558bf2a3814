import { METHODS } from '@contract/model-spec';
import type { StudyChart, StudyTable } from '@contract/study';
import { text } from './strings';

/** A method's name as the rest of the interface says it; anything else as the study names it. */
const named = (name: string): string => {
  const method = METHODS.find((one) => one === name);
  return method ? text.methods[method].name : name;
};

export const namedChart = (chart: StudyChart): StudyChart => ({
  ...chart,
  series: chart.series.map((one) => ({ ...one, name: named(one.name) })),
});

export const namedTable = (table: StudyTable): StudyTable => ({
  ...table,
  columns: table.columns.map(named),
  rows: table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? named(cell) : cell))),
});

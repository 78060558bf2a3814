import { inEnglish } from '@contract/in-language';
import type { StudyResult, StudyTable } from '@contract/study';
import { markdownTable } from '../../../src-main/cli/evaluation/report';
import type { KeptExperiment } from './results';

/** What is kept of a result. */
export function keptOf(result: StudyResult): KeptExperiment {
  const { study, charts, tables, trainedOn, testedOn, request, engine, versions } = result;
  return { study, charts, tables, trainedOn, testedOn, request, engine: engine ?? versions.onepair };
}

/** The tables of an experiment, what it learned from and measured on, and the program that did it. */
export function experimentTables({ tables, trainedOn, testedOn, request, engine }: KeptExperiment): string {
  const { preset = 'best', seed = 0, epochs, restoreStride } = request.choices;
  const settings = [
    `Preset \`${preset}\``,
    ...(epochs === undefined ? [] : [`${epochs} epochs`]),
    ...(restoreStride === undefined ? [] : [`patches ${restoreStride} px apart`]),
    `seed ${seed}`,
  ];
  const facts =
    `Learned from ${trainedOn.map(inEnglish).join(', ')}; measured on ${testedOn.map(inEnglish).join(', ')}. ` +
    `${settings.join(', ')}, by \`${engine}\`.`;
  return [...tables.map(table), facts].join('\n\n');
}

export function table({ title, columns, rows }: StudyTable): string {
  return `**${inEnglish(title)}**\n\n${markdownTable(
    columns.map(inEnglish),
    rows.map((row) => row.map((cell) => shown(typeof cell === 'object' && cell !== null ? inEnglish(cell) : cell))),
  )}`;
}

/** Whole numbers as they are, others with as many digits as mean something. */
function shown(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return Math.abs(value) < 0.01 ? value.toExponential(2) : value.toFixed(Math.abs(value) < 2 ? 3 : 2);
}

import { csvField } from './csv-cell';
import * as v from 'valibot';
import { METHODS, PAPER_METHODS, trainChoicesSchema, type MethodName } from './model-spec';
import { en } from './languages/en';
import { saidSchema } from './said';
import { inEnglish } from './in-language';

type Words = typeof en.study;
/** The paper's experiments, on pictures of one's own choice: what of the catalogue's `study` has a question. */
export type StudyName = { [Key in keyof Words]: Words[Key] extends { question: string } ? Key : never }[keyof Words];

const isStudy = (key: keyof Words): key is StudyName =>
  typeof en.study[key] === 'object' && 'question' in en.study[key];
/** All of them, in the catalogue's order. */
export const STUDIES = (Object.keys(en.study) as (keyof Words)[]).filter(isStudy);

export const studyRequestSchema = v.object({
  study: v.picklist(STUDIES),
  /** What is compared; absent: what the study compares by itself. */
  methods: v.optional(v.pipe(v.array(v.picklist(METHODS)), v.minLength(1))),
  /** Task, preset, seed and whatever else was set by hand, for every training of the study. */
  choices: trainChoicesSchema,
  /** Small pictures and few points: minutes instead of hours. */
  quick: v.boolean(),
});
export type StudyRequest = v.InferOutput<typeof studyRequestSchema>;

/** What a study compares where nothing was chosen: everything, but for what belongs to one method alone. */
export function studyMethods(study: StudyName): MethodName[] {
  if (study === 'patches' || study === 'sparsity') return ['rnn'];
  return PAPER_METHODS.filter((method) => study === 'scores' || method !== 'linear');
}

const saids = v.array(saidSchema);

const coordinate = v.nullable(v.union([v.number(), v.nan()]));
const seriesSchema = v.object({
  name: saidSchema,
  /** By x, ascending. JSON has no Infinity and no NaN: such a point is in no chart. */
  points: v.pipe(
    v.array(v.tuple([coordinate, coordinate])),
    v.transform((points) => points.filter((point): point is [x: number, y: number] => point.every(Number.isFinite))),
  ),
  /** Something to compare with (doing nothing, the clean picture), not a result. */
  reference: v.exactOptional(v.boolean()),
});
export type StudySeries = v.InferOutput<typeof seriesSchema>;

const axisSchema = v.object({
  /** With its unit: 'noise σ (grey levels)'. */
  label: saidSchema,
  logarithmic: v.exactOptional(v.boolean()),
  /** Names for the values 0, 1, 2, …: then nothing lies between them. */
  categories: v.exactOptional(saids),
});
export type StudyAxis = v.InferOutput<typeof axisSchema>;

const chartSchema = v.object({
  title: saidSchema,
  /** Bars stand for shares of a whole, lines for everything else. */
  kind: v.picklist(['lines', 'bars']),
  x: axisSchema,
  y: axisSchema,
  series: v.array(seriesSchema),
});
export type StudyChart = v.InferOutput<typeof chartSchema>;

const tableSchema = v.object({
  title: saidSchema,
  columns: saids,
  /** Numbers as they are; rounding is for whoever shows them. */
  rows: v.array(v.array(v.union([coordinate, saidSchema]))),
});
export type StudyTable = v.InferOutput<typeof tableSchema>;

const MOST_SIDE = 256;
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_SIDE));
/** The middle of a picture, at most 96 px wide and high: R, G and B in 8 bits, [height, width, 3], as base64. */
const partSchema = v.pipe(
  v.object({ width: side, height: side, rgb: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/)) }),
  v.check(({ width, height, rgb }) => rgb.length === 4 * width * height),
);
export type StudyPart = v.InferOutput<typeof partSchema>;

/** The same part of one picture in many ways. */
const picturesSchema = v.object({
  title: saidSchema,
  columns: saids,
  rows: v.array(v.object({ name: saidSchema, parts: v.array(v.nullable(partSchema)) })),
});
export type StudyPictures = v.InferOutput<typeof picturesSchema>;

/** A study, or as much of it as is there; its file too. */
export const studyResultSchema = v.object({
  /** Names it among the kept results: the hash of everything that decides it. */
  id: v.string(),
  study: v.picklist(STUDIES),
  title: saidSchema,
  /** The question it answers, and the paper's figure or section. */
  about: saidSchema,
  charts: v.array(chartSchema),
  tables: v.array(tableSchema),
  /** Where there is something to see. */
  pictures: v.exactOptional(v.array(picturesSchema)),
  /** What a reader has to know: how it was trained, what was left out. */
  notes: saids,
  request: studyRequestSchema,
  /** The pictures by name. */
  trainedOn: saids,
  testedOn: saids,
  steps: v.number(),
  stepsDone: v.number(),
  complete: v.boolean(),
  elapsedMs: v.number(),
  device: saidSchema,
  /** The hash of the program that measured; results of earlier versions lack it. */
  engine: v.exactOptional(v.string()),
  versions: v.object({ onepair: v.string(), tensorflow: v.string(), tfjs: v.string() }),
  updatedAt: v.string(),
});
export type StudyResult = v.InferOutput<typeof studyResultSchema>;

/** A result that was kept, without its numbers. */
export const studySummarySchema = v.pick(studyResultSchema, [
  ...(['id', 'study', 'title', 'trainedOn', 'steps', 'stepsDone', 'complete', 'updatedAt', 'request'] as const),
]);
export type StudySummary = v.InferOutput<typeof studySummarySchema>;

/** The longest tables of charts and rows as comma-separated values: one block for each chart and table. */
export function studyCsv(result: StudyResult): string {
  const blocks = [
    ...result.charts.map(({ title, x, y, series }) => [
      [title],
      ['series', x.label, y.label],
      ...series.flatMap(({ name, points }) => points.map(([atX, atY]) => [name, atX, atY])),
    ]),
    ...result.tables.map(({ title, columns, rows }) => [[title], columns, ...rows]),
  ];
  return (
    blocks
      .map((rows) =>
        rows
          .map((row) =>
            row.map((cell) => csvField(typeof cell === 'object' && cell !== null ? inEnglish(cell) : cell)).join(','),
          )
          .join('\n'),
      )
      .join('\n\n') + '\n'
  );
}

import * as v from 'valibot';

/** What the user thinks of results and models. It is kept by the host, and touches no file of theirs. */

export const MOST_STARS = 5;
export const FLAGS = ['keep', 'reject'] as const;

const stars = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_STARS));

/** Of a result: to be kept or rejected, or neither yet. */
export const verdictSchema = v.strictObject({ flag: v.nullable(v.picklist(FLAGS)), stars });
export type Verdict = v.InferOutput<typeof verdictSchema>;
export const NO_VERDICT: Verdict = { flag: null, stars: 0 };

/** Of a model, in the user's own words. */
export const remarkSchema = v.strictObject({ stars, note: v.pipe(v.string(), v.trim(), v.maxLength(2000)) });
export type Remark = v.InferOutput<typeof remarkSchema>;
export const NO_REMARK: Remark = { stars: 0, note: '' };

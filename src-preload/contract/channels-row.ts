import * as v from 'valibot';

/** What the rows of the tables are made of: photos, folders, models and jobs travel as opaque ids, never as paths. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Of a model itself: of its weights and settings. */
export const modelId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
export const nothing = v.strictObject({});
const pixel = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
export const point = { x: pixel, y: pixel };

/** The type of an answer or of an event: nothing at run time. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the parameter is all there is to say
export const type = <T>(): T => undefined as never;

import * as v from 'valibot';

/** What the rows of the tables are made of: photos, folders, models and jobs travel as opaque ids, never as paths. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Of a model itself: of its weights and settings. */
export const modelId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
export const nothing = v.strictObject({});
const pixel = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
export const point = { x: pixel, y: pixel };

/** Of pictures; only its kind is looked at. From another window's realm, so that `instanceof` would not know it. */
export const bytes = v.custom<Uint8Array>(
  (value) => Object.prototype.toString.call(value) === '[object Uint8Array]',
  'Expected bytes',
);

/** A job that was begun. */
export const begun = v.object({ job: v.string() });

/** The type of what is not checked, as what the host asks of its own children: nothing at run time. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the parameter is all there is to say
export const type = <T>(): T => undefined as never;

import * as v from 'valibot';
import { bytes, id } from './channels-row';

/** Of a message between the page and the host, the bytes of a word or an order: below the longest message, as text too. */
export const PART_BYTES = 4 * 2 ** 20;

/** A part of a word or of an answer; null: the next part of the answer is asked for. */
const partSchema = v.pipe(
  bytes,
  v.check(({ length }) => length <= PART_BYTES, 'Too long'),
);
/** `page`: the one that speaks, of several that may have heard the call. `last` without a part: it leaves. */
export const exchangeSchema = v.strictObject({
  session: id,
  page: id,
  part: v.nullable(partSchema),
  last: v.boolean(),
});
/** Null: nothing more is wanted. */
export const answeredPartSchema = v.nullable(v.object({ part: bytes, last: v.boolean() }));
export type AnsweredPart = v.InferOutput<typeof answeredPartSchema>;

/** What a browser tells of a graphics processor. */
export interface GraphicsInfo {
  vendor: string;
  architecture: string;
}

/** 'WebGPU · nvidia · ampere': as Settings, Train and a model's card name it. */
export const graphicsName = ({ vendor, architecture }: GraphicsInfo): string =>
  ['WebGPU', vendor, architecture].filter((word) => word !== '').join(' · ');

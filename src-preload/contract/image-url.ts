import * as v from 'valibot';

/**
 * Pictures reach the page by address, not over the port: `image/<photo id>?…`, relative to the page in both shells.
 * The crop is in the photo's own pixels; the answer is at most `max` pixels on its longer side (absent: not reduced).
 */
export interface ImageRequest {
  photo: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  max?: number;
}

export function imageUrl(request: ImageRequest): string {
  const { photo, ...rest } = request;
  const search = new URLSearchParams(
    Object.entries(rest).map(([key, value]): [string, string] => [key, String(Math.round(value))]),
  );
  return `image/${encodeURIComponent(photo)}${search.size === 0 ? '' : `?${search.toString()}`}`;
}

const whole = v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)));
const querySchema = v.strictObject({ x: whole, y: whole, width: whole, height: whole, max: whole });

/** The request that a path below the page's root names, or null where it names none. */
export function parseImageUrl(url: URL): ImageRequest | null {
  const photo = /^\/image\/([\w-]{1,200})$/.exec(url.pathname)?.[1];
  if (photo === undefined) return null;
  const query = v.safeParse(querySchema, Object.fromEntries(url.searchParams));
  if (!query.success) return null;
  const given = Object.entries(query.output).filter(([, value]) => value !== undefined);
  return { photo, ...(Object.fromEntries(given) as Omit<ImageRequest, 'photo'>) };
}

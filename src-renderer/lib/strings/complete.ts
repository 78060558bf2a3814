import type { Text } from './en';

type Partially<T> = T extends (...args: never[]) => string
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partially<T[K]> }
    : T;

/** A table in which entries may be missing. */
export type Translation = Partially<Text>;

/** One part of such a table. */
export type Words<K extends keyof Text> = Partially<Text[K]>;

/** The table with every missing entry taken from `whole`. */
export function complete<T extends object>(whole: T, part: Partially<T>): T {
  const given = part as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]: [string, unknown]) => {
      const own = given[key] ?? value;
      return [key, isTable(value) && isTable(own) ? complete(value, own) : own];
    }),
  ) as T;
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

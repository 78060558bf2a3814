import {
  RESTORE_DEFAULTS,
  RESTORE_OPTIONS,
  RESTORE_ROWS,
  type RestoreOptionName,
  type RestoreSettings,
} from '@contract/restore-options';
import { choiceOf, given, numberOf } from './arguments';

/** The flags of restoring, made from the rows of its options. */

type Options = typeof RESTORE_OPTIONS;
type TypeOf<Row> = Row extends { kind: string } ? 'string' : 'boolean';
type RestoreFlags = { [N in RestoreOptionName as Options[N]['flag']]: { type: TypeOf<Options[N]> } };

export const RESTORE_FLAGS = Object.fromEntries(
  RESTORE_ROWS.map(({ flag, kind }) => [flag, { type: kind === undefined ? 'boolean' : 'string' }]),
) as RestoreFlags;

export const RESTORE_USAGE = RESTORE_ROWS.map(({ flag, value }) =>
  value === undefined ? `[--${flag}]` : `[--${flag} ${value}]`,
).join(' ');

type Row = (typeof RESTORE_ROWS)[number];

/** The settings that flags ask for, over the defaults. Throws UsageError. */
export function restoreSettingsOf(values: Readonly<Record<string, unknown>>): RestoreSettings {
  const chosen = Object.fromEntries(RESTORE_ROWS.map((row) => [row.name, valueOf(row, values[row.flag])]));
  return { ...RESTORE_DEFAULTS, ...given(chosen) };
}

function valueOf({ flag, kind, choices = [] }: Row, value: unknown) {
  if (typeof value !== 'string') return value;
  if (kind === 'number') return numberOf(flag, value);
  if (kind !== 'choice') return value;
  const word = choiceOf(flag, value, choices.map(String));
  return choices.find((choice) => String(choice) === word);
}

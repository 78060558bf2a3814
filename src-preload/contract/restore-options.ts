import * as v from 'valibot';
import { id } from './channels-row';
import { strideSchema } from './model-spec';
import { CONFLICT_POLICIES, OUTPUT_FORMATS } from './photo';

/** From faithful (0) to crisp (100): where between its two ends a model of two stages restores. */
export const CRISPEST = 100;
export const crispSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(CRISPEST));

/** One setting of restoring: what may be sent, its flag on the command line, and where the page shows it. */
interface RestoreOption {
  /** What may be sent. Optional where a photo or a model decides by itself. */
  schema: v.GenericSchema;
  flag: string;
  /** What the flag is for, what it can be, and what holds without it. */
  help: string;
  /** 'a|b' or '0-100' as the usage shows the flag's value; absent: the flag takes none. */
  value?: string;
  /** How the flag's value is read; absent: a switch. */
  kind?: 'text' | 'number' | 'choice';
  /** What a choice can be. */
  choices?: readonly (string | number)[];
  /** A switch that the page shows among its further settings, worded by `text.restore`. */
  onPage?: true;
  /** It says when and how a result is written, not what the result is: another value makes no other result. */
  sameResult?: true;
}

/** Every setting of restoring, in the order of the usage. A new one is a row here, its words, and the code that obeys it. */
export const RESTORE_OPTIONS = {
  strength: {
    // 0–100 %: how much of the restoration is mixed into the original.
    schema: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
    flag: 'strength',
    help: 'how much of the restoration is mixed into the photo, 0 to 100; 100 without it',
    value: '0-100',
    kind: 'number',
  },
  crisp: {
    // Models with one end know no other than the faithful one.
    schema: v.optional(crispSchema),
    flag: 'crisp',
    help: 'from faithful (0) to crisp (100), for models that have both; 0 without it',
    value: '0-100',
    kind: 'number',
  },
  onConflict: {
    schema: v.picklist(CONFLICT_POLICIES),
    flag: 'on-conflict',
    help: 'where a result of that name exists: skip, rename or overwrite; rename without it',
    value: CONFLICT_POLICIES.join('|'),
    kind: 'choice',
    choices: CONFLICT_POLICIES,
    sameResult: true,
  },
  naming: {
    // '{name}' and '{model}' are replaced; the extension follows from the format.
    schema: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    flag: 'name',
    help: 'how results are named: {name} and {model} are filled in; {name}_{model} without it',
    value: "'{name}_{model}'",
    kind: 'text',
  },
  format: {
    schema: v.picklist(OUTPUT_FORMATS),
    flag: 'format',
    help: 'same (as the photo), jpeg, png, tiff, webp, avif or jxl; same without it',
    value: OUTPUT_FORMATS.join('|'),
    kind: 'choice',
    choices: OUTPUT_FORMATS,
  },
  quality: {
    schema: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
    flag: 'quality',
    help: 'of JPEG, WebP, AVIF and JPEG XL, 1 to 100; 95 without it, 85 for AVIF, 100 (no loss) for JPEG XL',
    value: '1-100',
    kind: 'number',
  },
  depth: {
    // Bits a colour, as far as the format holds them.
    schema: v.optional(v.picklist([8, 16])),
    flag: 'depth',
    help: 'bits a colour, 8 or 16; without it, those of the photo',
    value: '8|16',
    kind: 'choice',
    choices: [8, 16],
  },
  lossless: {
    schema: v.optional(v.boolean()),
    flag: 'lossless',
    help: 'WebP, AVIF and JPEG XL without loss; with the loss of --quality without it',
  },
  stripLocation: {
    schema: v.optional(v.boolean()),
    flag: 'strip-location',
    help: 'leaves out where the photo was taken',
    onPage: true,
  },
  again: {
    schema: v.optional(v.boolean()),
    flag: 'again',
    help: 'restores photos again that are results themselves',
    onPage: true,
    sameResult: true,
  },
  damaged: {
    schema: v.optional(v.boolean()),
    flag: 'damaged',
    help: 'restores damaged photos as far as they can be read',
    onPage: true,
  },
  keepTimes: {
    schema: v.optional(v.boolean()),
    flag: 'keep-times',
    help: 'gives results the time of their photo',
    onPage: true,
    sameResult: true,
  },
  stride: {
    schema: v.optional(strideSchema),
    flag: 'stride',
    help: 'pixels from one patch to the next, 1 to 31; without it, the model’s own',
    value: 'N',
    kind: 'number',
  },
  perChannel: {
    // Absent: as the model was trained.
    schema: v.optional(v.boolean()),
    flag: 'per-channel',
    help: 'restores each colour by itself instead of the brightness alone; without it, as the model was trained',
  },
} as const satisfies Record<string, RestoreOption>;

type Options = typeof RESTORE_OPTIONS;
export type RestoreOptionName = keyof Options;
type Row = RestoreOption & { name: RestoreOptionName };

export const RESTORE_ROWS: readonly Row[] = Object.entries<RestoreOption>(RESTORE_OPTIONS).map(([name, row]) => ({
  ...row,
  name: name as RestoreOptionName,
}));

const schemas = Object.fromEntries(RESTORE_ROWS.map(({ name, schema }) => [name, schema]));
export const restoreSettingsSchema = v.object(schemas as { [Name in RestoreOptionName]: Options[Name]['schema'] });
export type RestoreSettings = v.InferOutput<typeof restoreSettingsSchema>;

/** What a photo of a list is restored with instead of what the others are. */
export const ownSchema = v.strictObject({
  model: v.exactOptional(id),
  strength: v.exactOptional(RESTORE_OPTIONS.strength.schema),
  crisp: v.exactOptional(crispSchema),
});
export type OwnSettings = v.InferOutput<typeof ownSchema>;

export type PageSwitch = {
  [N in RestoreOptionName]: Options[N] extends { onPage: true } ? N : never;
}[RestoreOptionName];
/** The switches that the page shows, in this order. */
export const PAGE_SWITCHES = RESTORE_ROWS.filter(({ onPage }) => onPage).map(({ name }) => name as PageSwitch);

/** What a result's name and mark call its model: results of another crispness are other results. */
export function resultModelName(name: string, { crisp = 0 }: Pick<RestoreSettings, 'crisp'>): string {
  return crisp === 0 ? name : `${name}-crisp${crisp}`;
}

export const RESTORE_DEFAULTS: RestoreSettings = {
  strength: 100,
  onConflict: 'rename',
  naming: '{name}_{model}',
  format: 'same',
};

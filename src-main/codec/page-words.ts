import { isDescribing } from './exif';
import type { TiffEntry } from './tiff-directory';
import type { TiffPage } from './tiff-pages';
import { resolutionOfTiff, tiffResolution, type Resolution } from './resolution';

/** What a TIFF's pages say of themselves in words: it has to hold for the result too. */

const DESCRIPTION = 0x010e;
export const EXTRA_SAMPLES = 0x0152;
const [PROFILE, XMP, SUBFILE, PAGE_NAME, PAGE_NUMBER] = [0x8773, 0x02bc, 0x00fe, 0x011d, 0x0129];
const OF_A_PAGE = new Set([PROFILE, XMP, SUBFILE, PAGE_NAME, PAGE_NUMBER]);

/** One further sample that is no transparency (infrared). Associated alpha is not kept: colours come unassociated. */
export const isNoAlpha = ({ tag, count, value }: TiffEntry): boolean =>
  tag === EXTRA_SAMPLES && count === 1 && value[0] === 0;

export interface PageChanges {
  /** How much larger the result is. */
  scale: number;
  /** Bits a sample of the result. */
  depth: 8 | 16;
}

/** What of a page's entries holds for its result, beside how its pixels are stored. */
export function entriesOfPage(page: TiffPage, changes?: PageChanges): TiffEntry[] {
  const { entries, bits } = page;
  const scale = changes?.scale ?? 1;
  const kept = entries.filter(
    (entry) =>
      isNoAlpha(entry) || ((isDescribing(entry.tag) || OF_A_PAGE.has(entry.tag)) && !RESOLUTION.has(entry.tag)),
  );
  const described = kept.map((entry) =>
    entry.tag === DESCRIPTION && changes !== undefined ? descriptionEntry(textOf(entry), changes, bits[0]!) : entry,
  );
  const resolution = measured(resolutionOfTiff(entries), descriptionOf(page), scale);
  return [...described, ...tiffResolution(resolution)];
}

const RESOLUTION = new Set([0x011a, 0x011b, 0x0128]);

const textOf = (entry: TiffEntry | undefined): string =>
  entry === undefined ? '' : Buffer.from(entry.value).toString('latin1').replace(/\0+$/, '');

export const descriptionOf = (page: TiffPage | null): string =>
  textOf(page?.entries.find(({ tag }) => tag === DESCRIPTION));

/** How many pictures ImageJ says that a file holds; 0 where it says nothing. */
export function imagesSaid(page: TiffPage): number {
  const text = descriptionOf(page);
  return isImageJ(text) ? Number(/^images=(\d+)$/m.exec(text)?.[1] ?? 0) : 0;
}

/** ImageJ measures by the resolution: an enlarged result has more pixels a micrometre. */
export const measured = (resolution: Resolution | null, description: string, scale: number): Resolution | null =>
  resolution !== null && scale !== 1 && isImageJ(description)
    ? { ...resolution, x: resolution.x * scale, y: resolution.y * scale }
    : resolution;

const isImageJ = (text: string): boolean => text.startsWith('ImageJ=');
const isOme = (text: string): boolean => /<OME[\s>]/.test(text);

/** The entry of a description that holds for the result; null where nothing of it has changed. */
export function changedDescription(page: TiffPage, changes: PageChanges): TiffEntry | null {
  const entry = page.entries.find(({ tag }) => tag === DESCRIPTION);
  const text = textOf(entry);
  return entry === undefined || (!isImageJ(text) && !isOme(text))
    ? null
    : descriptionEntry(text, changes, page.bits[0]!);
}

function descriptionEntry(text: string, changes: PageChanges, before: number): TiffEntry {
  const changed = isOme(text) ? omeFor(text, changes) : isImageJ(text) ? imageJFor(text, changes, before) : text;
  const value = Buffer.from(`${changed}\0`, 'latin1');
  return { tag: DESCRIPTION, type: 2, count: value.length, value };
}

/** The range that is shown is in levels. */
const imageJFor = (text: string, { depth }: PageChanges, before: number): string =>
  depth === before ? text : text.replace(/^(min|max)=.*\n?/gm, '');

/** OME-XML (2016-06): sizes, sample type and byte order follow; files are called otherwise now. */
function omeFor(text: string, { scale, depth }: PageChanges): string {
  const names = new Set([...text.matchAll(/\sFileName="[^"]*"/g)].map(([attribute]) => attribute));
  // Of several files each goes on naming the others.
  const unnamed = names.size === 1 ? text.replaceAll([...names][0]!, '') : text;
  return unnamed.replace(/<Pixels\b[^<>]*>/g, (element) => {
    const times = (name: string, factor: number, whole: boolean) => (markup: string) =>
      markup.replace(new RegExp(`(\\s${name}=")([^"]*)(")`), (all, before: string, value: string, after: string) => {
        const number = Number(value) * factor;
        return Number.isFinite(number) ? `${before}${whole ? Math.round(number) : number}${after}` : all;
      });
    const changes = [
      times('SizeX', scale, true),
      times('SizeY', scale, true),
      times('PhysicalSizeX', 1 / scale, false),
      times('PhysicalSizeY', 1 / scale, false),
      (markup: string) => markup.replace(/(\sType=")uint(8|16)(")/, `$1uint${depth}$3`),
      (markup: string) => markup.replace(/(\sBigEndian=")[^"]*(")/, '$1false$2'),
      (markup: string) =>
        depth === 8
          ? markup.replace(
              /(\sSignificantBits=")[^"]*(")/,
              (_all, before: string, after: string) => `${before}8${after}`,
            )
          : markup,
    ];
    return changes.reduce((markup, change) => change(markup), element);
  });
}

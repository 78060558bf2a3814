import { EXTENSIONS, resultFormat, formatOfName, type OutputFormat, type ResultFormat } from './photo';
import { safeName } from './safe-name';

/** How a result is called: by the process that writes it, and by the page that shows an example. */

/** `relative`: a photo's name below the folder it was found in, with '/'; `format`: what its result is written as. */
export interface NamedPhoto {
  relative: string;
  format: ResultFormat;
  /** Where another model restores it than the others. */
  model?: string;
}

export interface NameParts {
  /** '{name}' and '{model}' are replaced. */
  naming: string;
  model: string;
}

/** A name without its number: folders and stem, and the extension. */
export interface OutputBase {
  stem: string;
  extension: string;
}

/** Room for '_9999', the extension and our own temporary names below the 255 bytes that disks take. */
const MAX_STEM_BYTES = 200;

/** What the pattern makes of a photo's name; folders above it are mirrored. */
export function outputBase({ relative, format, model }: NamedPhoto, { naming, model: usual }: NameParts): OutputBase {
  const folders = relative.split('/').slice(0, -1);
  const source = relative.slice(relative.lastIndexOf('/') + 1);
  const extension = extensionOf(source);
  const name = source.slice(0, source.length - extension.length);
  // One pass, so that a photo called '{model}' keeps its name.
  const stem = naming.replace(/\{(name|model)\}/g, (_, key) => (key === 'name' ? name : (model ?? usual)));
  return {
    stem: [...folders, safeName(stem, MAX_STEM_BYTES)].join('/'),
    // The photo's own extension where it fits the format, else the usual one.
    // A result has one picture.
    extension: formatOfName(source) === format && !/^\.mpo$/i.test(extension) ? extension : EXTENSIONS[format][0],
  };
}

/** The first file of a name has no number. */
export const numbered = ({ stem, extension }: OutputBase, number: number): string =>
  `${stem}${number === 1 ? '' : `_${number}`}${extension}`;

/** The name of a photo's result where no other file has it, as far as the photo's own name tells its format. */
export function exampleName(photo: string, parts: NameParts, format: OutputFormat): string {
  const result = resultFormat(format, formatOfName(photo) ?? 'png');
  return numbered(outputBase({ relative: photo, format: result }, parts), 1);
}

/** '.jpg' of 'a.jpg', '.ome.tif' of 'a.ome.tif', by which microscopists' programs go; nothing of '.hidden'. */
function extensionOf(name: string): string {
  const ome = /.(\.ome\.tiff?)$/i.exec(name)?.[1];
  if (ome !== undefined) return ome;
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}

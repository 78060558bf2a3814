import type { OutputFormat } from '@contract/photo';

const EXTENSIONS: Record<Exclude<OutputFormat, 'same'>, string> = {
  jpeg: 'jpg',
  png: 'png',
  tiff: 'tif',
  webp: 'webp',
  avif: 'avif',
};

/** What the naming pattern would make of a photo's name: shown while it is typed, the files are named by the app itself. */
export function exampleName(photo: string, model: string, naming: string, format: OutputFormat): string {
  const dot = photo.lastIndexOf('.');
  const name = dot > 0 ? photo.slice(0, dot) : photo;
  const extension = format === 'same' ? photo.slice(name.length + 1) : EXTENSIONS[format];
  const filled = naming.replaceAll('{name}', name).replaceAll('{model}', model);
  return extension === '' ? filled : `${filled}.${extension}`;
}

import { EXTENSIONS, formatLike, formatOfName, type OutputFormat } from '@contract/photo';

/** What the naming pattern would make of a photo's name: shown while it is typed, the files are named by the app itself. */
export function exampleName(photo: string, model: string, naming: string, format: OutputFormat): string {
  const dot = photo.lastIndexOf('.');
  const name = dot > 0 ? photo.slice(0, dot) : photo;
  const result = format === 'same' && formatOfName(photo) === 'heic' ? formatLike('heic') : format;
  const extension = result === 'same' ? photo.slice(name.length) : EXTENSIONS[result][0];
  return naming.replaceAll('{name}', name).replaceAll('{model}', model) + extension;
}

import { EXTENSIONS, type OutputFormat } from '@contract/photo';

/** What the naming pattern would make of a photo's name: shown while it is typed, the files are named by the app itself. */
export function exampleName(photo: string, model: string, naming: string, format: OutputFormat): string {
  const dot = photo.lastIndexOf('.');
  const name = dot > 0 ? photo.slice(0, dot) : photo;
  const extension = format === 'same' ? photo.slice(name.length) : EXTENSIONS[format][0];
  return naming.replaceAll('{name}', name).replaceAll('{model}', model) + extension;
}

import type { HostTools } from './tools';

/** The path of a model: one of the library by id or name, or a model file that the user handed over. */
export async function modelFile(
  { registry, store }: Pick<HostTools, 'registry' | 'store'>,
  id: string,
): Promise<string> {
  return registry.findPhoto(id)?.path ?? (await store.library.find(id)).path;
}

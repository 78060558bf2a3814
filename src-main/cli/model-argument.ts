import { stat } from 'node:fs/promises';
import type { Session } from './session';

/** A model as the user names it: a file, or else the id or name of one in the library. */
export async function modelIdOf({ host }: Session, text: string): Promise<string> {
  const facts = await stat(text).catch(() => null);
  return facts?.isFile() ? host.registerPhoto(text).id : text;
}

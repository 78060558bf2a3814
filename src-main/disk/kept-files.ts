import { photoIdentity } from './photo-identity';
import { sessionScratch } from './session-scratch';

/**
 * Files in the session's scratch folder that were made from photos, one a photo: made once as long as the photo does not
 * change and its file is among those that were asked for last and together weigh at most so much. The newest stays.
 */
export class KeptFiles<File extends { path: string }> {
  /** The one used last at the end. */
  readonly #files = new Map<string, Promise<File>>();

  constructor(
    private readonly most: number,
    private readonly weightOf: (file: File) => number,
  ) {}

  /** The file of the photo at `path`. Throws what `make` throws; what failed is made again the next time. */
  async of(path: string, make: () => Promise<File>): Promise<File> {
    const key = await photoIdentity(path);
    const making = this.#files.get(key) ?? make();
    this.#files.delete(key);
    this.#files.set(key, making);
    making.catch(() => this.#files.delete(key));
    const file = await making;
    await this.#forgetOldest();
    return file;
  }

  async #forgetOldest(): Promise<void> {
    let weight = 0;
    for (const [key, making] of [...this.#files].reverse()) {
      // What is still being made is not counted.
      const file = await Promise.race([making, Promise.resolve(null)]).catch(() => null);
      if (file === null) continue;
      const isNewest = weight === 0;
      weight += this.weightOf(file);
      if (isNewest || weight <= this.most) continue;
      this.#files.delete(key);
      // What cannot be removed while it is read goes with the session's folder.
      await (await sessionScratch()).remove(file.path).catch(() => undefined);
    }
  }
}

import { toFailure } from '@contract/result';
import type { Sentence } from '@contract/sentence';

/** Does the work; where it fails, `failed` gets the sentence that says why. Returns whether it succeeded. */
export async function attempt(work: () => Promise<unknown>, failed: (sentence: Sentence) => void): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    failed(toFailure(error).sentence);
    return false;
  }
}

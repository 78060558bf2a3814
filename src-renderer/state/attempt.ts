import { toFailure } from '@contract/result';

/** Does the work; where it fails, `failed` gets the sentence that says why. Returns whether it succeeded. */
export async function attempt(work: () => Promise<unknown>, failed: (message: string) => void): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    failed(toFailure(error).message);
    return false;
  }
}

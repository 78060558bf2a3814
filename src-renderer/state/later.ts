/** Does the work once nothing has been changed for so long; an effect returns what this returns, and its next run begins anew. */
export function later(waitMs: number, work: () => unknown): () => void {
  const timer = setTimeout(work, waitMs);
  return () => {
    clearTimeout(timer);
  };
}

/** Runs `work` for many at once, but never more than `most` together; the others wait their turn. */
export function atMost<A, R>(most: number, work: (argument: A) => Promise<R>): (argument: A) => Promise<R> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (argument) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work(argument);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

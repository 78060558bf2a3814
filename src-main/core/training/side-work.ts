import type { TrainEnvironment } from './types';

/** Work beside the training, done only as often as its cost allows. When it happens never changes what is learned. */
export class SideWork {
  #lastMs = 0;
  #costMs = 0;

  /** `share`: work waits until what it cost last time is at most this part of the time since. */
  constructor(private readonly share: number) {}

  due(nowMs: number, atLeastMs: number): boolean {
    return nowMs - this.#lastMs >= Math.max(atLeastMs, this.#costMs / this.share);
  }

  async run(environment: TrainEnvironment, work: () => Promise<void>): Promise<void> {
    const before = environment.nowMs();
    await work();
    this.#lastMs = environment.nowMs();
    this.#costMs = this.#lastMs - before;
  }
}

/** Work beside the training, done only as often as its cost allows. When it happens never changes what is learned. */
export class SideWork {
  #lastMs = 0;
  #costMs = 0;

  /** `share`: work waits until what it cost last time is at most this part of the time since. */
  constructor(
    private readonly share: number,
    private readonly nowMs: () => number,
  ) {}

  /** Does the work when its time has come, and `atLeastMs` have passed since the last time. */
  async runWhenDue(atLeastMs: number, work: () => Promise<void>): Promise<void> {
    if (this.nowMs() - this.#lastMs >= Math.max(atLeastMs, this.#costMs / this.share)) await this.run(work);
  }

  async run(work: () => Promise<void>): Promise<void> {
    const before = this.nowMs();
    await work();
    this.#lastMs = this.nowMs();
    this.#costMs = this.#lastMs - before;
  }
}

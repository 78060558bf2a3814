/** How long work is told to go on, to wait or to end. The engine calls `next` after every step and tile. */
export interface JobToken {
  /**
   * Lets messages in and waits while paused. 'stop': end now and keep what there is.
   * Throws AppError('cancelled') when nothing is to be kept.
   */
  next(): Promise<'go' | 'stop'>;
}

/** The most epochs that are kept to choose from, beside the last one. */
const MOST_FRAMES = 12;

/** Epochs between frames once `epoch` epochs are done: a power of two, so that longer strips are thinned ones. */
function strideAt(epoch: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(epoch / MOST_FRAMES)));
}

/** Whether the model after this epoch belongs into the filmstrip. */
export const isFrame = (epoch: number): boolean => epoch >= 1 && epoch % strideAt(epoch) === 0;

/** What stays of the kept epochs when `epoch` joins them: at most 12, evenly apart, and `epoch` itself. */
export function thinFrames(kept: readonly number[], epoch: number): number[] {
  const stride = strideAt(epoch);
  return [...kept.filter((one) => one < epoch && one % stride === 0), epoch];
}

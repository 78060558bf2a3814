/** The most epochs that are kept to choose from, beside the last one. */
const MOST_EPOCHS = 12;

/** Epochs between kept ones once `epoch` epochs are done: a power of two, so that longer strips are thinned ones. */
function strideAt(epoch: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(epoch / MOST_EPOCHS)));
}

/** Whether the model after this epoch belongs into the filmstrip, of which `last` is the newest: one for each stride. */
export function isStripEpoch(epoch: number, last: number): boolean {
  const stride = strideAt(epoch);
  return Math.floor(epoch / stride) > Math.floor(last / stride);
}

/** What stays of the kept epochs when `epoch` joins them: at most 12, about evenly apart, and `epoch` itself. */
export function thinEpochs(kept: readonly number[], epoch: number): number[] {
  const stride = strideAt(epoch);
  const slot = (one: number) => Math.floor(one / stride);
  const isFirst = (one: number, index: number) => index === 0 || slot(one) !== slot(kept[index - 1]!);
  return [...kept.filter((one, index) => one < epoch && slot(one) > 0 && isFirst(one, index)), epoch];
}

import { computeLayer, type LayerOp } from './layer-ops';

/** Computes layers beside the page: pictures come as bitmaps, the result goes back as one. */
export interface Order {
  id: number;
  op: LayerOp;
  pictures: ImageBitmap[];
}
export interface Served {
  id: number;
  bitmap: ImageBitmap | null;
}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  const { id, op, pictures } = data;
  let bitmap: ImageBitmap | null = null;
  try {
    bitmap = computed(op, pictures);
  } catch {
    // Pictures of two sizes have no difference: the tile stays empty.
  }
  for (const picture of pictures) picture.close();
  postMessage({ id, bitmap } satisfies Served, { transfer: bitmap ? [bitmap] : [] });
});

function computed(op: LayerOp, pictures: ImageBitmap[]): ImageBitmap {
  const { width, height } = pictures[0]!;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const pixels = pictures.map((picture) => {
    context.clearRect(0, 0, width, height);
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, width, height);
  });
  computeLayer(
    op,
    pixels.map(({ data }) => data),
  );
  context.putImageData(pixels[0]!, 0, 0);
  return canvas.transferToImageBitmap();
}

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { METHODS, PRESETS } from '@contract/model-spec';
import { hastyModel, LARGE, median, withHost, writeLargePhotos, type BenchHost, type Row } from './bench-host';

/** Pixels that the Restore view shows of a part. */
const PART = { width: 480, height: 360 };
const PLACES = [0.1, 0.3, 0.5, 0.7, 0.9];

/**
 * Looking before restoring, on a JPEG of 24 megapixels: the view of the whole, and with every method and preset a part at
 * 100 %. The first preview of a photo decodes it.
 */
export function previewRows(add: (row: Row) => void): Promise<void> {
  return withHost(async (bench, folder) => {
    const photo = join(folder, 'photo.jpg');
    await writeLargePhotos([photo]);
    add(await wholePhoto(bench, photo));
    for (const method of METHODS)
      for (const preset of PRESETS) {
        const model = await hastyModel(bench, { method, preset });
        const own = join(folder, `${method}-${preset}.jpg`);
        await copyFile(photo, own);
        await partRows(bench, { name: `${method} ${preset}`, model, path: own }, add);
      }
  });
}

async function wholePhoto({ host }: BenchHost, path: string): Promise<Row> {
  const { id } = host.registerPhoto(path);
  const startedAt = performance.now();
  await host.image({ photo: id, max: 512 });
  const value = performance.now() - startedAt;
  return { what: 'whole photo of 24 MP, 512 px', ratio: null, value, unit: 'ms' };
}

interface Previewed {
  name: string;
  model: string;
  path: string;
}

async function partRows({ host, call }: BenchHost, { name, model, path }: Previewed, add: (row: Row) => void) {
  const { id } = host.registerPhoto(path);
  const preview = (place: number, quick: boolean) => {
    const x = Math.round(place * (LARGE.width - PART.width));
    const y = Math.round(place * (LARGE.height - PART.height));
    return call('restore.preview', { model, photo: id, rect: { x, y, ...PART }, strength: 100, quick });
  };
  const tell = (what: string, value: number) => {
    add({ what: `preview, ${name}: ${what}`, ratio: null, value, unit: 'ms' });
  };
  tell('first', (await preview(0.5, true)).elapsedMs);
  const quick = [];
  for (const place of PLACES) quick.push(await preview(place, true));
  const { rect, exact } = quick.at(-1)!;
  const shown = `${rect.width}×${rect.height} of 24 MP, ${exact ? 'exact' : 'coarser'}`;
  tell(shown, median(quick.map(({ elapsedMs }) => elapsedMs)));
  const isWhole = rect.width === PART.width && rect.height === PART.height;
  if (!exact || !isWhole) tell('then exact', (await preview(0.5, false)).elapsedMs);
}

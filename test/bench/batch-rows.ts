import { join } from 'node:path';
import { RESTORE_DEFAULTS } from '@contract/job';
import type { Wire } from '@contract/port';
import type { StartChild } from '../../src-main/host/carrier';
import { nodeCarrier } from '../../src-main/host/node-carrier';
import { hastyModel, withHost, writeLargePhotos, type Row } from './bench-host';

const FORMATS = ['jpg', 'png', 'tif', 'webp'];
const OF_EACH = 2;

/** A call to a child process, milliseconds of this process's clock. */
interface Span {
  channel: string;
  index: number;
  from: number;
  to: number;
}

const lengthOf = ({ from, to }: Span) => to - from;
const total = (spans: Span[]) => spans.reduce((sum, span) => sum + lengthOf(span), 0);

/**
 * One batch of 24-megapixel photos with the preset fast: by format, how much of a photo's time goes into decoding,
 * encoding and files; and what of that is not hidden behind the calculation of another photo.
 */
export async function batchRows(): Promise<Row[]> {
  const spans: Span[] = [];
  const run = await withHost(
    async (bench, folder) => {
      const names = Array.from({ length: OF_EACH }, (_, index) => FORMATS.map((ending) => `${index}.${ending}`)).flat();
      await writeLargePhotos(names.map((name) => join(folder, name)));
      const model = await hastyModel(bench, { method: 'unet-gan', preset: 'fast' });
      const photos = names.map((name) => bench.host.registerPhoto(join(folder, name)).id);
      const results = bench.host.registerFolder(join(folder, 'out')).id;
      const order = { model, photos, folder: results, settings: RESTORE_DEFAULTS };
      const startedAt = performance.now();
      const { batch } = await bench.ended((await bench.call('restore.start', order)).job);
      if (batch?.restored !== names.length) throw new Error(`${String(batch?.restored)} of ${names.length} restored`);
      return { names, ms: performance.now() - startedAt };
    },
    watched(nodeCarrier(import.meta.dirname), spans),
  );

  const calculated = spans.filter(({ channel }) => channel === 'restore.run');
  const ofPhotos = (channel: string, ending: string) =>
    spans.filter((span) => span.channel === channel && run.names[span.index]?.endsWith(`.${ending}`) === true);
  const percent = (what: string, part: number, whole: number): Row => ({
    what,
    ratio: null,
    value: (100 * part) / whole,
    unit: '%',
  });
  const perFormat = FORMATS.map((ending) => {
    const files = total(ofPhotos('batch.prepare', ending)) + total(ofPhotos('batch.save', ending));
    const photos = calculated.filter((_, turn) => run.names[turn]!.endsWith(`.${ending}`));
    return percent(`24 MP, unet-gan fast: codec and files, ${ending}`, files, files + total(photos));
  });
  const ahead = spans
    .filter(({ channel, index }) => channel === 'batch.prepare' && index > 0)
    .filter((decoding) => calculated.some(({ from, to }) => from <= decoding.from && decoding.to <= to));
  return [
    ...perFormat,
    percent('24 MP, unet-gan fast: the batch’s time in which nothing is computed', run.ms - total(calculated), run.ms),
    percent('24 MP, unet-gan fast: photos decoded while another computes', ahead.length, run.names.length - 1),
    {
      what: '24 MP, unet-gan fast: one photo of the batch',
      ratio: null,
      value: run.ms / run.names.length / 1000,
      unit: 's',
    },
  ];
}

/** A carrier that notes when calls begin and are answered. */
function watched(start: StartChild, spans: Span[]): StartChild {
  return (name, environment) => {
    const child = start(name, environment);
    const open = new Map<number, Omit<Span, 'to'>>();
    child.port.onMessage((message) => {
      const wire = message as Wire;
      if (wire.type !== 'answer') return;
      const begun = open.get(wire.id);
      if (begun) spans.push({ ...begun, to: performance.now() });
      open.delete(wire.id);
    });
    const post = (message: unknown) => {
      const wire = message as Wire;
      if (wire.type === 'call') {
        const { index = -1 } = wire.args as { index?: number };
        open.set(wire.id, { channel: wire.channel, index, from: performance.now() });
      }
      return child.port.post(message);
    };
    return { ...child, port: { ...child.port, post } };
  };
}

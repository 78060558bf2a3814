import { join } from 'node:path';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import type { Wire } from '@contract/port';
import type { StartChild } from '../../src-main/processes/carrier';
import { nodeCarrier } from '../../src-main/processes/node-carrier';
import { hastyModel, withHost, writeLargePhotos, type Row } from './bench-host';

const FORMATS = ['jpg', 'png', 'tif', 'webp'];

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
 * 24-megapixel photos with the preset fast. One by one: how much of a photo's time goes into decoding, encoding and files.
 * As a batch: how much of that is not hidden behind the calculation of another photo.
 */
export async function batchRows(): Promise<Row[]> {
  const spans: Span[] = [];
  const row = (what: string, value: number, unit: string): Row => ({
    what: `24 MP, unet-gan fast: ${what}`,
    ratio: null,
    value,
    unit,
  });
  const percent = (what: string, part: number, whole: number) => row(what, (100 * part) / whole, '%');
  return withHost(
    async (bench, folder) => {
      const names = FORMATS.map((ending) => `photo.${ending}`);
      await writeLargePhotos(names.map((name) => join(folder, name)));
      const model = await hastyModel(bench, { method: 'unet-gan', preset: 'fast' });
      /** The calls that restoring these photos made, and how long it took altogether. */
      const restore = async (which: string[], into: string) => {
        spans.length = 0;
        const photos = which.map((name) => bench.host.registerPhoto(join(folder, name)).id);
        const results = bench.host.registerFolder(join(folder, into)).id;
        const startedAt = performance.now();
        const order = { model, photos, folder: results, settings: RESTORE_DEFAULTS };
        const { batch } = await bench.ended((await bench.call('restore.start', order)).job);
        if (batch?.restored !== which.length) throw new Error(`${String(batch?.restored)} of ${which.length} restored`);
        const of = (channel: string) => spans.filter((span) => span.channel === channel);
        return {
          ...{ ms: performance.now() - startedAt, calculated: of('restore.run') },
          ...{ decoded: of('batch.prepare'), saved: of('batch.save') },
        };
      };
      await restore(names.slice(0, 1), 'first'); // loads what later photos find loaded
      const rows: Row[] = [];
      for (const [index, name] of names.entries()) {
        const { calculated, decoded, saved } = await restore([name], `alone-${index}`);
        const files = total(decoded) + total(saved);
        rows.push(percent(`codec and files, ${FORMATS[index]!}`, files, files + total(calculated)));
      }
      const { ms, calculated, decoded } = await restore(names, 'batch');
      const later = decoded.filter(({ index }) => index > 0);
      const ahead = later.filter(({ from, to }) => calculated.some((other) => other.from <= from && to <= other.to));
      return [
        ...rows,
        percent('the batch’s time in which nothing is computed', ms - total(calculated), ms),
        percent('photos decoded while another computes', ahead.length, later.length),
        row('one photo of the batch', ms / names.length / 1000, 's'),
      ];
    },
    watched(nodeCarrier(import.meta.dirname), spans),
  );
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

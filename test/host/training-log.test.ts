import { expect, it } from 'vitest';
import { createTrainingLog } from '../../src-main/host/training-log';

const told = (job: string, epoch: number, kept: number[]) => ({
  preview: { job, epoch, kept, width: 1, height: 1, restored: new Uint8Array(3), validationPsnr: null },
  path: `/${job}/${epoch}`,
});

it('holds the epochs that are still kept, in order, the newest picture of each', () => {
  const log = createTrainingLog(() => undefined);
  log.epochPreview(told('a', 1, [1]));
  log.epochPreview(told('a', 2, [1, 2]));
  log.epochPreview(told('a', 4, [2, 4]));
  log.epochPreview(told('a', 2, [2, 4]));
  expect(log.of('a').epochPreviews.map(({ epoch }) => epoch)).toEqual([2, 4]);
  expect(log.pathOf('a', 4)).toBe('/a/4');
  expect(() => log.pathOf('a', 1)).toThrow('not kept any more');
});

it('lets the epochs of all but the newest four trainings go', () => {
  const gone: string[][] = [];
  const log = createTrainingLog((paths) => gone.push(paths));
  for (const job of ['a', 'b', 'c', 'd', 'e']) log.epochPreview(told(job, 1, [1]));
  expect(gone).toEqual([['/a/1']]);
  expect(log.of('a').epochPreviews).toEqual([]);
  expect(log.of('e').epochPreviews).toHaveLength(1);
});

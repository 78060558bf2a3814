import { openCheckpointStore } from '../../src-main/files/checkpoint-store';
import { openLibrary } from '../../src-main/files/library';
import { saveModel } from '../../src-main/files/model-file';
import { watchFileWork } from './faults';
import { SETTINGS, card, expectedTensors, weights } from './fixtures';

/** Does one piece of file work and kills itself ahead of its k-th changing step (in the middle of it, for writes). */
const [, , work, path, killAt] = process.argv as [string, string, string, string, string];
const model = { card: card('New'), tensors: weights(2), crop: null };
const jobs: Record<string, () => Promise<unknown>> = {
  replace: () => saveModel(path, model),
  create: () => saveModel(path, model, { overwrite: false }),
  rename: () => openLibrary(path, expectedTensors).rename('Old', 'New'),
  remove: () => openLibrary(path, expectedTensors).remove('Old'),
  checkpoint: () =>
    openCheckpointStore(path).save('job', {
      meta: { settings: SETTINGS, epoch: 2, epochs: 5, step: 3 },
      tensors: weights(3),
    }),
};
await watchFileWork(async ({ index, half }) => {
  if (index !== Number(killAt)) return;
  await half?.();
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
});
await jobs[work]!();

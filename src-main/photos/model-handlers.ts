import type { PhotosCalls } from '@contract/worker-calls';
import { makeFolder } from '../disk/atomic-write';
import { openCheckpointStore } from '../store/checkpoint-store';
import { places } from '../disk/places';
import { forgetPair } from '../store/kept-pair';
import { library, loadAddressed } from '../store/model-access';
import type { Handlers } from '../processes/serve';

type ModelCalls = Pick<PhotosCalls, Extract<keyof PhotosCalls, `models.${string}` | `checkpoints.${string}`>>;

export const modelHandlers: Handlers<ModelCalls> = {
  'models.list': async () => (await library()).list(),
  'models.problems': async () => (await library()).problems(),
  'models.show': async ({ model }) => {
    const { summary, crop } = await loadAddressed(model);
    return { ...summary, crop };
  },
  'models.rename': async ({ model, name }) => (await library()).rename(model, name),
  'models.remove': async ({ model }) => {
    await (await library()).remove(model);
    return null;
  },
  'models.discard': async ({ model }) => (await library()).discard(model),
  'models.bringBack': async ({ model }) => (await library()).bringBack(model),
  'models.import': async ({ path }) => (await library()).importFile(path),
  'models.export': async ({ model, folder }) => {
    const target = folder ?? places().restored;
    await makeFolder(target);
    return { path: await (await library()).exportTo(model, target) };
  },
  'checkpoints.list': () => openCheckpointStore(places().checkpoints).list(),
  'checkpoints.remove': async ({ checkpoint }) => {
    const { checkpoints } = places();
    await openCheckpointStore(checkpoints).remove(checkpoint);
    await forgetPair(checkpoints, checkpoint);
    return null;
  },
};
